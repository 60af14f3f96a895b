import { randomUUIDv7 } from 'node:crypto';
import type { Input, Output } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import { permissionsOf, type Permission } from '#gate/permissions.ts';
import { isDuplicate } from '#kernel/database/database-problem.ts';
import { notFound, Problem } from '#kernel/errors/problem.ts';
import type * as contract from './contract.ts';
import { assertWithinOwn } from './own-permissions.ts';

type RoleOut = Output<typeof contract.createRole>;

/** Enough for any organisation, and what a page can show at once. */
const rolesMax = 200;

function selectRoles(context: Context) {
  return context.db
    .selectFrom('roles as r')
    .select(['r.id', 'r.code', 'r.name', 'r.permissions'])
    .select((eb) =>
      eb
        .selectFrom('membership_roles as mr')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('mr.organisation_id', '=', 'r.organisation_id')
        .whereRef('mr.role_id', '=', 'r.id')
        .as('member_count'),
    )
    .where('r.organisation_id', '=', context.organisation);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectRoles>['executeTakeFirstOrThrow']>>;

const present = (role: Row): RoleOut => ({
  id: role.id,
  code: role.code,
  name: role.name,
  permissions: [...permissionsOf([role])],
  memberCount: role.member_count ?? 0,
});

/** The roles of the organisation: the program's first, then its own by name. */
export async function listRoles(context: Context): Promise<Output<typeof contract.listRoles>> {
  const rows = await selectRoles(context)
    .orderBy('r.code', (by) => by.asc().nullsLast())
    .orderBy('r.name')
    .limit(rolesMax)
    .execute();
  context.note({ rows: rows.length });
  return { roles: rows.map(present) };
}

async function getOwnRole(context: Context, id: string): Promise<Row> {
  const role = await selectRoles(context).where('r.id', '=', id).executeTakeFirst();
  if (!role) throw notFound();
  if (role.code !== null) throw new Problem(409, 'role.is_of_the_program');
  return role;
}

function nameProblem(error: unknown): unknown {
  if (!isDuplicate(error, 'roles_organisation_id_name_key')) return error;
  return new Problem(409, 'role.name_taken', {
    fields: [{ path: 'body.name', code: 'field.role_name_taken' }],
    cause: error,
  });
}

export async function createRole(context: Context, { body }: Input<typeof contract.createRole>): Promise<RoleOut> {
  const { db, organisation } = context;
  const permissions = [...new Set(body.permissions)];
  assertWithinOwn(context, permissions);
  const { count } = await db
    .selectFrom('roles')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('organisation_id', '=', organisation)
    .executeTakeFirstOrThrow();
  if (count >= rolesMax) throw new Problem(409, 'role.too_many', { values: { rolesMax } });
  const id = randomUUIDv7();
  try {
    await db.insertInto('roles').values({ organisation_id: organisation, id, name: body.name, permissions }).execute();
  } catch (error) {
    throw nameProblem(error);
  }
  context.note({ target: id });
  return { id, code: null, name: body.name, permissions, memberCount: 0 };
}

/** Changes name and permissions. Also what the role gave before must be the caller's own: taking it away is a say over its members. */
export async function changeRole(
  context: Context,
  { params, body }: Input<typeof contract.changeRole>,
): Promise<RoleOut> {
  const { db, organisation } = context;
  const role = await getOwnRole(context, params.role);
  const permissions = [...new Set(body.permissions)];
  assertWithinOwn(context, [...permissions, ...(role.permissions as Permission[])]);
  try {
    await db
      .updateTable('roles')
      .set({ name: body.name, permissions })
      .where('organisation_id', '=', organisation)
      .where('id', '=', params.role)
      .execute();
  } catch (error) {
    throw nameProblem(error);
  }
  return { ...present(role), name: body.name, permissions };
}

/** Removes a role that no member has; open invitations lose it. */
export async function removeRole(context: Context, { params }: Input<typeof contract.removeRole>): Promise<void> {
  const { db, organisation } = context;
  await getOwnRole(context, params.role);
  try {
    // The foreign key of membership_roles decides, so a member given the role at this moment keeps it.
    await db.deleteFrom('roles').where('organisation_id', '=', organisation).where('id', '=', params.role).execute();
  } catch (error) {
    if ((error as { code?: string }).code === '23503') throw new Problem(409, 'role.in_use', { cause: error });
    throw error;
  }
}
