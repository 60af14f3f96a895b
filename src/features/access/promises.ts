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
  /** Of the account, and of the session, membership and role that go with it: so they are found again after a cut. */
  id: string;
  token: string;
  hash: Buffer;
}

/** What no sign-in ever writes: a session with it is a probe's. */
const factors = ['probe'];
/** A probe that is cut off half-way leaves no session that lives on. */
const visitMs = 60_000;

const as =
  (gate: Gate, database: 'runtime' | 'identity') =>
  <T>(work: (context: Context) => Promise<T>) =>
    gate.runAs({ actor: probeActor, organisation: gate.installation, action: 'promise.probed', database }, work);

async function settle(gate: Gate, { id, hash }: Visitor): Promise<void> {
  await as(
    gate,
    'identity',
  )(async ({ db, now }) => {
    await db
      .insertInto('accounts')
      .values({ id, user_name: `probe.${id}`, display_name: 'Probe' })
      .execute();
    await db
      .insertInto('sessions')
      .values({
        id,
        token_hash: hash,
        account_id: id,
        factors,
        created_at: now,
        signed_in_at: now,
        last_seen_at: now,
        expires_at: new Date(now.getTime() + visitMs),
      })
      .execute();
  });
  await as(
    gate,
    'runtime',
  )(async ({ db, organisation }) => {
    await db
      .insertInto('roles')
      .values({ organisation_id: organisation, id, name: `probe ${id}`, permissions: ['organisation.read'] })
      .execute();
    await db
      .insertInto('memberships')
      .values({ organisation_id: organisation, id, account_id: id, display_name: 'Probe' })
      .execute();
    await db
      .insertInto('membership_roles')
      .values({ organisation_id: organisation, id: gate.newId(), membership_id: id, role_id: id })
      .execute();
  });
}

const withdrawRole = (gate: Gate, { id }: Visitor) =>
  as(
    gate,
    'runtime',
  )(({ db, organisation }) =>
    db
      .deleteFrom('membership_roles')
      .where('organisation_id', '=', organisation)
      .where('membership_id', '=', id)
      .execute(),
  );

const endMembership = (gate: Gate, id: string) =>
  as(
    gate,
    'runtime',
  )(({ db, organisation }) =>
    db.deleteFrom('memberships').where('organisation_id', '=', organisation).where('id', '=', id).execute(),
  );

const endSession = (gate: Gate, { id }: Visitor) =>
  as(
    gate,
    'identity',
  )(({ db, now }) => db.updateTable('sessions').set({ ended_at: now }).where('id', '=', id).execute());

async function remove(gate: Gate, id: string): Promise<void> {
  await endMembership(gate, id);
  await as(
    gate,
    'runtime',
  )(({ db, organisation }) =>
    db.deleteFrom('roles').where('organisation_id', '=', organisation).where('id', '=', id).execute(),
  );
  await as(gate, 'identity')(({ db }) => db.deleteFrom('accounts').where('id', '=', id).execute());
}

/** Visitors that a kill left behind in the middle of a proof. */
async function removeLeftBehind(gate: Gate): Promise<void> {
  const left = await as(
    gate,
    'identity',
  )(({ db, now }) =>
    db
      .selectFrom('sessions')
      .select('id')
      .where((eb) => eb('factors', '=', eb.val(factors)))
      .where('expires_at', '<', now)
      .execute(),
  );
  for (const { id } of left) await remove(gate, id);
}

/** P21: whatever is withdrawn, the very next call is refused. */
async function probeWithdrawal(gate: Gate): Promise<{ calls: number; refused: number }> {
  await removeLeftBehind(gate);
  const visitor: Visitor = { id: gate.newId(), ...newToken() };
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
    await endMembership(gate, visitor.id);
    await enter();
    await callAsAccount();
    await endSession(gate, visitor);
    await callAsAccount();
  } finally {
    await remove(gate, visitor.id);
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
