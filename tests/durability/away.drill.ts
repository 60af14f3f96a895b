import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findHalfDone, findLost, findStaleDerived } from './findings.ts';
import { Load, seeded } from './load.ts';
import { createOrganisation, type Organisation } from './organisation.ts';
import { makeHome, pause, prepareService, signal, until, type Service } from './service.ts';

// The database or the journal is away while the service runs: calls are told so in time, nothing is lost, and when it comes
// back everything goes on by itself, in the same process.

const isDrill = process.env['VALV_DRILL'] === '1';
const frozenMs = isDrill ? 60_000 : 12_000;
const kills = isDrill ? 30 : 4;
const patienceMs = 60_000;

let home: Awaited<ReturnType<typeof makeHome>>;
let service: Service;
let organisation: Organisation;

beforeAll(async () => {
  home = await makeHome();
  service = await prepareService(home.folder, 'away', { VALV_POOL: '4' });
  await service.start();
  organisation = await createOrganisation(service, 'away');
});
afterAll(async () => {
  for (const id of service?.serverProcesses() ?? []) signal(id, 'SIGCONT');
  await service?.end();
  home?.remove();
});

const findAnything = async (load: Load) => [
  ...load.wrong,
  ...(await findLost(service, organisation, load)),
  ...(await findHalfDone(service)),
  ...(await findStaleDerived(service, organisation)),
];

/** Status and code of a call, and how long it took. */
async function call(path: string, headers = organisation.headers) {
  const startedAt = performance.now();
  const answer = await fetch(`${service.url}${path}`, { headers });
  const text = await answer.text();
  const { code, status } = (text.startsWith('{') ? JSON.parse(text) : {}) as { code?: string; status?: string };
  return {
    status: answer.status,
    code: code ?? status,
    ms: performance.now() - startedAt,
    text,
    headers: answer.headers,
  };
}

async function callImport(method: string, path: string, body?: string) {
  const answer = await fetch(`${service.url}${organisation.path}/imports${path}`, {
    method,
    headers: { ...organisation.headers, ...(body === undefined ? {} : { 'content-type': 'text/csv' }) },
    ...(body === undefined ? {} : { body }),
  });
  const text = await answer.text();
  if (answer.status >= 300) throw new Error(`${method} ${path} was answered ${answer.status} ${text}`);
  return JSON.parse(text) as { id: string; status: string; doneCount: number };
}

describe('while the database', () => {
  test(
    'is frozen, calls are refused in time and readiness says so; thawed, nothing is lost',
    { timeout: 300_000 },
    async () => {
      const load = new Load(service, organisation, seeded(1), 60_000);
      load.start(8, 3);
      await load.untilDone(patienceMs);
      await pause(500);
      const frozen = service.serverProcesses();
      expect(frozen.length).toBeGreaterThan(5);
      for (const id of frozen) signal(id, 'SIGSTOP');
      const thawed = pause(frozenMs).then(() => frozen.forEach((id) => signal(id, 'SIGCONT')));
      try {
        const [lone, ready, refused] = await Promise.all([
          // Has a connection at once, that of readiness, and so waits for the answer itself.
          call('/api/v1/session'),
          call('/health/ready'),
          call(`${organisation.path}/records?limit=1`),
        ]);
        expect(ready).toMatchObject({ status: 503, code: 'database unavailable' });
        expect(ready.ms).toBeLessThan(5_000);
        expect(lone, lone.text).toMatchObject({ status: 503 });
        expect(refused, refused.text).toMatchObject({ status: 503 });
        expect(refused.headers.get('content-type')).toContain('application/problem+json');
      } finally {
        await thawed;
      }
      await load.untilDone(patienceMs);
      await load.stop();
      expect(load.statuses.get(503)).toBeGreaterThan(0);
      expect((await findAnything(load)).slice(0, 20)).toEqual([]);
      await service.ready();
    },
  );

  test(
    `is killed ${kills} times in a row, it comes back by itself each time`,
    { timeout: 180_000 + 60_000 * kills },
    async () => {
      const load = new Load(service, organisation, seeded(2));
      const rows = Array.from({ length: 600 }, (_, index) => `Åsa;Öberg;row.${index}@example.org`).join('\n');
      const staged = await callImport('POST', '?fileName=people.csv', `Förnamn;Efternamn;E-post\n${rows}`);
      await callImport('PUT', `/${staged.id}/run`);
      load.start(8, 3);
      for (let i = 0; i < kills; i += 1) {
        const server = await until('a postmaster that runs', async () => service.postmaster(), patienceMs);
        signal(server, 'SIGKILL');
        const killedAt = performance.now();
        await until(
          'another postmaster',
          async () => (service.postmaster() === server ? undefined : service.postmaster()),
          patienceMs,
        );
        await load.untilDone(patienceMs);
        expect(performance.now() - killedAt).toBeLessThan(15_000);
      }
      await load.stop();
      // Work in the background goes on too.
      await until(
        `the import is done\n${service.output}`,
        async () => {
          const found = await callImport('GET', `/${staged.id}`).catch(() => undefined);
          return found?.status === 'done' && found.doneCount === 600 ? true : undefined;
        },
        120_000,
      );
      for (const [id, record] of await readRecords()) if (!load.records.has(id)) load.records.set(id, record);
      expect((await findAnything(load)).slice(0, 20)).toEqual([]);
    },
  );
});

describe('while the journal', () => {
  test('cannot be written, no answer leaves without its entry: 503, also for what would be refused', async () => {
    const before = await call(`${organisation.path}/records?limit=1`);
    expect(before.status).toBe(200);
    await service.asSuperuser(async (client) => {
      await client.query('alter role valv_journal nologin');
      await client.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'valv_journal'`);
    });
    try {
      for (const headers of [organisation.headers, {} as Record<string, string>]) {
        const answer = await call(`${organisation.path}/records?limit=1`, headers);
        expect(answer, answer.text).toMatchObject({ status: 503, code: 'journal.unavailable' });
        expect(answer.headers.get('retry-after')).toBe('5');
        expect(answer.text).not.toContain('data');
      }
      expect(await call('/health/ready')).toMatchObject({ status: 503 });
    } finally {
      await service.asSuperuser((client) => client.query('alter role valv_journal login'));
    }
    expect((await call(`${organisation.path}/records?limit=1`)).status).toBe(200);
    expect((await call(`${organisation.path}/records?limit=1`, {})).status).toBe(401);
    await service.ready();
    expect(await findHalfDone(service)).toEqual([]);
  });

  test(
    'is held up for longer than anybody waits, a write is refused and has at most one entry',
    { timeout: 120_000 },
    async () => {
      const load = new Load(service, organisation, seeded(3), 60_000);
      const known = await readRecords();
      for (const [id, record] of known) load.records.set(id, record);
      await service.asSuperuser(async (client) => {
        load.start(8, 3);
        await load.untilDone(patienceMs);
        await client.query('begin; lock table journal_entries in access exclusive mode');
        await pause(isDrill ? 40_000 : 12_000);
        await client.query('commit');
      });
      await load.untilDone(patienceMs);
      await load.stop();
      expect(load.statuses.get(503)).toBeGreaterThan(0);
      expect((await findAnything(load)).slice(0, 20)).toEqual([]);
    },
  );
});

/** Records of earlier tests of this file, as they are. */
async function readRecords() {
  return service.asSuperuser(async (client) => {
    const { rows } = await client.query<{ id: string; version: number; data: Record<string, string> }>(
      'select id, version, data from records where register_id = $1',
      [organisation.register],
    );
    return new Map(rows.map(({ id, version, data }) => [id, { version, data }]));
  });
}
