import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findHalfDone, findLost, findStaleDerived } from './findings.ts';
import { Load, seeded, type KnownRecord } from './load.ts';
import { follower } from '#tests/events.ts';
import { createOrganisation, type Organisation } from './organisation.ts';
import { startOwnPostgres, type OwnPostgres } from './own-postgres.ts';
import { makeHome, pause, prepareService, until, type Service } from './service.ts';

// Two services on one PostgreSQL of the operator's own: no state in a process that the other needs.

let home: Awaited<ReturnType<typeof makeHome>>;
let postgres: OwnPostgres;
let one: Service;
let other: Service;
let organisation: Organisation;

beforeAll(async () => {
  home = await makeHome();
  postgres = await startOwnPostgres(home.folder);
  const settings = { VALV_DATABASE_URL: postgres.url, VALV_KEYS: join(home.folder, 'keys') };
  one = await prepareService(home.folder, 'one', settings, postgres.superuser);
  other = await prepareService(home.folder, 'other', settings, postgres.superuser);
  await Promise.all([one.start(), other.start()]);
});
afterAll(async () => {
  await Promise.all([one?.end(), other?.end()]);
  await postgres?.stop();
  home?.remove();
});

const linkIn = (output: string) => /\/sign-in-link#(\S+)/.exec(output)?.[1];

async function call(service: Service, method: string, path: string, headers: Record<string, string>, body?: unknown) {
  const answer = await fetch(`${service.url}/api/v1${path}`, {
    method,
    headers: { 'x-valv-page': '1', ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads whatever came back
  const json: any = text === '' ? undefined : JSON.parse(text);
  return { status: answer.status, json, text, cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

test('both start for the first time at the same moment: one migrates, one makes the operator', async () => {
  const links = [one, other].map(({ output }) => linkIn(output)).filter((link) => link !== undefined);
  expect(links).toHaveLength(1);
  const files = readdirSync(new URL('../../database/migrations', import.meta.url));
  const [applied, operators, addresses] = await one.asSuperuser(async (client) => {
    const rows = async (sql: string) => (await client.query(sql)).rows;
    return [
      await rows('select name from migrations order by name'),
      await rows('select account_id from memberships'),
      await rows('select slug from organisation_addresses'),
    ];
  });
  expect(applied.map(({ name }) => name as string)).toEqual([...files.sort(), 'tenancy.sql']);
  expect(operators).toHaveLength(1);
  expect(addresses).toEqual([{ slug: 'drift' }]);
});

test('a session made in one holds in the other, and ends in both', async () => {
  const token = linkIn(one.output + other.output);
  const signedIn = await call(one, 'POST', '/sign-in-links/uses', {}, { token });
  expect(signedIn.status, signedIn.text).toBe(201);
  const { cookie } = signedIn;
  expect((await call(other, 'POST', '/sign-in-links/uses', {}, { token })).status).toBe(401);
  expect((await call(other, 'GET', '/session', { cookie })).json.account.userName).toBe('operator');
  expect((await call(other, 'DELETE', '/session', { cookie })).status).toBe(204);
  expect((await call(one, 'GET', '/session', { cookie })).status).toBe(401);
});

test('what one revokes, the other refuses at the next call', async () => {
  organisation = await createOrganisation(one, 'shared');
  const path = `/organisations/${organisation.id}`;
  const made = await call(one, 'POST', `${path}/api-keys`, organisation.headers, {
    name: 'both',
    permissions: ['record.read', 'register.read'],
    validDays: 1,
  });
  expect(made.status, made.text).toBe(201);
  const key = { authorization: `Bearer ${made.json.key}` };
  expect((await call(other, 'GET', `${path}/registers`, key)).status).toBe(200);
  expect((await call(other, 'DELETE', `${path}/api-keys/${made.json.apiKey.id}`, organisation.headers)).status).toBe(
    204,
  );
  expect((await call(one, 'GET', `${path}/registers`, key)).status).toBe(401);
});

/** Records that were made here before there was any load. */
const known = new Map<string, KnownRecord>();

const follow = async (service: Service) =>
  follower(await fetch(`${service.url}${organisation.path}/events`, { headers: organisation.headers }));

test('who follows a register in one hears what is changed in the other, and a stop of the one ends it by a word', async () => {
  const [here, there] = [await follow(one), await follow(other)];
  const path = organisation.path.replace('/api/v1', '');
  const data = { given_name: 'Åsa', family_name: 'Öberg' };
  const made = await call(one, 'POST', `${path}/records`, organisation.headers, { data });
  known.set(made.json.id, { version: 1, data });
  for (const stream of [here, there])
    await until('the new record is told', async () => {
      const { changes } = await stream.next();
      return changes.some(({ records }) => records?.some(({ id }) => id === made.json.id)) ? true : undefined;
    });
  const stoppedAt = performance.now();
  const stopping = one.stop();
  expect(await here.end()).toEqual({ status: 503, code: 'stopping' });
  await stopping;
  // The stop waits for nobody who only listens.
  expect(performance.now() - stoppedAt).toBeLessThan(8_000);
  await one.start();
  // A process that begins tells the others that something may have been missed.
  await until('everything is to be looked at', async () => ((await there.next()).isEverything ? true : undefined));
  await there.leave();
});

test(
  'one is killed: the other answers every call, finishes its import, and the journal holds the calls of both',
  { timeout: 300_000 },
  async () => {
    const load = new Load(other, organisation, seeded(1));
    const first = new Load(one, organisation, seeded(2));
    const imports = `/organisations/${organisation.id}/registers/${organisation.register}/imports`;
    const rows = Array.from({ length: 600 }, (_, index) => `Åsa;Öberg;row.${index}@example.org`).join('\n');
    const staged = await fetch(`${one.url}/api/v1${imports}?fileName=people.csv`, {
      method: 'POST',
      headers: { ...organisation.headers, 'content-type': 'text/csv' },
      body: `Förnamn;Efternamn;E-post\n${rows}`,
    });
    const { id } = (await staged.json()) as { id: string };
    first.start(2, 1);
    load.start(2, 1);
    expect((await call(one, 'PUT', `${imports}/${id}/run`, organisation.headers)).status).toBe(202);
    await Promise.all([first.untilDone(60_000), load.untilDone(60_000)]);
    await pause(300);
    await one.kill();
    await load.untilDone(60_000);
    await until(
      'the import is done',
      async () => {
        const { json } = await call(other, 'GET', `${imports}/${id}`, organisation.headers);
        return json.status === 'done' && json.doneCount === 600 ? true : undefined;
      },
      120_000,
    );
    await load.stop();
    await one.start();
    await first.stop();

    expect([...load.statuses.keys()].sort()).toEqual([200, 201]);
    for (const [record, state] of [...known, ...first.records]) load.records.set(record, state);
    load.answered.push(...first.answered);
    await one.asSuperuser(async (client) => {
      const { rows: taken } = await client.query<{ id: string; version: number; data: Record<string, string> }>(
        'select r.id, r.version, r.data from records r join import_rows i on i.record_id = r.id',
      );
      expect(taken).toHaveLength(600);
      for (const record of taken) load.records.set(record.id, record);
    });
    const found = [
      ...load.wrong,
      ...first.wrong,
      ...(await findLost(one, organisation, load)),
      ...(await findHalfDone(one)),
      ...(await findStaleDerived(one, organisation)),
    ];
    expect(found.slice(0, 20)).toEqual([]);
  },
);
