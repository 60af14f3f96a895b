import type { Input, Output } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import type * as contract from './contract.ts';

type MemberOut = Output<typeof contract.changeMember>;

export function selectMembers(context: Context) {
  return context.db
    .selectFrom('memberships as m')
    .leftJoin('membership_activity as a', (join) =>
      join.onRef('a.organisation_id', '=', 'm.organisation_id').onRef('a.membership_id', '=', 'm.id'),
    )
    .select(['m.id', 'm.account_id', 'm.display_name', 'm.status', 'm.created_at', 'a.last_seen_at'])
    .select((eb) =>
      eb
        .selectFrom('membership_roles as mr')
        .select((roles) => roles.fn.agg<string[]>('array_agg', ['mr.role_id']).as('ids'))
        .whereRef('mr.organisation_id', '=', 'm.organisation_id')
        .whereRef('mr.membership_id', '=', 'm.id')
        .as('role_ids'),
    )
    .where('m.organisation_id', '=', context.organisation);
}

export type MemberRow = Awaited<ReturnType<ReturnType<typeof selectMembers>['executeTakeFirstOrThrow']>>;

export const presentMember = (row: MemberRow): MemberOut => ({
  id: row.id,
  accountId: row.account_id,
  displayName: row.display_name,
  status: row.status === 'suspended' ? 'suspended' : 'active',
  roleIds: row.role_ids ?? [],
  lastSeenAt: row.last_seen_at,
  createdAt: row.created_at,
});

/** Members in the order in which they joined, a page at a time. */
export async function listMembers(
  context: Context,
  { query }: Input<typeof contract.listMembers>,
): Promise<Output<typeof contract.listMembers>> {
  let select = selectMembers(context)
    .orderBy('m.id')
    .limit(query.limit + 1);
  if (query.after !== undefined) select = select.where('m.id', '>', query.after);
  const rows = await select.execute();
  const page = rows.slice(0, query.limit);
  context.note({ rows: page.length });
  return { members: page.map(presentMember), next: rows.length > page.length ? (page.at(-1)?.id ?? null) : null };
}
