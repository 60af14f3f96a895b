import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findHalfDone, findStaleDerived } from './findings.ts';
import { seeded } from './load.ts';
import { createOrganisation, type Organisation } from './organisation.ts';
import { makeHome, pause, prepareService, until, type Service } from './service.ts';

// An import and its undo, killed in the middle: they go on by themselves and end as one that nothing disturbed.

const isDrill = process.env['VALV_DRILL'] === '1';
const kills = isDrill ? 20 : 3;
const seed = Number(process.env['VALV_SEED'] ?? Math.floor(Math.random() * 1e9));
const random = seeded(seed);
const rowCount = 3_000;
/** A job whose process died is taken up again within this, counted from the service's return; on a slow machine accordingly. */
let takenUpMs = 30_000;

let home: Awaited<ReturnType<typeof makeHome>>;
let service: Service;

beforeAll(async () => {
  home = await makeHome();
  service = await prepareService(home.folder, 'imports', { VALV_LOG: 'error' });
  await service.start();
  await service.stop();
  takenUpMs = Math.max(takenUpMs, 30 * (await service.start()));
});
afterAll(async () => {
  await service?.end();
  home?.remove();
});

interface Row {
  given_name: string;
  family_name: string;
  email: string;
  born_on: string;
}

/** Some rows lack what they must have, and some repeat the address of another. */
const rows: Row[] = Array.from({ length: rowCount }, (_, index) => ({
  given_name: `Åsa ${index}`,
  family_name: index % 400 === 399 ? '' : `Öberg ${index}`,
  email: `person.${index % 500 === 499 ? 7 : index}@example.org`,
  born_on: '1980-02-29',
}));
const file = ['Förnamn;Efternamn;E-post;Född', ...rows.map((row) => Object.values(row).join(';'))].join('\n');

interface Import {
  id: string;
  status: string;
  doneCount: number;
  failedCount: number;
}

async function call(organisation: Organisation, method: string, path: string, body?: string): Promise<Import> {
  const answer = await fetch(`${service.url}${organisation.path}/imports${path}`, {
    method,
    headers: { ...organisation.headers, ...(body === undefined ? {} : { 'content-type': 'text/csv' }) },
    ...(body === undefined ? {} : { body }),
  });
  const text = await answer.text();
  if (answer.status >= 300) throw new Error(`${method} ${path} was answered ${answer.status} ${text}`);
  return JSON.parse(text) as Import;
}

const stage = (organisation: Organisation) => call(organisation, 'POST', '?fileName=people.csv', file);
const read = (organisation: Organisation, id: string) => call(organisation, 'GET', `/${id}`);

const untilStatus = (organisation: Organisation, id: string, status: string, timeoutMs = 120_000) =>
  until(
    `the import is ${status}\n${service.output}`,
    async () => {
      const found = await read(organisation, id);
      return found.status === status ? found : undefined;
    },
    timeoutMs,
  );

const isOver = ({ status }: Import) => status === 'done' || status === 'undone';
const hasMoved = (from: Import, now: Import) =>
  now.doneCount !== from.doneCount || now.failedCount !== from.failedCount || isOver(now);

/** Waits until a unit was done after `from`, or everything. */
const untilMoved = (organisation: Organisation, from: Import) =>
  until(
    `the work goes on\n${service.output}`,
    async () => {
      const now = await read(organisation, from.id);
      return hasMoved(from, now) ? now : undefined;
    },
    takenUpMs,
  );

/** Kills the service somewhere in the work that is going on, and waits until it goes on. False: it had ended by then. */
async function killAmid(organisation: Organisation, id: string): Promise<boolean> {
  const before = await read(organisation, id);
  if (isOver(before)) return false;
  const unitAt = performance.now();
  const moved = await untilMoved(organisation, before);
  if (isOver(moved)) return false;
  await pause(random() * (performance.now() - unitAt));
  await service.kill();
  await service.start();
  const back = await read(organisation, id);
  if (isOver(back)) return true;
  const startedAt = performance.now();
  await untilMoved(organisation, back);
  slowestMs = Math.max(slowestMs, performance.now() - startedAt);
  return true;
}
let slowestMs = 0;

/** What an import left, without ids and times. */
function outcome({ register }: Organisation, id: string) {
  return service.asSuperuser(async (client) => {
    const read = async (sql: string, of: string) => (await client.query(sql, [of])).rows as unknown[];
    return {
      imports: await read('select status, row_count, done_count, failed_count from imports where id = $1', id),
      lines: await read(
        `select row_number, state, coalesce(problems -> 0 ->> 'code', '') as problem, record_id is not null as has_record
           from import_rows where import_id = $1 order by 1`,
        id,
      ),
      records: await read(
        `select data, version, trashed_at is not null as is_trashed from records where register_id = $1
          order by substring(data ->> 'given_name' from 5)::int`,
        register,
      ),
    };
  });
}

/** What it must have left, whatever happened: each row once. */
function expected(state: 'done' | 'undone') {
  const problemOf = ({ family_name, email }: Row, index: number) =>
    family_name === '' ? 'field.required' : email === 'person.7@example.org' && index !== 7 ? 'field.duplicate' : '';
  const problems = rows.map(problemOf);
  const failed = problems.filter((problem) => problem !== '').length;
  const done = state === 'done' ? rowCount - failed : 0;
  return {
    imports: [{ status: state, row_count: rowCount, done_count: done, failed_count: failed }],
    lines: problems.map((problem, index) => ({
      row_number: index + 2,
      state: problem === '' ? state : 'failed',
      problem,
      has_record: problem === '',
    })),
    records: rows
      .filter((_, index) => problems[index] === '')
      .map((data) => ({ data, version: state === 'done' ? 1 : 2, is_trashed: state === 'undone' })),
  };
}

/** Runs an import to its end and back, with as many kills in each as asked for. Returns how many there were. */
async function importAndUndo(name: string, killsInRun: number, killsInUndo: number): Promise<number> {
  let count = 0;
  const organisation = await createOrganisation(service, name);
  const { id } = await stage(organisation);
  for (const [method, status, wanted] of [
    ['PUT', 'done', killsInRun],
    ['DELETE', 'undone', killsInUndo],
  ] as const) {
    await call(organisation, method, `/${id}/run`);
    for (let i = 0; i < wanted; i += 1) if (await killAmid(organisation, id)) count += 1;
    await untilStatus(organisation, id, status);
    expect(await outcome(organisation, id)).toEqual(expected(status));
    expect(await findStaleDerived(service, organisation)).toEqual([]);
  }
  return count;
}

describe(`an import killed in the middle (seed ${seed})`, () => {
  test(
    `goes on by itself and takes in each row once, as does its undo, ${kills} times`,
    { timeout: 120_000 * kills },
    async () => {
      // What is expected is what happens undisturbed.
      if (isDrill) await importAndUndo('calm', 0, 0);
      let count = 0;
      for (let number = 1; count < kills; number += 1)
        count += await importAndUndo(`disturbed-${number}`, Math.min(2, kills - count), kills - count > 2 ? 1 : 0);
      expect(await findHalfDone(service)).toEqual([]);
      console.log(`${count} kills; slowest until taken up again ${Math.round(slowestMs)} ms`);
    },
  );
});
