export { openOrganisation } from './open-organisation.ts';
export { prepareInstallation } from './prepare-installation.ts';
