import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { z } from 'zod';
import { eventually, openWorld, type TestOrganisation } from '#tests/world.ts';
import { DefinitionDraft } from './definition.ts';

type Draft = z.input<typeof DefinitionDraft>;
type Shown = { id: string; data: Record<string, string | null> };

// A definition changes while records are there: what follows, what is refused, and that nothing is lost.

let world: Awaited<ReturnType<typeof openWorld>>;
let org: TestOrganisation;
let path: string;
let count = 0;
let definition: Draft;
let version: number;

const named = (text: string) => ({ sv: text, en: text });
const field = (key: string, type: 'text', more: object = {}): Draft['fields'][number] => ({
  key,
  label: named(key),
  type,
  class: 'ordinary',
  ...more,
});
const personal = { class: 'personal', purpose: 'Test', legalBasis: 'consent' };

beforeAll(async () => {
  world = await openWorld();
  await world.installation.jobs.work();
  org = await world.createOrganisation('change');
});
afterAll(() => world.close());

beforeEach(async () => {
  definition = {
    name: named('Saker'),
    subject: 'other',
    title: ['name'],
    fields: [
      field('name', 'text', { isSortable: true, isFilterable: true, isSearchable: true }),
      field('size', 'text', { isSortable: true, isFilterable: true }),
      field('note', 'text', { isSearchable: true, isFilterable: true }),
    ],
  };
  const made = await org.owner.call('POST', `${org.path}/registers`, { key: `things_${(count += 1)}`, definition });
  path = `${org.path}/registers/${made.json.id}`;
  version = 1;
});

const create = async (data: object) => (await org.owner.call('POST', `${path}/records`, { data })).json;
const list = async (query = '') => (await org.owner.call('GET', `${path}/records?${query}`)).json;
const names = async (query: string) => (await list(query)).records.map(({ title }: { title: string }) => title);
const draftWith = (key: string, change: object): Draft => ({
  ...definition,
  fields: definition.fields.map((one) => (one.key === key ? { ...one, ...change } : one)),
});
const read = new Set(['isVisible', 'isReadable']);
const without = (field: object) => Object.fromEntries(Object.entries(field).filter(([name]) => !read.has(name)));

async function change(draft: Draft, converts: string[] = []) {
  const answer = await org.owner.call('PUT', `${path}/definition`, { version, definition: draft, converts });
  if (answer.status === 200) {
    version += 1;
    // As the API gives it, without what only a reading has.
    const { name, subject, title, sections, fields } = answer.json;
    definition = { name, subject, title, sections, fields: fields.map(without) };
  }
  return answer;
}

test('a type is converted when asked for, after a preview; what does not convert is kept beside it', async () => {
  const a = await create({ name: 'A', size: '12,50' });
  await create({ name: 'B', size: '3' });
  const c = await create({ name: 'C', size: 'stor' });
  const draft = draftWith('size', { type: 'number' });
  const refused = await change(draft);
  expect(refused.status).toBe(409);
  expect(refused.json.fields).toMatchObject([{ path: 'body.definition.fields.1.type', code: 'field.converted' }]);

  const preview = await org.owner.call('POST', `${path}/definition/preview`, { definition: draft });
  expect(preview.json).toEqual({
    changes: [
      { field: 'size', kind: 'type', affected: 3, failing: 1, examples: [{ record: c.id, title: 'C', value: 'stor' }] },
    ],
    exports: [],
    exportCount: 0,
  });

  expect((await change(draft, ['size'])).status).toBe(200);
  expect(await names('sort=size')).toEqual(['C', 'B', 'A']);
  expect(await names('filter=size:from:4')).toEqual(['A']);
  const read = (await org.owner.call('GET', `${path}/records/${a.id}`)).json;
  expect(read).toMatchObject({ version: 1, data: { size: '12.5' } });
  const kept = definition.fields.find(({ keptFrom }) => keptFrom === 'size');
  expect(kept).toMatchObject({ type: 'text', isRetired: true, label: { sv: 'size (tidigare)' } });

  // Back in force, it shows what did not convert, and nothing for what did.
  await change(draftWith(kept?.key ?? '', { isRetired: false }));
  const { records } = await list('sort=name');
  expect(records.map(({ data }: Shown) => [data.size, data[kept?.key ?? '']])).toEqual([
    ['12.5', null],
    ['3', null],
    [null, 'stor'],
  ]);
});

