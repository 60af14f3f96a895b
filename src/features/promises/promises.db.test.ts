import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assertKept, type Probe } from '#gate/probe.ts';
import { asNobody, eventually, openWorld, type TestOrganisation } from '#tests/world.ts';
import { probes } from '../index.ts';
import type { PromiseView } from './contract.ts';
import { promisesJson, provePromises } from './index.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
let organisation: TestOrganisation;

beforeAll(async () => {
  world = await openWorld();
  organisation = await world.createOrganisation();
});
afterAll(() => world.close());

const proved = ['P11', 'P21', 'P24', 'P25', 'P26'];

async function list(): Promise<Map<string, PromiseView>> {
  const answer = await asNobody(world)('GET', '/promises');
  expect(answer.status).toBe(200);
  return new Map((answer.json.promises as PromiseView[]).map((promise) => [promise.id, promise]));
}

const probe = (promise: string, run: Probe['run']): Probe => ({
  promise: promise as 'P01',
  shownBy: 'tried',
  validHours: 1,
  run,
});

describe('the list of promises', () => {
  test('is open to everybody and keeps nothing that has not been proved', async () => {
    const promises = await list();
    expect(promises.size).toBe(78);
    expect([...promises.values()].filter(({ state }) => state === 'kept' || state === 'attested')).toEqual([]);
    expect(promises.get('P44')).toMatchObject({
      state: 'not_yet',
      reason: 'proof_missing',
      proof: null,
      theme: 'backup',
      themeTitle: { sv: 'Backup och återställning' },
    });
    expect(promises.get('P77')).toMatchObject({ state: 'not_yet', reason: 'attestation_missing' });
    expect(promises.get('P22')).toMatchObject({ state: 'configured', reason: 'proof_missing' });
  });

  test('shows what the probes proved, and no other promise as kept', async () => {
    await provePromises(world.installation.gate, probes);
    const promises = await list();
    expect([...promises.values()].filter(({ state }) => state === 'kept').map(({ id }) => id)).toEqual(proved);
    expect(promises.get('P24')).toMatchObject({
      reason: null,
      proof: {
        outcome: 'passed',
        shownBy: 'journal.calls_counted',
        evidence: { calls: 3, entries: 3, durationMs: expect.any(Number) },
      },
    });
    expect(promises.get('P26')?.proof?.evidence).toMatchObject({ otherOrganisations: 1, tables: expect.any(Number) });
  });

  test('turns a promise red by itself when its proof grows old, and green by a fresh one', async () => {
    const { gate } = world.installation;
    await provePromises(gate, [probe('P40', async () => ({ sets: 1 }))]);
    expect((await list()).get('P40')?.state).toBe('kept');
    world.clock.advance(3_600_000);
    expect((await list()).get('P40')).toMatchObject({ state: 'at_risk', reason: 'proof_expired' });
    await provePromises(gate, [probe('P40', async () => ({ sets: 2 }))]);
    expect((await list()).get('P40')).toMatchObject({ state: 'kept', proof: { evidence: { sets: 2 } } });
  });

  test('says nothing of a probe that a stop cut off', async () => {
    const { gate } = world.installation;
    const stopping = new AbortController();
    const linesBefore = world.logLines.length;
    const cutOff = probe('P43', async () => {
      stopping.abort();
      throw new Error('the database is gone');
    });
    await provePromises(gate, [cutOff, probe('P49', async () => ({ never: 1 }))], stopping.signal);
    const promises = await list();
    for (const id of ['P43', 'P49']) expect(promises.get(id)).toMatchObject({ state: 'not_yet', proof: null });
    expect(world.logLines.slice(linesBefore).join('')).not.toContain('promise.broken');
  });

  test('shows a failed probe at once, with its facts but never with words from elsewhere', async () => {
    const { gate } = world.installation;
    await provePromises(gate, [
      probe('P41', async () => {
        assertKept(false, 'a copy is damaged', { copies: 2 });
        return {};
      }),
      probe('P42', () => Promise.reject(new Error('duplicate key (email)=(anna@example.org)'))),
      probe('P43', async () => ({ segments: 3 })),
    ]);
    const promises = await list();
    expect(promises.get('P41')).toMatchObject({
      state: 'at_risk',
      reason: 'proof_failed',
      proof: { outcome: 'failed', evidence: { broken: 'a copy is damaged', copies: 2 } },
    });
    expect(promises.get('P42')).toMatchObject({
      state: 'at_risk',
      proof: { evidence: { broken: 'the probe could not be carried out' } },
    });
    expect(promises.get('P43')?.state).toBe('kept');
    expect(JSON.stringify([...promises.values()]).includes('anna@')).toBe(false);
  });
});

