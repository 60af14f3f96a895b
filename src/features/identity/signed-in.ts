import { Problem } from '#kernel/errors/problem.ts';
import { installationId } from '#kernel/database/installation.ts';
import type { Context } from '#gate/context.ts';
import type { SignedIn } from './contract.ts';

/** A page shows them all at once; nobody known has more. */
const organisationsMax = 500;

/** The account and session of one who is signed in. The gate has let them in, so what is missing here is a fault. */
export function ownIds(context: Context): { accountId: string; sessionId: string } {
  const { accountId, sessionId } = context.principal;
  if (accountId === undefined || sessionId === undefined) throw new Problem(401, 'nobody');
  return { accountId, sessionId };
}

export async function readAccount(context: Context, accountId: string): Promise<SignedIn['account']> {
  const account = await context.db
    .selectFrom('accounts')
    .select(['id', 'user_name', 'display_name', 'email', 'language'])
    .select((eb) => eb('password_hash', 'is not', null).as('has_password'))
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow();
  return {
    id: account.id,
    userName: account.user_name,
    displayName: account.display_name,
    email: account.email,
    language: account.language === 'en' ? 'en' : 'sv',
    hasPassword: Boolean(account.has_password),
  };
}

/** Who is signed in, and the open organisations where their membership is active. */
export async function readSignedIn(context: Context, accountId: string, sessionId: string): Promise<SignedIn> {
  const { db } = context;
  const [account, session, organisations] = await Promise.all([
    readAccount(context, accountId),
    db
      .selectFrom('sessions')
      .select(['id', 'signed_in_at', 'expires_at'])
      .where('id', '=', sessionId)
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('memberships as m')
      .innerJoin('organisations as o', 'o.organisation_id', 'm.organisation_id')
      .innerJoin('organisation_addresses as a', 'a.organisation_id', 'o.organisation_id')
      .select(['o.organisation_id as id', 'a.slug', 'o.name', 'o.is_demonstration'])
      .where('m.account_id', '=', accountId)
      .where('m.status', '=', 'active')
      .where('o.status', '=', 'open')
      .orderBy('o.name')
      .limit(organisationsMax)
      .execute(),
  ]);
  return {
    account,
    session: {
      id: session.id,
      signedInAt: session.signed_in_at.toISOString(),
      expiresAt: session.expires_at.toISOString(),
    },
    organisations: organisations.map(({ id, slug, name, is_demonstration }) => ({
      id,
      slug,
      name,
      isInstallation: id === installationId,
      isDemonstration: is_demonstration,
    })),
  };
}

/** Who is signed in: the first thing a page asks. */
export function readSession(context: Context): Promise<SignedIn> {
  const { accountId, sessionId } = ownIds(context);
  return readSignedIn(context, accountId, sessionId);
}
