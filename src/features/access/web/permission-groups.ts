import type { Permission } from '#web/organisation.ts';
import type { sv } from './messages.sv.ts';

/** Every permission at its place in the matrix; a new one does not pass the type checker until it has a place. */
const GROUP_OF: Record<Permission, keyof (typeof sv)['groups']> = {
  'organisation.read': 'organisation',
  'organisation.write': 'organisation',
  'member.read': 'members',
  'member.write': 'members',
  'role.write': 'members',
  'api_key.write': 'members',
  'webhook.write': 'organisation',
  'register.read': 'registers',
  'register.write': 'registers',
  'record.read': 'records',
  'record.write': 'records',
  'record.trash': 'records',
  'record.import': 'records',
  'record.export': 'records',
  'view.write': 'records',
  'comment.write': 'records',
  'comment.remove': 'records',
  'identity_number.read': 'sealed',
  'sensitive.read': 'sealed',
  'journal.read': 'oversight',
  'installation.operate': 'installation',
};

export const ALL_PERMISSIONS = Object.keys(GROUP_OF) as Permission[];

/** These permissions by group, in the order of the matrix, without empty groups. */
export function groupPermissions(permissions: readonly Permission[]) {
  const wanted = new Set(permissions);
  const groups = Map.groupBy(
    ALL_PERMISSIONS.filter((permission) => wanted.has(permission)),
    (permission) => GROUP_OF[permission],
  );
  return [...groups].map(([id, permissions]) => ({ id, permissions }));
}