test('the command line prints every promise with its state and what shows it', async () => {
  await provePromises(world.installation.gate, probes);
  const lines = await promisesJson(world.installation.gate, probes);
  expect(lines).toHaveLength(78);
  expect(lines.find(({ id }) => id === 'P21')).toMatchObject({
    state: 'kept',
    shownBy: 'access.withdrawn_at_once',
    lastProof: { outcome: 'passed', evidence: { calls: 5, refused: 3 } },
  });
  expect(lines.find(({ id }) => id === 'P78')).toMatchObject({
    state: 'not_yet',
    reason: 'attestation_missing',
    shownBy: null,
    lastProof: null,
  });
});

test('the probes leave nothing behind but entries and proofs', async () => {
  const counts = async () =>
    (
      await world.sql(
        `select (select count(*) from accounts) as accounts, (select count(*) from sessions) as sessions,
                (select count(*) from memberships) as memberships, (select count(*) from roles) as roles`,
      )
    )[0];
  const before = await counts();
  await provePromises(world.installation.gate, probes);
  expect(await counts()).toEqual(before);
});

test('what a kill left of a proof is removed by the next', async () => {
  const { gate } = world.installation;
  const { id } = await world.createAccount();
  const left = `select (select count(*)::int from accounts where id = '${id}') + (select count(*)::int from sessions where id = '${id}')
                     + (select count(*)::int from memberships where id = '${id}') + (select count(*)::int from roles where id = '${id}') as rows`;
  const prove = () =>
    provePromises(
      gate,
      probes.filter(({ promise }) => promise === 'P21'),
    );
  await world.sql(`
    insert into sessions (id, token_hash, account_id, factors, created_at, signed_in_at, last_seen_at, expires_at)
    select '${id}', '\\x00', '${id}', '{probe}', t, t, t, t + interval '1 minute'
      from (values ('${world.clock.now().toISOString()}'::timestamptz)) as at (t);
    insert into roles (organisation_id, id, name, permissions) values ('${gate.installation}', '${id}', 'probe ${id}', '{organisation.read}');
    insert into memberships (organisation_id, id, account_id, display_name) values ('${gate.installation}', '${id}', '${id}', 'Probe');`);
  await prove();
  expect(await world.sql(left), 'one that may still be going on').toEqual([{ rows: 4 }]);
  world.clock.advance(61_000);
  await prove();
  expect(await world.sql(left)).toEqual([{ rows: 0 }]);
});

test('evidence holds counts, durations and words of ours, and no id of anybody', async () => {
  const rows = await world.sql('select evidence::text as evidence from promise_proofs');
  expect(rows.length).toBeGreaterThan(5);
  for (const { evidence } of rows) expect(String(evidence)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|@|probe\.|argon2/);
});

