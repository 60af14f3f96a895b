import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { eventually, openWorld, type TestOrganisation } from '#tests/world.ts';
import type { DefinitionDraft } from './definition.ts';

// Whatever records hold, in fields of every type that is written: what is exported and imported into an empty register of the same
// kind is what it was. JSON is for programs, and is not imported. VALV_DRILL=1 runs more of it.

type Draft = z.input<typeof DefinitionDraft>;

let world: Awaited<ReturnType<typeof openWorld>>;
let org: TestOrganisation;
let people: { register: string; ids: string[] };
let count = 0;

const named = (text: string) => ({ sv: text, en: text });
const choices = ['red', 'green', 'blue'].map((value) => ({ value, label: { sv: `${value}, på svenska`, en: value } }));

beforeAll(async () => {
  world = await openWorld();
  await world.installation.jobs.work();
  org = await world.createOrganisation('round');
  const register = await createRegister('person', [{ key: 'name', type: 'text' }]);
  const ids: string[] = [];
  for (const name of ['Åsa', 'Örjan', 'Zoë'])
    ids.push((await org.owner.call('POST', `${org.path}/registers/${register}/records`, { data: { name } })).json.id);
  people = { register, ids };
});
afterAll(() => world.close());

async function createRegister(subject: Draft['subject'], fields: object[]): Promise<string> {
  const definition = {
    name: named('Saker'),
    subject,
    title: ['name'],
    fields: fields.map((field) => ({ label: named((field as { key: string }).key), class: 'ordinary', ...field })),
  };
  const made = await org.owner.call('POST', `${org.path}/registers`, { key: `round_${(count += 1)}`, definition });
  expect(made.status, made.text).toBe(201);
  return made.json.id;
}

const awkward = [
  '=1+1',
  '+46',
  '-',
  "'=x",
  '"',
  ';',
  '_x000A_',
  '<b>&amp;',
  '00123',
  '1e5',
  'TRUE',
  '2024-01-01',
  '\u{10400}',
  'null',
];
const line = fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), fc.constantFrom(...awkward));
const decimal = fc
  .tuple(fc.integer({ min: -9_999_999, max: 9_999_999 }), fc.nat(99))
  .map(([whole, part]) => `${whole}.${String(part).padStart(2, '0')}`);
const day = fc.date({ min: new Date('1000-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });

/** Each type with what people write in it. */
const written: Record<string, { settings?: object; value: fc.Arbitrary<string> }> = {
  text: { value: line },
  long_text: { value: fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n')) },
  number: { value: decimal },
  money: { value: decimal },
  date: { value: day.map((date) => date.toISOString().slice(0, 10)) },
  date_time: { value: day.map((date) => `${date.toISOString().slice(0, 19)}Z`) },
  choice: { settings: { choices }, value: fc.constantFrom('red', 'green', 'blue') },
  choices: {
    settings: { choices },
    value: fc.subarray(['red', 'green', 'blue'], { minLength: 1 }).map((some) => some.join(',')),
  },
  yes_no: { value: fc.constantFrom('yes', 'no') },
  email: { value: fc.nat(9_999).map((number) => `p.${number}@exämple.se`) },
  phone: { value: fc.constantFrom('+46701740605', '070-174 06 05', '+358401234567') },
  address: { value: fc.constantFrom('Storgatan 1\n\n903 26\nUmeå', 'Åsvägen 2, 123 45 Ör') },
  secret: { settings: { type: 'text', class: 'sensitive', purpose: 'x', legalBasis: 'consent' }, value: line },
};
const types = Object.keys(written);

const record = () =>
  fc.record(Object.fromEntries(types.map((type) => [type, fc.option(written[type]?.value ?? line)])));

const fieldsOf = () => [
  { key: 'name', type: 'text', isUnique: true },
  ...types.map((type) => ({ key: type, type, ...written[type]?.settings })),
  { key: 'friends', type: 'link', target: people.register, isMany: true },
];

async function readAll(path: string): Promise<Record<string, unknown>[]> {
  const records = JSON.parse((await org.owner.call('GET', `${path}/export.json`)).text) as Record<string, unknown>[];
  return records
    .map(({ id: _id, ...data }) => data)
    .toSorted((a, b) => (String(a['name']) < String(b['name']) ? -1 : 1));
}

async function importInto(path: string, extension: string, bytes: Uint8Array): Promise<void> {
  const staged = await org.owner.call('POST', `${path}/imports?fileName=a.${extension}`, bytes);
  expect(staged.status, staged.text).toBe(201);
  const one = `${path}/imports/${staged.json.id}`;
  await org.owner.call('PUT', `${one}/run`);
  await eventually(async () => (await org.owner.call('GET', one)).json.status === 'done');
  const failed = await org.owner.call('GET', `${one}/rows?state=failed`);
  expect(failed.json.rows, failed.text).toEqual([]);
}

test.each(['csv', 'xlsx'])(
  'what is exported as %s and imported is what it was',
  { timeout: 300_000 },
  async (extension) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(record(), fc.subarray([0, 1, 2])), { minLength: 1, maxLength: 12 }),
        async (records) => {
          const given = `${org.path}/registers/${await createRegister('other', fieldsOf())}`;
          let kept = 0;
          for (const [index, [data, friends]] of records.entries()) {
            const name = `r${1_000 + index}`;
            const links = friends.map((friend) => people.ids[friend]).join(',');
            const answer = await org.owner.call('POST', `${given}/records`, {
              data: { ...data, name, friends: links },
            });
            // What cannot be kept is not what this is about.
            expect([201, 422], answer.text).toContain(answer.status);
            if (answer.status === 201) kept += 1;
          }
          fc.pre(kept > 0);
          const file = await world.router.request(`http://localhost/api/v1${given}/export.${extension}`, {
            headers: org.owner.headers,
          });
          const taken = `${org.path}/registers/${await createRegister('other', fieldsOf())}`;
          await importInto(taken, extension, new Uint8Array(await file.arrayBuffer()));
          const before = await readAll(given);
          expect(before).toHaveLength(kept);
          expect(await readAll(taken)).toEqual(before);
        },
      ),
      { numRuns: process.env['VALV_DRILL'] ? 100 : 6 },
    );
  },
);
