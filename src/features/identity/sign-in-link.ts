import { randomUUIDv7 } from 'node:crypto';
import type { Input } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import { newToken, tokenHash } from '#gate/credential.ts';
import type { Gate } from '#gate/gate.ts';
import { Problem, notFound } from '#kernel/errors/problem.ts';
import type { signInByLink as contract, SignedIn } from './contract.ts';
import { openSession } from './session.ts';

export interface SignInLink {
  /** Shown once; only its hash is kept. */
  token: string;
  expiresAt: Date;
}

/** Makes a single-use way to sign in as an account. For the machine's own command line; no contract leads here. */
export async function createSignInLink(context: Context, accountId: string, validMinutes: number): Promise<SignInLink> {
  const { token, hash } = newToken();
  const expiresAt = new Date(context.now.getTime() + validMinutes * 60_000);
  await context.db
    .insertInto('sign_in_links')
    .values({
      id: randomUUIDv7(),
      token_hash: hash,
      account_id: accountId,
      created_at: context.now,
      expires_at: expiresAt,
    })
    .execute();
  return { token, expiresAt };
}

/**
 * `valv sign-in-link <account>`: whoever has the machine may sign in as anybody, and the journal of the installation says
 * that they did. Throws 404 when no active account has this id, user name or e-mail.
 */
export function createSignInLinkFor(
  gate: Gate,
  who: string,
  validMinutes = 15,
): Promise<SignInLink & { accountId: string; userName: string }> {
  const as = {
    actor: 'command:sign-in-link',
    organisation: gate.installation,
    action: 'sign_in_link.created',
    database: 'identity',
  } as const;
  return gate.runAs(as, async (context) => {
    const wanted = who.trim().toLowerCase();
    const column = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(wanted)
      ? 'id'
      : wanted.includes('@')
        ? 'email'
        : 'user_name';
    const account = await context.db
      .selectFrom('accounts')
      .select(['id', 'user_name'])
      .where(column, '=', wanted)
      .where('status', '=', 'active')
      .executeTakeFirst();
    if (!account) throw notFound();
    context.note({ target: account.id });
    return {
      ...(await createSignInLink(context, account.id, validMinutes)),
      accountId: account.id,
      userName: account.user_name,
    };
  });
}

/** Signs in with a link. One statement takes it, so of two browsers at once one gets in. */
export async function signInByLink(context: Context, { body }: Input<typeof contract>): Promise<SignedIn> {
  const { db, now } = context;
  const used = await db
    .updateTable('sign_in_links')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash(body.token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .where('account_id', 'in', db.selectFrom('accounts').select('id').where('status', '=', 'active'))
    .returning('account_id')
    .executeTakeFirst();
  if (!used) throw new Problem(401, 'link.refused');
  context.note({ target: used.account_id });
  return openSession(context, used.account_id, ['link']);
}
