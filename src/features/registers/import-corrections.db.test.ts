import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, openWorld, type TestOrganisation } from '#tests/world.ts';
import { membersDefinition } from './testing.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
let org: TestOrganisation;

beforeAll(async () => {
  world = await openWorld();
  await world.installation.jobs.work();
  org = await world.createOrganisation('corrections');
});
afterAll(() => world.close());

const call = (method: string, path: string, body?: unknown) => org.owner.call(method, path, body);
const until = (one: string, status: string) =>
  eventually(async () => {
    const { json } = await call('GET', one);
    return json.status === status && json;
  });

const heading = 'Förnamn;Efternamn;E-post;Telefon';

async function stage(key: string, rows: readonly string[], mode?: string) {
  const made = await call('POST', `${org.path}/registers`, { key, definition: membersDefinition });
  const path = `${org.path}/registers/${made.json.id}`;
  const data = { given_name: 'Anna', family_name: 'Ek', email: 'anna@example.org' };
  expect((await call('POST', `${path}/records`, { data })).status).toBe(201);
  const { json } = await call('POST', `${path}/imports?fileName=a.csv`, [heading, ...rows].join('\n'));
  const one = `${path}/imports/${json.id}`;
  if (mode !== undefined) {
    const fields = ['given_name', 'family_name', 'email', 'phone'];
    expect((await call('PUT', `${one}/columns`, { fields, key: 'email', mode })).status).toBe(200);
  }
  return one;
}

/** Checks the whole file. */
async function check(one: string) {
  expect((await call('PUT', `${one}/check`)).status).toBe(202);
  await until(one, 'staged');
}

/** All that the check has found: of the file, and of each row. */
async function found(one: string) {
  const { outcomes, checkedCount } = (await call('GET', one)).json;
  const { rows } = (await call('GET', `${one}/rows?limit=100`)).json;
  return { outcomes, checkedCount, rows };
}

test.each([
  ['added', undefined],
  ['updated by a key', 'update'],
  ['added or updated', 'add_or_update'],
])('a row of a checked file that is put right is judged as a whole check would: %s', async (_, mode) => {
  const rows = [
    'Bo;Ek;a@example.org;',
    'Cia;Ek;a@example.org;',
    'Dan;Ek;a@example.org;',
    'Eva;Ek;b@example.org;',
    'Fia;Ek;ANNA@example.org;',
    ';Ek;c@example.org;',
  ];
  const one = await stage(`of_${mode ?? 'add'}`, rows, mode);
  await check(one);
  const corrections: [number, Record<number, string>][] = [
    [2, { 2: 'b@example.org' }],
    [7, { 0: 'Gun' }],
    [4, { 2: 'anna@example.org' }],
    [3, { 2: 'ingen adress' }],
    [6, { 2: 'f@example.org' }],
    [2, { 0: '' }],
  ];
  for (const [row, cells] of corrections) {
    const { status, json } = await call('PATCH', `${one}/rows/${row}`, { cells });
    expect(status).toBe(200);
    const now = await found(one);
    expect(now.checkedCount).toBe(rows.length);
    expect(now.rows.find(({ number }: { number: number }) => number === row)).toEqual(json);
    await check(one);
    expect({ row, ...(await found(one)) }).toEqual({ row, ...now });
  }
});

test('where a value stands in many rows the file is checked again as a whole', async () => {
  const one = await stage(
    'many',
    Array.from({ length: 9 }, (_, at) => `N${at};Ek;same@example.org;`),
  );
  await check(one);
  const corrected = await call('PATCH', `${one}/rows/2`, { cells: { 2: 'own@example.org' } });
  expect(corrected.json).toMatchObject({ outcome: null, problems: [] });
  expect((await call('GET', one)).json).toMatchObject({ outcomes: null, checkedCount: 0 });
  await check(one);
  expect((await call('GET', one)).json).toMatchObject({ outcomes: { new: 2, faulty: 7 } });
});
