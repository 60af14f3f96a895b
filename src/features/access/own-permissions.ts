import type { Context } from '#gate/context.ts';
import { permissions as all, permissionsOf, type Permission } from '#gate/permissions.ts';
import { invalid, Problem } from '#kernel/errors/problem.ts';

// Nobody gives a permission they lack, nor has a say over a member who has one they lack. Otherwise each who may invite, or
// change roles, would be an owner within two calls.

/** Refuses with the permissions that the caller lacks, so that a page can name them. */
export function assertWithinOwn(context: Context, wanted: Iterable<Permission>): void {
  const asked = new Set(wanted);
  const lacking = all.filter((permission) => asked.has(permission) && !context.principal.permissions.has(permission));
  if (lacking.length > 0) throw new Problem(403, 'role.beyond_own', { extension: { permissions: lacking } });
}

export interface RoleRow {
  id: string;
  code: string | null;
  permissions: string[];
}

/**
 * The roles with these ids; 422 at `path.N` for each that is not of this organisation, which row level security makes the
 * same as one that is not there.
 */
export async function getRoles(context: Context, ids: readonly string[], path: string): Promise<RoleRow[]> {
  const roles = await context.db
    .selectFrom('roles')
    .select(['id', 'code', 'permissions'])
    .where('organisation_id', '=', context.organisation)
    .where('id', 'in', [...ids])
    .execute();
  const known = new Set(roles.map(({ id }) => id));
  const faults = ids.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `${path}.${index}`, code: 'field.role_unknown' }],
  );
  if (faults.length > 0) throw invalid(faults);
  return roles;
}

/** The same, refusing those that give more than the caller may give. */
export async function getGivableRoles(context: Context, ids: readonly string[], path: string): Promise<RoleRow[]> {
  const roles = await getRoles(context, ids, path);
  assertWithinOwn(context, permissionsOf(roles));
  return roles;
}
