import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { eventually, openWorld, type TestOrganisation } from '#tests/world.ts';
import type { DefinitionDraft } from './definition.ts';

// What people and programs send by mistake: a clear answer with the place of the fault, and nothing half done.

type Draft = z.input<typeof DefinitionDraft>;

let world: Awaited<ReturnType<typeof openWorld>>;
let org: TestOrganisation;
let path: string;
let count = 0;

const named = (text: string) => ({ sv: text, en: text });
const field = (key: string, more: object = {}): Draft['fields'][number] => ({
  key,
  label: named(key),
  type: 'text',
  class: 'ordinary',
  isFilterable: true,
  ...more,
});
const definition: Draft = {
  name: named('Saker'),
  subject: 'other',
  title: ['name'],
  fields: [
    field('name', { isSortable: true }),
    field('code', { isUnique: true }),
    field('size'),
    field('story', { type: 'long_text', isFilterable: false }),
  ],
};
const call = (...asked: Parameters<TestOrganisation['owner']['call']>) => org.owner.call(...asked);

beforeAll(async () => {
  world = await openWorld();
  await world.installation.jobs.work();
  org = await world.createOrganisation('bad');
});
afterAll(() => world.close());
beforeEach(async () => {
  const made = await call('POST', `${org.path}/registers`, { key: `things_${(count += 1)}`, definition });
  expect(made.status, made.text).toBe(201);
  path = `${org.path}/registers/${made.json.id}`;
});

const stored = async () =>
  (
    await world.sql(
      'select (select count(*) from imports)::int as imports, (select count(*) from import_rows)::int as rows',
    )
  )[0];

describe('a file', () => {
  test('of a million rows is refused at the row that is too many, in bounded memory, and leaves nothing', async () => {
    const file = `name;size\n${'Sak;1\n'.repeat(1_000_000)}`;
    const before = await stored();
    const mostBefore = process.resourceUsage().maxRSS;
    const answer = await call('POST', `${path}/imports?fileName=million.csv`, file);
    expect(answer.status).toBe(422);
    expect(answer.json).toMatchObject({
      code: 'import.too_many_rows',
      fields: [{ path: 'row 100002', code: 'field.too_many_rows' }],
    });
    // The file itself, a page of its rows, and what the collector has not looked at yet; never all rows at once.
    expect((process.resourceUsage().maxRSS - mostBefore) / 1024).toBeLessThan(250);
    expect(await stored()).toEqual(before);
    expect((await call('GET', `${path}/imports`)).json.imports).toEqual([]);
  });

  test('larger than a call may be is refused before it is read', async () => {
    const answer = await call('POST', `${path}/imports?fileName=large.csv`, `name\n${'x'.repeat(20_000_001)}`);
    expect(answer.status).toBe(413);
  });

  test('with a cell of a megabyte is refused at its row', async () => {
    const answer = await call(
      'POST',
      `${path}/imports?fileName=long.csv`,
      `name;story\nA;kort\nB;${'x'.repeat(1_000_000)}\n`,
    );
    expect(answer.status, answer.text.slice(0, 300)).toBe(422);
    expect(answer.json.fields).toMatchObject([{ path: 'row 3' }]);
    expect((await call('GET', `${path}/imports`)).json.imports).toEqual([]);
  });

  test('with a unique value twice names both rows, and takes in the first alone', async () => {
    const file = 'name;code\nA;1\nB;2\nC;1\n';
    const staged = await call('POST', `${path}/imports?fileName=twice.csv`, file);
    const one = `${path}/imports/${staged.json.id}`;
    await call('PUT', `${one}/check`);
    await eventually(async () => (await call('GET', one)).json.status === 'staged');
    const { rows } = (await call('GET', `${one}/rows?outcome=faulty`)).json;
    expect(rows).toMatchObject([{ number: 4, problems: [{ field: 'code', code: 'import.value_twice' }] }]);
    expect(rows[0].problems[0].message).toContain('2');
    await call('PUT', `${one}/run`);
    await eventually(async () => (await call('GET', one)).json.status === 'done');
    expect((await call('GET', one)).json).toMatchObject({ doneCount: 2, failedCount: 1 });
    expect(
      (await call('GET', `${path}/records?sort=name`)).json.records.map(({ title }: { title: string }) => title),
    ).toEqual(['A', 'B']);
  });
});

describe('a value', () => {
  test('of a megabyte is refused at its field, whatever its type, and so in many at once', async () => {
    const long = 'x'.repeat(1_000_000);
    for (const key of ['name', 'story']) {
      const made = await call('POST', `${path}/records`, { data: { name: 'A', [key]: long } });
      expect([made.status, made.json.fields]).toMatchObject([
        422,
        [{ path: `body.data.${key}`, code: 'field.too_long' }],
      ]);
      const edited = await call('POST', `${path}/batches/edits`, {
        records: [{ record: null, version: null, data: { name: 'A', [key]: long } }],
        isWhole: true,
      });
      expect([edited.status, edited.json.fields]).toMatchObject([422, [{ path: `body.records.0.data.${key}` }]]);
    }
    expect((await call('GET', `${path}/count`)).json.count).toBe(0);
  });
});

