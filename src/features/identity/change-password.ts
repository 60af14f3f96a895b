import type { Input } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import { Problem } from '#kernel/errors/problem.ts';
import type { changePassword as contract } from './contract.ts';
import { endOtherSessions } from './own-sessions.ts';
import { assertPasswordGood } from './password-rules.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { renewToken } from './session.ts';
import { ownIds } from './signed-in.ts';

/** For so long after signing in by link is the link as good as the old password: who has lost that one needs it. */
const linkMinutes = 15;

/**
 * Sets a new password, ends all other sessions and gives this one a new token, since whoever knew the old password may sit in
 * any of them. Needs the current one, or a session just opened by link.
 */
export async function changePassword(context: Context, { body }: Input<typeof contract>): Promise<void> {
  const { accountId, sessionId } = ownIds(context);
  const { db, now } = context;
  const account = await db
    .selectFrom('accounts')
    .innerJoin('sessions', 'sessions.account_id', 'accounts.id')
    .select(['user_name', 'password_hash', 'factors', 'signed_in_at'])
    .where('accounts.id', '=', accountId)
    .where('sessions.id', '=', sessionId)
    .executeTakeFirstOrThrow();
  context.note({ target: accountId });
  const isFreshLink =
    account.factors.includes('link') && now.getTime() - account.signed_in_at.getTime() < linkMinutes * 60_000;
  if (body.current !== undefined && account.password_hash !== null) {
    if (!(await verifyPassword(context.keyring, body.current, account.password_hash))) {
      throw new Problem(422, 'password.current_wrong', {
        fields: [{ path: 'body.current', code: 'field.password_wrong' }],
      });
    }
  } else if (!isFreshLink) {
    throw new Problem(403, 'password.sign_in_again');
  }
  assertPasswordGood(body.password, account.user_name, 'body.password');
  const hash = await hashPassword(context.keyring, body.password);
  await db
    .updateTable('accounts')
    .set({ password_hash: hash, password_set_at: now })
    .where('id', '=', accountId)
    .execute();
  await endOtherSessions(context, accountId, sessionId);
  await renewToken(context, sessionId);
}
