import { randomUUIDv7 } from 'node:crypto';
import type { Input, Output } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import { newInvitationToken } from '#features/identity/index.ts';
import { notFound, Problem } from '#kernel/errors/problem.ts';
import type * as contract from './contract.ts';
import { getGivableRoles } from './own-permissions.ts';

const invitationsMax = 200;

type InvitationOut = Output<typeof contract.createInvitation>['invitation'];

interface InvitationDraft {
  roleIds: readonly string[];
  note: string;
  validDays: number;
  /** The membership it dies with; null for one that the operator makes from outside. */
  madeBy: string | null;
}

/** Stores an invitation to the entered organisation and gives its token, this once. Judges nothing: `createInvitation` does. */
export async function storeInvitation(
  context: Context,
  draft: InvitationDraft,
): Promise<{ id: string; token: string; expiresAt: Date }> {
  const { db, now, organisation } = context;
  const id = randomUUIDv7();
  const { token, hash } = newInvitationToken(organisation);
  const expiresAt = new Date(now.getTime() + draft.validDays * 86_400_000);
  await db
    .insertInto('invitations')
    .values({
      organisation_id: organisation,
      id,
      token_hash: hash,
      note: draft.note,
      expires_at: expiresAt,
      created_by: draft.madeBy,
      created_at: now,
    })
    .execute();
  await db
    .insertInto('invitation_roles')
    .values(
      draft.roleIds.map((role_id) => ({
        organisation_id: organisation,
        id: randomUUIDv7(),
        invitation_id: id,
        role_id,
      })),
    )
    .execute();
  return { id, token, expiresAt };
}

/** Makes a single-use invitation with roles that give no more than the caller may give. */
export async function createInvitation(
  context: Context,
  { body }: Input<typeof contract.createInvitation>,
): Promise<Output<typeof contract.createInvitation>> {
  const roleIds = (await getGivableRoles(context, body.roleIds, 'body.roleIds')).map((role) => role.id);
  const { note, validDays } = body;
  const { id, token, expiresAt } = await storeInvitation(context, {
    roleIds,
    note,
    validDays,
    madeBy: context.principal.membershipId ?? null,
  });
  context.note({ target: id });
  return { invitation: { id, note, roleIds, status: 'open', expiresAt, createdAt: context.now }, token };
}

function statusOf(
  row: { accepted_at: Date | null; revoked_at: Date | null; expires_at: Date },
  now: Date,
): InvitationOut['status'] {
  if (row.accepted_at !== null) return 'accepted';
  if (row.revoked_at !== null) return 'revoked';
  return row.expires_at <= now ? 'expired' : 'open';
}

/** The newest invitations. */
export async function listInvitations(context: Context): Promise<Output<typeof contract.listInvitations>> {
  const rows = await context.db
    .selectFrom('invitations as i')
    .select(['i.id', 'i.note', 'i.expires_at', 'i.accepted_at', 'i.revoked_at', 'i.created_at'])
    .select((eb) =>
      eb
        .selectFrom('invitation_roles as ir')
        .select((roles) => roles.fn.agg<string[]>('array_agg', ['ir.role_id']).as('ids'))
        .whereRef('ir.organisation_id', '=', 'i.organisation_id')
        .whereRef('ir.invitation_id', '=', 'i.id')
        .as('role_ids'),
    )
    .where('i.organisation_id', '=', context.organisation)
    .orderBy('i.id', 'desc')
    .limit(invitationsMax)
    .execute();
  context.note({ rows: rows.length });
  return {
    invitations: rows.map((row) => ({
      id: row.id,
      note: row.note,
      roleIds: row.role_ids ?? [],
      status: statusOf(row, context.now),
      expiresAt: row.expires_at,
      createdAt: row.created_at,
    })),
  };
}

/** Revokes an invitation. Once more is no fault; an accepted one is a member, who is removed as one. */
export async function revokeInvitation(
  context: Context,
  { params }: Input<typeof contract.revokeInvitation>,
): Promise<void> {
  const { db, organisation, now } = context;
  // One statement, so that of an acceptance and a revocation at once exactly one happens.
  const row = await db
    .updateTable('invitations')
    .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.val(now)) }))
    .where('organisation_id', '=', organisation)
    .where('id', '=', params.invitation)
    .where('accepted_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (row) return;
  const accepted = await db
    .selectFrom('invitations')
    .select('id')
    .where('organisation_id', '=', organisation)
    .where('id', '=', params.invitation)
    .executeTakeFirst();
  throw accepted ? new Problem(409, 'invitation.is_accepted') : notFound();
}
