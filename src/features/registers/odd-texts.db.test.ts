import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type TestOrganisation } from '#tests/world.ts';
import { membersDefinition } from './testing.ts';

// What the fuzz found that needs more than one call, or a stroke of luck, to be found again.

let world: Awaited<ReturnType<typeof openWorld>>;
let org: TestOrganisation;
let path: string;

beforeAll(async () => {
  world = await openWorld();
  org = await world.createOrganisation('odd');
  const made = await org.owner.call('POST', `${org.path}/registers`, { key: 'members', definition: membersDefinition });
  path = `${org.path}/registers/${made.json.id}`;
});
afterAll(() => world.close());

/** A letter of two UTF-16 units: cut in the middle, no database takes it. */
const deseret = '\u{10400}';

test('letters outside the basic plane are kept, found and sorted, also where keys and words are cut', async () => {
  const name = `a${deseret.repeat(120)}`;
  const made = await org.owner.call('POST', `${path}/records`, { data: { given_name: name, family_name: 'X' } });
  expect(made.json.data).toMatchObject({ given_name: name });
  const search = encodeURIComponent(name);
  const found = await org.owner.call('GET', `${path}/records?search=${search}&sort=given_name`);
  expect(found.json.records).toHaveLength(1);
});

test('a heading that is cut in the middle of a letter is kept to the letter before', async () => {
  const staged = await org.owner.call('POST', `${path}/imports?fileName=a`, `a${deseret.repeat(120)};b\n1;2\n`);
  expect(staged.json.columns[0].header).toBe(`a${deseret.repeat(99)}`);
});

test('a file with NUL is refused as a whole', async () => {
  const staged = await org.owner.call('POST', `${path}/imports?fileName=a`, 'a\0b;c\n1;2\n');
  expect(staged.status).toBe(422);
  expect(staged.json.fields).toMatchObject([{ path: 'body', code: 'field.control_characters' }]);
});

test('a row number beyond what the database keeps is refused', async () => {
  const staged = await org.owner.call('POST', `${path}/imports?fileName=a`, 'given_name;family_name\n1;2\n');
  const rows = (after: number) => org.owner.call('GET', `${path}/imports/${staged.json.id}/rows?after=${after}`);
  expect((await rows(2 ** 31 - 1)).json.rows).toEqual([]);
  expect((await rows(2 ** 31)).json.fields).toMatchObject([{ path: 'query.after' }]);
});

test('a record of more than a mebibyte is made, changed with others and taken back, and what is sealed of it fits', async () => {
  const keys = Array.from({ length: 12 }, (_, index) => `text_${index}`);
  const field = (key: string, type: string) => ({ key, label: { sv: key, en: key }, type, class: 'ordinary' });
  const definition = {
    name: { sv: 'Långt', en: 'Long' },
    subject: 'other',
    title: ['name'],
    fields: [field('name', 'text'), ...keys.map((key) => field(key, 'long_text'))],
  };
  const register = await org.owner.call('POST', `${org.path}/registers`, { key: 'long', definition });
  const at = `${org.path}/registers/${register.json.id}`;
  const of = (letter: string) => Object.fromEntries(keys.map((key) => [key, letter.repeat(99_999)]));
  const once = { 'idempotency-key': crypto.randomUUID() };
  const made = await org.owner.call('POST', `${at}/records`, { data: { name: 'A', ...of('a') } }, once);
  expect(made.status, made.text.slice(0, 300)).toBe(201);
  expect(made.text.length).toBeGreaterThan(1024 * 1024);
  const again = await org.owner.call('POST', `${at}/records`, { data: { name: 'A', ...of('a') } }, once);
  expect(again.text === made.text).toBe(true);

  const edit = { record: made.json.id, version: 1, data: of('b') };
  const edited = await org.owner.call('POST', `${at}/batches/edits`, { records: [edit] });
  expect(edited.status, edited.text.slice(0, 300)).toBe(201);
  const undone = await org.owner.call('DELETE', `${at}/batches/changes/${edited.json.id}`);
  expect(undone.status, undone.text.slice(0, 300)).toBe(200);
  const now = await org.owner.call('GET', `${at}/records/${made.json.id}`);
  expect(now.json.data.text_11).toBe('a'.repeat(99_999));
});

test('no field is called by what every object has', async () => {
  const field = { ...membersDefinition.fields[0], key: 'constructor' };
  const definition = { ...membersDefinition, fields: [...membersDefinition.fields, field] };
  const made = await org.owner.call('POST', `${org.path}/registers`, { key: 'other', definition });
  expect(made.json.fields).toMatchObject([{ path: 'body.definition.fields.7.key', code: 'field.key' }]);
});

test('a row with something else where an identity number should be is shown with it masked', async () => {
  const csv = 'given_name;family_name;identity_number\nA;A;12\nB;B;abc\nC;C;900101-0017\nD;D;\n';
  const staged = await org.owner.call('POST', `${path}/imports?fileName=a`, csv);
  const { status, json } = await org.owner.call('GET', `${path}/imports/${staged.json.id}/rows`);
  expect(status).toBe(200);
  expect(json.rows.map(({ values }: { values: string[] }) => values[2])).toEqual([
    '••••••',
    '••••••',
    '19900101-••••',
    '',
  ]);
});
