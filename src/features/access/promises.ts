import { z } from 'zod';
import { contract } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import { newToken } from '#gate/credential.ts';
import { bind, type Gate } from '#gate/gate.ts';
import { assertKept, probeActor, probeCall, type Probe } from '#gate/probe.ts';

const output = z.object({ isProbed: z.boolean() });
const ofOrganisation = bind(
  contract({
    action: 'promise.probed',
    method: 'GET',
    path: '/organisations/{organisation}/probe',
    summary: 'needs a permission',
    access: { permission: 'organisation.read' },
    output,
    isActivity: false,
  }),
  async () => ({ isProbed: true }),
);
const ofAccount = bind(
  contract({
    action: 'promise.probed',
    method: 'GET',
    path: '/probe',
    summary: 'needs an account',
    access: { account: 'a probe' },
    output,
    isActivity: false,
  }),
  async () => ({ isProbed: true }),
);

/** A throwaway person in the installation's own organisation: their role lets them read its name and nothing else. */
interface Visitor {
  account: string;
  session: string;
  membership: string;
  role: string;
  token: string;
  hash: Buffer;
}

const as =
  (gate: Gate, database: 'runtime' | 'identity') =>
  <T>(work: (context: Context) => Promise<T>) =>
    gate.runAs({ actor: probeActor, organisation: gate.installation, action: 'promise.probed', database }, work);

async function settle(gate: Gate, { account, session, membership, role, hash }: Visitor): Promise<void> {
  await as(
    gate,
    'identity',
  )(async ({ db, now }) => {
    await db
      .insertInto('accounts')
      .values({ id: account, user_name: `probe.${account}`, display_name: 'Probe' })
      .execute();
    await db
      .insertInto('sessions')
      .values({
        id: session,
        token_hash: hash,
        account_id: account,
        factors: ['probe'],
        created_at: now,
        signed_in_at: now,
        last_seen_at: now,
        // A probe that is cut off half-way leaves no session that lives on.
        expires_at: new Date(now.getTime() + 60_000),
      })
      .execute();
  });
  await as(
    gate,
    'runtime',
  )(async ({ db, organisation }) => {
    await db
      .insertInto('roles')
      .values({ organisation_id: organisation, id: role, name: `probe ${role}`, permissions: ['organisation.read'] })
      .execute();
    await db
      .insertInto('memberships')
      .values({ organisation_id: organisation, id: membership, account_id: account, display_name: 'Probe' })
      .execute();
    await db
      .insertInto('membership_roles')
      .values({ organisation_id: organisation, id: gate.newId(), membership_id: membership, role_id: role })
      .execute();
  });
}

const withdrawRole = (gate: Gate, { membership }: Visitor) =>
  as(
    gate,
    'runtime',
  )(({ db, organisation }) =>
    db
      .deleteFrom('membership_roles')
      .where('organisation_id', '=', organisation)
      .where('membership_id', '=', membership)
      .execute(),
  );

const endMembership = (gate: Gate, { membership }: Visitor) =>
  as(
    gate,
    'runtime',
  )(({ db, organisation }) =>
    db.deleteFrom('memberships').where('organisation_id', '=', organisation).where('id', '=', membership).execute(),
  );

const endSession = (gate: Gate, { session }: Visitor) =>
  as(
    gate,
    'identity',
  )(({ db, now }) => db.updateTable('sessions').set({ ended_at: now }).where('id', '=', session).execute());

async function remove(gate: Gate, visitor: Visitor): Promise<void> {
  await endMembership(gate, visitor);
  await as(
    gate,
    'runtime',
  )(({ db, organisation }) =>
    db.deleteFrom('roles').where('organisation_id', '=', organisation).where('id', '=', visitor.role).execute(),
  );
  await as(gate, 'identity')(({ db }) => db.deleteFrom('accounts').where('id', '=', visitor.account).execute());
}

/** P21: whatever is withdrawn, the very next call is refused. */
async function probeWithdrawal(gate: Gate): Promise<{ calls: number; refused: number }> {
  const visitor: Visitor = {
    account: gate.newId(),
    session: gate.newId(),
    membership: gate.newId(),
    role: gate.newId(),
    ...newToken(),
  };
  const seen: number[] = [];
  const enter = async () => {
    const { status } = await probeCall(gate, ofOrganisation, { token: visitor.token, organisation: gate.installation });
    seen.push(status);
  };
  const callAsAccount = async () => void seen.push((await probeCall(gate, ofAccount, { token: visitor.token })).status);
  try {
    await settle(gate, visitor);
    await enter();
    await withdrawRole(gate, visitor);
    await enter();
    await endMembership(gate, visitor);
    await enter();
    await callAsAccount();
    await endSession(gate, visitor);
    await callAsAccount();
  } finally {
    await remove(gate, visitor);
  }
  const statuses = seen.join(' ');
  assertKept(
    statuses === '200 403 404 200 401',
    'a call was let through after its right was withdrawn, or refused before',
    { statuses },
  );
  return { calls: seen.length, refused: 3 };
}

export const probes: readonly Probe[] = [
  { promise: 'P21', shownBy: 'access.withdrawn_at_once', validHours: 3, run: (gate) => probeWithdrawal(gate) },
];
