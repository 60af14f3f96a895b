import { randomUUIDv7 } from 'node:crypto';
import type { Context } from '#gate/context.ts';
import { newToken, sessionCookie } from '#gate/credential.ts';
import { describeDevice } from './device.ts';
import { readSignedIn } from './signed-in.ts';
import type { SignedIn } from './contract.ts';

/** The longest that a session lives, however active: a day. */
const sessionHours = 24;

export type Factor = 'password' | 'link';

/**
 * The only way a session comes to be. Its token is new at every sign-in (a planted one is worth nothing), leaves in the
 * cookie and is stored as a hash; a session that came with the call ends.
 */
export async function openSession(context: Context, accountId: string, factors: readonly Factor[]): Promise<SignedIn> {
  const { db, now, principal } = context;
  const id = randomUUIDv7();
  const { token, hash } = newToken();
  await context.becomes(accountId, id);
  if (principal.sessionId !== undefined) {
    await db.updateTable('sessions').set({ ended_at: now }).where('id', '=', principal.sessionId).execute();
  }
  await db
    .insertInto('sessions')
    .values({
      id,
      token_hash: hash,
      account_id: accountId,
      factors: [...factors],
      device: describeDevice(context.caller.browser),
      created_at: now,
      signed_in_at: now,
      last_seen_at: now,
      expires_at: new Date(now.getTime() + sessionHours * 3_600_000),
    })
    .execute();
  giveCookie(context, token);
  return readSignedIn(context, accountId, id);
}

/** The session goes on under a new token: whoever has a copy of the old one is out. */
export async function renewToken(context: Context, sessionId: string): Promise<void> {
  const { token, hash } = newToken();
  await context.db.updateTable('sessions').set({ token_hash: hash }).where('id', '=', sessionId).execute();
  giveCookie(context, token);
}

/** Without Max-Age: gone with the browser. Lax, so that a link in a mail still finds one signed in. */
function giveCookie(context: Context, token: string): void {
  context.headers['set-cookie'] = `${sessionCookie}=${token}; Path=/; Secure; HttpOnly; SameSite=Lax`;
}

/** Takes the cookie back from the browser. */
export function forgetCookie(context: Context): void {
  context.headers['set-cookie'] = `${sessionCookie}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`;
}
