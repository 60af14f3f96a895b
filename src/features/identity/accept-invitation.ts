import { randomUUIDv7 } from 'node:crypto';
import type { Input } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import { createAccount } from './account.ts';
import type { acceptInvitation as contract, SignedIn } from './contract.ts';
import { getOpenInvitation, invitationRefused, type OpenInvitation } from './invitation.ts';
import { joinOrganisation } from './membership.ts';
import { assertPasswordGood } from './password-rules.ts';
import { openSession } from './session.ts';
import { ownIds, readAccount, readSignedIn } from './signed-in.ts';

type Body = Input<typeof contract>['body'];

/** Joins an organisation: with a new account when the body has one, otherwise with the account one is signed in to. */
export async function acceptInvitation(context: Context, { body }: Input<typeof contract>): Promise<SignedIn> {
  const invitation = await getOpenInvitation(context, body.token);
  return body.account === undefined
    ? acceptAsOneself(context, invitation)
    : acceptAsNew(context, invitation, body.account);
}

async function acceptAsOneself(context: Context, invitation: OpenInvitation): Promise<SignedIn> {
  const { accountId, sessionId } = ownIds(context);
  const { displayName } = await readAccount(context, accountId);
  await consume(context, invitation, accountId, displayName);
  return readSignedIn(context, accountId, sessionId);
}

async function acceptAsNew(
  context: Context,
  invitation: OpenInvitation,
  draft: NonNullable<Body['account']>,
): Promise<SignedIn> {
  assertPasswordGood(draft.password, draft.userName, 'body.account.password');
  const id = randomUUIDv7();
  // The account makes itself: its entries and those of its membership are its own.
  await context.becomes(id);
  await createAccount(context, { ...draft, id }, 'body.account');
  await consume(context, invitation, id, draft.displayName);
  return openSession(context, id, ['password']);
}

/** One statement takes the invitation: of two who use it at once, the second is refused and leaves nothing behind. */
async function consume(
  context: Context,
  invitation: OpenInvitation,
  accountId: string,
  displayName: string,
): Promise<void> {
  const { db, now } = context;
  const { organisation } = invitation;
  const taken = await db
    .updateTable('invitations')
    .set({ accepted_at: now })
    .where('organisation_id', '=', organisation.id)
    .where('id', '=', invitation.id)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (taken.numUpdatedRows === 0n) throw invitationRefused();
  const roleIds = invitation.roles.map((role) => role.id);
  const { membershipId } = await joinOrganisation(context, {
    organisation: organisation.id,
    accountId,
    displayName,
    roleIds,
  });
  context.note({ target: membershipId });
}
