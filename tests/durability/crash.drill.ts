import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findCorruption, findHalfDone, findLost, findStaleDerived } from './findings.ts';
import { Load, seeded } from './load.ts';
import { createOrganisation, type Organisation } from './organisation.ts';
import { makeHome, pause, prepareService, signal, type Service } from './service.ts';

// Kills the service, its PostgreSQL, or both, in the middle of everything. VALV_DRILL=1 takes the full figures of
// docs/runbooks and the design: 200 rounds; VALV_SEED repeats a run as far as the machine does.

const rounds = process.env['VALV_DRILL'] === '1' ? 200 : 5;
const seed = Number(process.env['VALV_SEED'] ?? Math.floor(Math.random() * 1e9));
const random = seeded(seed);
/** A service that was killed, or whose database was, answers again within this, or on a machine with more to do in as long as an orderly start takes. */
let answersAgainMs = 10_000;
const patienceMs = 120_000;

let home: Awaited<ReturnType<typeof makeHome>>;
let service: Service;
let organisation: Organisation;

beforeAll(async () => {
  home = await makeHome();
  service = await prepareService(home.folder, 'crash');
  await service.start();
  await service.stop();
  answersAgainMs = Math.max(answersAgainMs, 4 * (await service.start()));
  organisation = await createOrganisation(service, 'crash');
});
afterAll(async () => {
  await service?.end();
  home?.remove();
});

const kinds = ['service', 'database', 'both'] as const;

async function crash(kind: (typeof kinds)[number]): Promise<void> {
  const server = service.postmaster();
  if (server === undefined) throw new Error('no PostgreSQL to kill');
  if (kind !== 'service') signal(server, 'SIGKILL');
  if (kind === 'database') return;
  await service.kill();
  await service.start();
}

describe(`killed in the middle of writes and reads (seed ${seed})`, () => {
  test(
    `nothing acknowledged is lost, nothing is half done, and calls are answered again within 10 s, ${rounds} times`,
    { timeout: 120_000 * rounds },
    async () => {
      const load = new Load(service, organisation, random);
      const slowest = { service: 0, database: 0, both: 0 };
      let answersOf503 = 0;
      for (let round = 0; round < rounds; round += 1) {
        const kind = kinds[round % kinds.length] ?? 'both';
        load.start(8, 3);
        await load.untilDone(patienceMs);
        await pause(300 + random() * 1_200);
        const before503 = load.statuses.get(503) ?? 0;
        const startedAt = performance.now();
        await crash(kind);
        await load.untilDone(patienceMs);
        slowest[kind] = Math.max(slowest[kind], performance.now() - startedAt);
        if (kind === 'database') answersOf503 += (load.statuses.get(503) ?? 0) - before503;
        await pause(random() * 300);
        await load.stop();

        const found = [
          ...load.wrong,
          ...(await findLost(service, organisation, load)),
          ...(await findHalfDone(service)),
          ...(await findStaleDerived(service, organisation)),
          ...(await findCorruption(service)),
        ];
        expect(found.slice(0, 20), `after round ${round}, ${kind} killed`).toEqual([]);
        expect(service.isRunning, service.output).toBe(true);
      }
      console.log(
        `${rounds} rounds: ${load.answered.length} calls answered, ${load.records.size} records, by status ${JSON.stringify([...load.statuses])}; ` +
          `slowest until answers again: ${JSON.stringify(slowest)} ms`,
      );
      for (const ms of Object.values(slowest)) expect(ms).toBeLessThan(answersAgainMs);
      // The database alone was away: callers and balancers were told so.
      expect(answersOf503).toBeGreaterThan(0);
      expect(load.readiness.away).toBeGreaterThan(0);
    },
  );
});
