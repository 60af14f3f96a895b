export { findReaders, readMemberNames } from './member-names.ts';
export { getRoles } from './own-permissions.ts';
export { storeInvitation } from './invitations.ts';
