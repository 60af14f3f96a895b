import type { Input } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import { Problem } from '#kernel/errors/problem.ts';
import type { signIn as contract, SignedIn } from './contract.ts';
import { hashPassword, isWeak, verifyPassword } from './password.ts';
import { openSession } from './session.ts';

/**
 * Signs in at an organisation's own address (P15). Unknown address, unknown name, no password, wrong password, no member,
 * suspended, disabled: one refusal, one statement before it and one hash, so neither words nor time tell which it was.
 */
export async function signIn(context: Context, { body }: Input<typeof contract>): Promise<SignedIn> {
  const account = await findMember(context, body.organisation, body.userName);
  // Whom the attempt was aimed at, for who watches the journal; the refusal tells nothing of it.
  if (account) context.note({ target: account.id });
  const stored = account?.password_hash ?? null;
  const isRight = await verifyPassword(context.keyring, body.password, stored);
  if (!account || stored === null || !isRight) throw new Problem(401, 'sign_in.refused');
  if (isWeak(stored)) {
    const hash = await hashPassword(context.keyring, body.password);
    await context.becomes(account.id);
    await context.db.updateTable('accounts').set({ password_hash: hash }).where('id', '=', account.id).execute();
  }
  return openSession(context, account.id, ['password']);
}

/** An active member of the open organisation at this address, by user name or e-mail. A user name has no @, so they are never two. */
function findMember(context: Context, slug: string, userName: string) {
  return context.db
    .selectFrom('organisation_addresses as d')
    .innerJoin('organisations as o', 'o.organisation_id', 'd.organisation_id')
    .innerJoin('memberships as m', 'm.organisation_id', 'd.organisation_id')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .select(['a.id', 'a.password_hash'])
    .where('d.slug', '=', slug)
    .where('o.status', '=', 'open')
    .where('m.status', '=', 'active')
    .where('a.status', '=', 'active')
    .where(userName.includes('@') ? 'a.email' : 'a.user_name', '=', userName)
    .executeTakeFirst();
}