describe('links in a circle', () => {
  test('are read, listed, exported and restored as any others', async () => {
    const register = path.split('/').at(-1) ?? '';
    const linked = { ...definition, fields: [...definition.fields, field('next', { type: 'link', target: register })] };
    expect((await call('PUT', `${path}/definition`, { version: 1, definition: linked })).status).toBe(200);
    const make = async (name: string, next: string | null) =>
      (await call('POST', `${path}/records`, { data: { name, next } })).json.id as string;
    const a = await make('A', null);
    const b = await make('B', a);
    const c = await make('C', b);
    expect((await call('PATCH', `${path}/records/${a}`, { version: 1, data: { next: c } })).status).toBe(200);
    const self = await make('D', null);
    const own = await call('PATCH', `${path}/records/${self}`, { version: 1, data: { next: self } });
    expect([200, 422]).toContain(own.status);

    expect((await call('GET', `${path}/records/${a}`)).json).toMatchObject({ data: { next: c }, names: { [c]: 'C' } });
    expect((await call('GET', `${path}/records/${a}/related`)).json.related).toMatchObject([
      { count: 1, records: [{ id: b }] },
    ]);
    expect((await call('GET', `${path}/records?sort=name&filter=next:in:${b}`)).json.records).toMatchObject([
      { id: c },
    ]);
    expect(JSON.parse((await call('GET', `${path}/export.json`)).text)).toHaveLength(4);
    await call('DELETE', `${path}/records/${b}`);
    expect((await call('GET', `${path}/records/${c}`)).status).toBe(200);
    expect((await call('DELETE', `${path}/trash/${b}`)).status).toBeLessThan(500);
  });

  test('of calculated fields are refused at their expressions', async () => {
    const calculated = (key: string, expression: string) =>
      field(key, { type: 'calculated', expression, isFilterable: false });
    const circular = {
      ...definition,
      fields: [...definition.fields, calculated('x', 'y + 1'), calculated('y', 'x + 1')],
    };
    const answer = await call('PUT', `${path}/definition`, { version: 1, definition: circular });
    expect(answer.status).toBe(422);
    expect(answer.json.fields.map(({ path: at }: { path: string }) => at)).toContain(
      'body.definition.fields.4.expression',
    );
  });
});

describe('a definition that changes', () => {
  const numbered: Draft = {
    ...definition,
    fields: definition.fields.map((one) => (one.key === 'size' ? { ...one, type: 'number' } : one)),
  };

  test('while many records are changed: what no longer fits is told for each, and none of it is written', async () => {
    const register = path.split('/').at(-1);
    await world.sql(
      `insert into records (organisation_id, id, register_id, version, data)
         select $1, uuid_v7(), $2, 1, jsonb_build_object('name', 'N ' || i, 'size', '7') from generate_series(1, 1200) i`,
      [org.id, register],
    );
    const { json: batch } = await call('POST', `${path}/batches/changes`, { data: { size: 'stor' }, selection: {} });
    const answer = await call('PUT', `${path}/definition`, { version: 1, definition: numbered, converts: ['size'] });
    expect(answer.status, answer.text).toBe(200);
    const done = await eventually(async () => {
      const { json } = await call('GET', `${path}/batches/${batch.id}`);
      return json.status === 'done' && json;
    });
    expect(done.doneCount + done.failedCount).toBe(1200);
    if (done.failedCount > 0) expect(done.problems[0]).toMatchObject({ field: 'size', code: 'field.number' });
    await eventually(async () => (await call('GET', path)).json.preparing.length === 0);
    // What was written before the change lies beside its field; nothing is in it that is no number.
    const values = await world.sql(
      `select data ->> 'size' as size, data ->> 'size_before' as kept, count(*)::int as n from records where register_id = $1 group by 1, 2 order by 1`,
      [register],
    );
    const found = values.map(({ size, kept, n }) => [size, kept, Number(n)]);
    expect(
      found.filter(([size, kept]) => !((size === '7' && kept === null) || (size === null && kept === 'stor'))),
    ).toEqual([]);
    expect(found.reduce((sum, [, , n]) => sum + Number(n), 0)).toBe(1200);
  });

  test('before something is undone: what no longer fits is kept as it is and told', async () => {
    const made = await call('POST', `${path}/records`, { data: { name: 'A', size: 'stor' } });
    const { json: batch } = await call('POST', `${path}/batches/changes`, { data: { size: '5' }, ids: [made.json.id] });
    expect(batch).toMatchObject({ status: 'done', doneCount: 1 });
    await call('PUT', `${path}/definition`, { version: 1, definition: numbered, converts: ['size'] });
    const undone = await call('DELETE', `${path}/batches/changes/${batch.id}`);
    expect(undone.json).toMatchObject({ undoneCount: 0, keptCount: 1, problems: [{ record: made.json.id }] });
    expect((await call('GET', `${path}/records/${made.json.id}`)).json.data.size).toBe('5');
  });

  test('while a file is taken in: each row is wholly in by what holds for it, or told', async () => {
    const lines = Array.from({ length: 1_500 }, (_, index) => `N ${index};${index % 2 === 0 ? '1' : 'stor'}`);
    const staged = await call('POST', `${path}/imports?fileName=a.csv`, `name;size\n${lines.join('\n')}\n`);
    const one = `${path}/imports/${staged.json.id}`;
    await call('PUT', `${one}/run`);
    await call('PUT', `${path}/definition`, { version: 1, definition: numbered, converts: ['size'] });
    await eventually(async () => (await call('GET', one)).json.status === 'done');
    const { doneCount, failedCount } = (await call('GET', one)).json;
    expect(doneCount + failedCount).toBe(1_500);
    expect((await call('GET', `${path}/count`)).json.count).toBe(doneCount);
    const { rows } = (await call('GET', `${one}/rows?state=failed&limit=50`)).json;
    for (const row of rows) expect(row.problems).toMatchObject([{ field: 'size', code: 'field.number' }]);
    await eventually(async () => (await call('GET', path)).json.preparing.length === 0);
    const [wrong] = await world.sql(
      `select count(*)::int as n from records where register_id = $1 and data ->> 'size' !~ '^[0-9]+$'`,
      [path.split('/').at(-1)],
    );
    expect(wrong).toEqual({ n: 0 });
  });
});
