import { sql } from 'kysely';
import type { Output } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import { permissionsOf } from '#gate/permissions.ts';
import type * as contract from './contract.ts';

const namesMax = 1_000;

const selectActive = (context: Context) =>
  context.db
    .selectFrom('memberships as m')
    .where('m.organisation_id', '=', context.organisation)
    .where('m.status', '=', 'active');

/** The roles that let their members read records: what a role of the program gives is known to the program alone. */
async function rolesOfReaders(context: Context): Promise<string[]> {
  const roles = await context.db
    .selectFrom('roles')
    .select(['id', 'code', 'permissions'])
    .where('organisation_id', '=', context.organisation)
    .execute();
  return roles.filter((role) => permissionsOf([role]).has('record.read')).map(({ id }) => id);
}

const hasRole = (roles: readonly string[]) => sql<boolean>`exists (
  select from membership_roles mr
   where mr.organisation_id = m.organisation_id and mr.membership_id = m.id and mr.role_id = any (${roles}::uuid[]))`;

/** Names of active members in Swedish order: whoever works with records may say who is responsible for one. */
export async function listMemberNames(context: Context): Promise<Output<typeof contract.listMemberNames>> {
  const roles = await rolesOfReaders(context);
  const rows = await selectActive(context)
    .select(['m.id', 'm.display_name', hasRole(roles).as('may_read_records')])
    .orderBy(sql`m.display_name collate "sv-x-icu"`)
    .limit(namesMax)
    .execute();
  context.note({ rows: rows.length });
  return {
    members: rows.map((row) => ({ id: row.id, name: row.display_name, mayReadRecords: row.may_read_records })),
  };
}

/** What members are called, suspended ones too. An id without a name is nobody's here, or nobody's any longer. */
export async function readMemberNames(context: Context, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await context.db
    .selectFrom('memberships')
    .select(['id', 'display_name'])
    .where('organisation_id', '=', context.organisation)
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, row.display_name]));
}

/** Those of the ids that are active members who may read records at this moment. */
export async function findReaders(context: Context, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const roles = await rolesOfReaders(context);
  const rows = await selectActive(context)
    .select('m.id')
    .where('m.id', 'in', [...ids])
    .where(hasRole(roles))
    .execute();
  return new Set(rows.map(({ id }) => id));
}
