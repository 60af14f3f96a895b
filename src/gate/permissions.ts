// Every permission there is, and the roles that come with the program. A permission is a stable dotted code, noun first.

export const permissions = [
  'organisation.read',
  'organisation.write',
  'member.read',
  'member.write',
  'role.write',
  'api_key.write',
  'webhook.write',
  'register.read',
  'register.write',
  'record.read',
  'record.write',
  'record.trash',
  'record.import',
  'record.export',
  'view.write',
  'comment.write',
  'comment.remove',
  'identity_number.read',
  'sensitive.read',
  'journal.read',
  'installation.operate',
] as const;

export type Permission = (typeof permissions)[number];

export type SystemRole = 'operator' | 'owner' | 'administrator' | 'editor' | 'reader' | 'auditor' | 'privacy_officer';

const ofOrganisation = permissions.filter((permission) => permission !== 'installation.operate');

/** The permissions of the roles that every organisation has. `operator` exists in the installation's own organisation only. */
export const systemRoles: Record<SystemRole, readonly Permission[]> = {
  operator: [
    'installation.operate',
    'organisation.read',
    'member.read',
    'member.write',
    // Gives nothing where there are no registers; without it an operator could not invite an auditor of the installation.
    'register.read',
    'journal.read',
    'api_key.write',
  ],
  owner: ofOrganisation,
  // Looking at identity numbers and sensitive fields is not needed to administer, so it is not given along (security.md §6.2).
  administrator: ofOrganisation.filter(
    (permission) => permission !== 'identity_number.read' && permission !== 'sensitive.read',
  ),
  editor: [
    'organisation.read',
    'register.read',
    'record.read',
    'record.write',
    'record.trash',
    'record.import',
    'record.export',
    'view.write',
    'comment.write',
  ],
  reader: ['organisation.read', 'register.read', 'record.read'],
  auditor: ['organisation.read', 'member.read', 'register.read', 'journal.read'],
  privacy_officer: [
    'organisation.read',
    'member.read',
    'register.read',
    'record.read',
    'record.export',
    'identity_number.read',
    'sensitive.read',
    'journal.read',
  ],
};

/** What roles give together: one with a code what the program says, one of the organisation's making what it lists. */
export const permissionsOf = (
  roles: readonly { code: string | null; permissions: readonly string[] }[],
): ReadonlySet<Permission> =>
  new Set(
    roles.flatMap(({ code, permissions }) =>
      code === null ? (permissions as Permission[]) : systemRoles[code as SystemRole],
    ),
  );
