import type { Context } from '#gate/context.ts';
import { Problem } from '#kernel/errors/problem.ts';

/** Roles without whose last holder an organisation, or the installation, could never be administered again. */
const keepers = ['owner', 'operator'];

/**
 * Calls that could take away an owner go one at a time in an organisation: of two owners who remove each other, the second
 * finds itself the last. Not FOR UPDATE, which would also hold up every insert that refers to the organisation.
 */
export async function takeTurn(context: Context): Promise<void> {
  await context.db
    .selectFrom('organisations')
    .select('organisation_id')
    .where('organisation_id', '=', context.organisation)
    .forNoKeyUpdate()
    .execute();
}

/** Refuses when nobody but `member` is an active owner. Call it after `takeTurn`, when `member` is about to stop being one. */
export async function assertOtherOwner(context: Context, member: string): Promise<void> {
  const other = await context.db
    .selectFrom('memberships as m')
    .innerJoin('membership_roles as mr', (join) =>
      join.onRef('mr.organisation_id', '=', 'm.organisation_id').onRef('mr.membership_id', '=', 'm.id'),
    )
    .innerJoin('roles as r', (join) =>
      join.onRef('r.organisation_id', '=', 'mr.organisation_id').onRef('r.id', '=', 'mr.role_id'),
    )
    .select('m.id')
    .where('m.organisation_id', '=', context.organisation)
    .where('m.status', '=', 'active')
    .where('m.id', '<>', member)
    .where('r.code', 'in', keepers)
    .limit(1)
    .executeTakeFirst();
  if (!other) throw new Problem(409, 'member.last_owner');
}

export const isKeeper = (roles: readonly { code: string | null }[]) =>
  roles.some(({ code }) => code !== null && keepers.includes(code));