describe('a probe fails when its promise is broken', () => {
  /** Breaks the database by hand, proves, mends it, and gives what the proof says. */
  async function broken(promise: string, breaking: string, mending: string) {
    const mine = probes.filter((candidate) => candidate.promise === promise);
    expect(mine).toHaveLength(1);
    await world.sql(breaking);
    try {
      await provePromises(world.installation.gate, mine);
      const found = (await list()).get(promise);
      return { state: found?.state, ...found?.proof?.evidence };
    } finally {
      await world.sql(mending);
      await provePromises(world.installation.gate, mine);
      expect((await list()).get(promise)?.state, `${promise} after mending`).toBe('kept');
    }
  }
  const ignoring = (table: string, when: string, name = 'sabotage') =>
    `create function ${name}() returns trigger language plpgsql as $$begin ${when} end$$; create trigger a_${name} before insert or update or delete on ${table} for each row execute function ${name}()`;
  const noSabotage = (table: string) => `drop trigger a_sabotage on ${table}; drop function sabotage()`;
  const phc = (cost: string, salt = 'A'.repeat(22)) => `$argon2id$v=19$${cost}$${salt}$${'B'.repeat(43)}`;

  test.each([
    ['in clear', 'hunter2'],
    ['below the floor', phc('m=4096,t=3,p=1')],
    ['in another form', `$2b$12$${'A'.repeat(53)}`],
  ])('P11 a password is stored %s', async (_how, hash) => {
    const account = await world.createAccount();
    expect(
      await broken(
        'P11',
        `update accounts set password_hash = '${hash}' where id = '${account.id}'`,
        `update accounts set password_hash = null`,
      ),
    ).toMatchObject({
      state: 'at_risk',
      below: 1,
    });
  });

  test('P11 two passwords share a salt', async () => {
    const two = await Promise.all([world.createAccount(), world.createAccount()]);
    const update = `update accounts set password_hash = '${phc('m=19456,t=2,p=1')}' where id in ('${two[0].id}', '${two[1].id}')`;
    expect(await broken('P11', update, 'update accounts set password_hash = null')).toMatchObject({
      state: 'at_risk',
      passwords: 2,
      salts: 1,
    });
  });

  test('P21 a session that was ended still lets in', async () => {
    const facts = await broken(
      'P21',
      ignoring('sessions', `if tg_op = 'UPDATE' then new.ended_at := null; end if; return coalesce(new, old);`),
      noSabotage('sessions'),
    );
    expect(facts).toMatchObject({ state: 'at_risk', statuses: '200 403 404 200 200' });
  });

  test('P21 a role that was withdrawn still counts', async () => {
    const facts = await broken(
      'P21',
      ignoring(
        'membership_roles',
        `if tg_op = 'DELETE' and pg_trigger_depth() < 2 then return null; end if; return coalesce(new, old);`,
      ),
      noSabotage('membership_roles'),
    );
    expect(facts).toMatchObject({ state: 'at_risk', statuses: '200 200 404 200 401' });
  });

  test('P24 the entry of a refused call is lost', async () => {
    const facts = await broken(
      'P24',
      ignoring('journal_entries', `if new.leaf like '%"status":401%' then return null; end if; return new;`),
      noSabotage('journal_entries'),
    );
    expect(facts).toMatchObject({ state: 'at_risk', perCall: '1 0 1' });
  });

  test.each([
    [
      'the trigger of a table is off',
      'alter table records disable trigger record_change',
      'alter table records enable trigger record_change',
      { unguarded: 'records' },
    ],
    [
      'a table has no trigger',
      'drop trigger record_change on roles',
      'create trigger record_change after insert or update or delete on roles for each row execute function record_change()',
      { unguarded: 'roles' },
    ],
    [
      'the application may empty a table',
      'grant truncate on records to valv_runtime',
      'revoke truncate on records from valv_runtime',
      { unguarded: 'records' },
    ],
    [
      'the application may rewrite the journal',
      'grant update on journal_values to valv_runtime',
      'revoke update on journal_values from valv_runtime',
      { mayRewrite: 'valv_runtime journal_values' },
    ],
    [
      'an entry is not what was done',
      ignoring('journal_values', `new.payload := replace(new.payload, 'probed', 'robbed'); return new;`),
      noSabotage('journal_values'),
      { entries: 3 },
    ],
  ])('P25 %s', async (_what, breaking, mending, facts) => {
    expect(await broken('P25', breaking, mending)).toMatchObject({ state: 'at_risk', ...facts });
  });

  test.each([
    [
      'row level security is off',
      'alter table records disable row level security',
      'alter table records enable row level security',
      { unguarded: 'records' },
    ],
    [
      'it is not forced',
      'alter table journal_values no force row level security',
      'alter table journal_values force row level security',
      { unguarded: 'journal_values' },
    ],
    [
      'a second policy opens a table',
      'create policy open on memberships for select to public using (true)',
      'drop policy open on memberships',
      { unguarded: 'memberships' },
    ],
    [
      'a new table has no policy',
      `create table valv.forgotten (organisation_id uuid); comment on table valv.forgotten is 'tracked: forgotten'`,
      'drop table valv.forgotten',
      { unguarded: 'forgotten' },
    ],
  ])('P26 %s', async (_what, breaking, mending, facts) => {
    expect(await broken('P26', breaking, mending)).toMatchObject({ state: 'at_risk', ...facts });
  });

  test('P26 the organisation of a call is taken for another', async () => {
    const original = `create or replace function current_organisation() returns uuid language sql stable parallel safe
      return nullif(current_setting('valv.organisation', true), '')::uuid`;
    const mine = probes.filter(({ promise }) => promise === 'P26');
    await world.sql(`create or replace function current_organisation() returns uuid language sql stable parallel safe
      return case when current_setting('enable_seqscan') = 'off' then '${organisation.id}'::uuid
                  else nullif(current_setting('valv.organisation', true), '')::uuid end`);
    try {
      await provePromises(world.installation.gate, mine);
    } finally {
      await world.sql(original);
    }
    const found = (await list()).get('P26');
    expect(found).toMatchObject({
      state: 'at_risk',
      proof: { evidence: { broken: 'an organisation sees rows of another' } },
    });
  });
});

// Last: from here on the queue may run them at any moment.
test('the probes are run by the queue every hour', async () => {
  await world.installation.jobs.work();
  const schedule = await eventually(
    async () => (await world.sql(`select cron, timezone from jobs.schedule where name = 'promises.prove'`))[0],
  );
  expect(schedule).toMatchObject({ cron: '7 * * * *' });
  const count = async () =>
    Number((await world.sql('select count(*)::int as count from promise_proofs'))[0]?.['count']);
  const before = await count();
  await world.installation.gate.runAs(
    { actor: 'command:test', organisation: world.installation.gate.installation, action: 'test.queued' },
    (context) => context.enqueue('promises.prove', {}),
  );
  await eventually(async () => (await count()) >= before + probes.length);
});
