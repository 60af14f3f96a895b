import { randomUUIDv7 } from 'node:crypto';
import type { Input, Output } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import { permissionsOf } from '#gate/permissions.ts';
import { notFound } from '#kernel/errors/problem.ts';
import type * as contract from './contract.ts';
import { presentMember, selectMembers, type MemberRow } from './members.ts';
import { assertOtherOwner, isKeeper, takeTurn } from './owners.ts';
import { assertWithinOwn, getGivableRoles, getRoles, type RoleRow } from './own-permissions.ts';

/** A member over whom the caller has a say, as they stand once it is this call's turn. */
async function getMemberInTurn(context: Context, id: string): Promise<{ member: MemberRow; roles: RoleRow[] }> {
  await takeTurn(context);
  const member = await selectMembers(context).where('m.id', '=', id).executeTakeFirst();
  if (!member) throw notFound();
  const roles = member.role_ids ? await getRoles(context, member.role_ids, 'body.roleIds') : [];
  assertWithinOwn(context, permissionsOf(roles));
  return { member, roles };
}

/** Changes a member's name, status or roles, at their next call (P21). A suspended member's keys are revoked: they do not come back with them. */
export async function changeMember(
  context: Context,
  { params, body }: Input<typeof contract.changeMember>,
): Promise<Output<typeof contract.changeMember>> {
  const { db, organisation, now } = context;
  const { member, roles } = await getMemberInTurn(context, params.member);
  const newRoles = body.roleIds && (await getGivableRoles(context, body.roleIds, 'body.roleIds'));

  const wasOwner = member.status === 'active' && isKeeper(roles);
  const isOwner = (body.status ?? member.status) === 'active' && isKeeper(newRoles ?? roles);
  if (wasOwner && !isOwner) await assertOtherOwner(context, member.id);

  const change = {
    ...(body.displayName !== undefined && { display_name: body.displayName }),
    ...(body.status !== undefined && { status: body.status }),
  };
  if (Object.keys(change).length > 0) {
    await db
      .updateTable('memberships')
      .set(change)
      .where('organisation_id', '=', organisation)
      .where('id', '=', member.id)
      .execute();
  }
  if (body.status === 'suspended') {
    await db
      .updateTable('api_keys')
      .set({ revoked_at: now })
      .where('organisation_id', '=', organisation)
      .where('membership_id', '=', member.id)
      .where('revoked_at', 'is', null)
      .execute();
  }
  if (newRoles) await replaceRoles(context, member, newRoles);
  return presentMember(await selectMembers(context).where('m.id', '=', member.id).executeTakeFirstOrThrow());
}

/** Only what differs is touched, so that the journal says what changed. */
async function replaceRoles(context: Context, member: MemberRow, roles: readonly RoleRow[]): Promise<void> {
  const { db, organisation } = context;
  const wanted = roles.map(({ id }) => id);
  const had = member.role_ids ?? [];
  const added = wanted.filter((id) => !had.includes(id));
  await db
    .deleteFrom('membership_roles')
    .where('organisation_id', '=', organisation)
    .where('membership_id', '=', member.id)
    .where('role_id', 'not in', wanted)
    .execute();
  if (added.length === 0) return;
  await db
    .insertInto('membership_roles')
    .values(
      added.map((role_id) => ({
        organisation_id: organisation,
        id: randomUUIDv7(),
        membership_id: member.id,
        role_id,
      })),
    )
    .execute();
}

/** Ends a membership with its keys and open invitations (P21). The account and its other memberships stay (P23). */
export async function removeMember(context: Context, { params }: Input<typeof contract.removeMember>): Promise<void> {
  const { member, roles } = await getMemberInTurn(context, params.member);
  if (member.status === 'active' && isKeeper(roles)) await assertOtherOwner(context, member.id);
  await context.db
    .deleteFrom('memberships')
    .where('organisation_id', '=', context.organisation)
    .where('id', '=', member.id)
    .execute();
}