test('a stronger class seals what is stored, and no list finds it any more', async () => {
  const a = await create({ name: 'A', note: 'allergisk' });
  await org.owner.call('GET', `${path}/export.json`);
  expect(await names('search=allergisk')).toEqual(['A']);
  const sealing = draftWith('note', {
    class: 'sensitive',
    purpose: 'Hälsa',
    legalBasis: 'consent',
    isSearchable: false,
    isFilterable: false,
  });
  const preview = await org.owner.call('POST', `${path}/definition/preview`, { definition: sealing });
  expect(preview.json.changes).toMatchObject([{ field: 'note', kind: 'class', affected: 1, failing: 0 }]);
  expect(preview.json.exports).toMatchObject([{ format: 'json', rows: 1 }]);
  expect((await change(sealing, ['note'])).status).toBe(200);
  const [row] = await world.sql('select data, shape from records where id = $1', [a.id]);
  expect(JSON.stringify(row)).not.toContain('allergisk');
  expect(row).toMatchObject({ shape: 2, data: { note: expect.stringMatching(/^v1\./) } });
  const derived = await world.sql(
    `select 1 from record_keys where record_id = $1 and field = 'note' union all select 1 from record_terms where record_id = $1 and field = 'note'`,
    [a.id],
  );
  expect(derived).toEqual([]);
  expect(await names('search=allergisk')).toEqual([]);
  const read = (await org.owner.call('GET', `${path}/records/${a.id}`)).json;
  expect(read.data.note).toBe('allergisk');
  const opened = await change(draftWith('note', { class: 'ordinary' }), ['note']);
  expect(opened.json.fields).toMatchObject([{ path: 'body.definition.fields.2.class', code: 'field.never_weaker' }]);
});

test('a field becomes unique only when no value is there twice', async () => {
  await create({ name: 'A', size: '1' });
  const twin = await create({ name: 'B', size: '1' });
  const refused = await change(draftWith('size', { isUnique: true }));
  expect(refused.json).toMatchObject({ code: 'register.not_unique' });
  expect(refused.json.fields[0].path).toBe('body.definition.fields.1.isUnique');
  await org.owner.call('PATCH', `${path}/records/${twin.id}`, { version: 1, data: { size: '2' } });
  expect((await change(draftWith('size', { isUnique: true }))).status).toBe(200);
  const again = await org.owner.call('POST', `${path}/records`, { data: { name: 'C', size: '2' } });
  expect(again.json.code).toBe('record.duplicate');
});

test('a retired field is gone from records, lists and forms, and comes back with its values', async () => {
  await create({ name: 'A', size: 'stor' });
  await change(draftWith('size', { isRetired: true }));
  expect((await list()).records[0].data).toEqual({ name: 'A', note: null });
  expect((await list('sort=size')).fields).toMatchObject([{ code: 'field.unknown' }]);
  const write = await org.owner.call('POST', `${path}/records`, { data: { name: 'B', size: 'x' } });
  expect(write.json.fields).toMatchObject([{ path: 'body.data.size', code: 'field.unknown' }]);
  await change(draftWith('size', { isRetired: false }));
  expect((await list('sort=size')).records[0].data.size).toBe('stor');
});

test('a large register works on while it is prepared', async () => {
  const register = path.split('/').at(-1);
  await world.sql(
    `insert into records (organisation_id, id, register_id, version, data)
       select $1, uuid_v7(), $2, 1, jsonb_build_object('name', 'N ' || i, 'size', (i % 97)::text) from generate_series(1, 3000) i`,
    [org.id, register],
  );
  const changed = await change(draftWith('size', { type: 'number' }), ['size']);
  expect(changed.json.preparing).toEqual(['size']);
  // Read by the new definition at once, whatever is stored; only its order has to wait.
  expect((await list('limit=1')).records[0].data.size).toMatch(/^\d+$/);
  expect((await list('sort=size')).fields).toMatchObject([{ path: 'query.sort.0', code: 'field.preparing' }]);
  const mine = await create({ name: 'Mellan', size: '1000' });
  await eventually(async () => (await org.owner.call('GET', path)).json.preparing.length === 0);
  const { records } = await list('sort=-size&limit=2');
  expect(records.map(({ id, data }: Shown) => [id === mine.id, data.size])).toEqual([
    [true, '1000'],
    [false, '96'],
  ]);
  expect(await world.sql('select 1 from records where register_id = $1 and shape = 1 limit 1', [register])).toEqual([]);
});

test('who was faster is not overwritten, and what cannot be is refused', async () => {
  await change({ ...definition, name: named('Ting') });
  const stale = await org.owner.call('PUT', `${path}/definition`, { version: 1, definition });
  expect(stale.json.code).toBe('register.stale');
  const removed = await change({ ...definition, fields: definition.fields.slice(0, 2) });
  expect(removed.json.code).toBe('register.field_removed');
  const numbered = await change(draftWith('size', { type: 'sequence', isRequired: false }), ['size']);
  expect(numbered.json.fields).toMatchObject([{ code: 'field.never_converted' }]);
  await change(draftWith('note', { ...personal }));
  expect((await list()).records).toEqual([]);
});
