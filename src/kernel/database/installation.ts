/** The organisation that stands for the installation itself (`installation()` in the database): its journal holds what belongs to no other. */
export const installationId = '00000000-0000-7000-8000-000000000001';
