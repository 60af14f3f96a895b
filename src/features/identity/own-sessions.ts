import type { Input, Output } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import { notFound } from '#kernel/errors/problem.ts';
import type { endSession as endContract, listSessions as listContract } from './contract.ts';
import { forgetCookie } from './session.ts';
import { ownIds } from './signed-in.ts';

const sessionsMax = 200;

/** Ends the session of the call. */
export async function signOut(context: Context): Promise<void> {
  const { sessionId } = ownIds(context);
  await context.db.updateTable('sessions').set({ ended_at: context.now }).where('id', '=', sessionId).execute();
  forgetCookie(context);
}

/** One's own sessions that are still open, newest first. */
export async function listSessions(context: Context): Promise<Output<typeof listContract>> {
  const { accountId, sessionId } = ownIds(context);
  const sessions = await context.db
    .selectFrom('sessions')
    .select(['id', 'device', 'created_at', 'last_seen_at', 'expires_at'])
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', context.now)
    .orderBy('id', 'desc')
    .limit(sessionsMax)
    .execute();
  context.note({ rows: sessions.length });
  return {
    sessions: sessions.map((session) => ({
      id: session.id,
      device: session.device,
      createdAt: session.created_at,
      lastSeenAt: session.last_seen_at,
      expiresAt: session.expires_at,
      isThis: session.id === sessionId,
    })),
  };
}

/** Ends one of one's own sessions. Somebody else's is a missing one: 404. */
export async function endSession(context: Context, { params }: Input<typeof endContract>): Promise<void> {
  const { accountId, sessionId } = ownIds(context);
  const ended = await context.db
    .updateTable('sessions')
    .set({ ended_at: context.now })
    .where('id', '=', params.session)
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (ended.numUpdatedRows === 0n) throw notFound();
  if (params.session === sessionId) forgetCookie(context);
}

/** Ends every session of the account but `keep`. */
export async function endOtherSessions(context: Context, accountId: string, keep: string): Promise<void> {
  await context.db
    .updateTable('sessions')
    .set({ ended_at: context.now })
    .where('account_id', '=', accountId)
    .where('id', '<>', keep)
    .where('ended_at', 'is', null)
    .execute();
}
