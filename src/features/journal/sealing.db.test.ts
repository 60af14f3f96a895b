import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, openWorld, type TestOrganisation } from '#tests/world.ts';
import { openCommitted, type Committed } from './sealed-values.ts';

// A class becomes one that seals, and nothing of what was in clear stays anywhere in the database.

let world: Awaited<ReturnType<typeof openWorld>>;
let org: TestOrganisation;
let count = 0;

const word = 'allergiskmotjordnötter';
const other = 'laktosintolerant';
const named = (text: string) => ({ sv: text, en: text });
const field = (key: string, more: object = {}) => ({
  key,
  label: named(key),
  type: 'text',
  class: 'ordinary',
  isFilterable: true,
  ...more,
});
const definitionOf = (note: object) => ({
  name: named('Gäster'),
  subject: 'person',
  title: ['name'],
  fields: [field('name', { isSortable: true }), field('note', note)],
});
const open = definitionOf({ isSortable: true, isSearchable: true });
const sealed = definitionOf({ class: 'sensitive', purpose: 'Hälsa', legalBasis: 'consent', isFilterable: false });

beforeAll(async () => {
  world = await openWorld();
  await world.installation.jobs.work();
  org = await world.createOrganisation('sealing');
});
afterAll(() => world.close());

const { call } = { call: (...args: Parameters<TestOrganisation['owner']['call']>) => org.owner.call(...args) };

async function begin(): Promise<{ register: string; path: string }> {
  const made = await call('POST', `${org.path}/registers`, { key: `guests_${(count += 1)}`, definition: open });
  return { register: made.json.id, path: `${org.path}/registers/${made.json.id}` };
}

async function strengthen(path: string): Promise<void> {
  const answer = await call('PUT', `${path}/definition`, { version: 1, definition: sealed, converts: ['note'] });
  expect(answer.status, answer.text).toBe(200);
}

const sealingOf = async (register: string) =>
  (await world.sql('select * from sealings where register_id = $1', [register]))[0] ?? {};
const untilSealed = (register: string) =>
  eventually(async () => (await sealingOf(register))['status'] === 'done' && (await sealingOf(register)));

/** Every row of every table of the database that holds the text in clear. */
async function findInClear(text: string): Promise<string[]> {
  const tables = await world.sql(
    `select c.relname as name from pg_class c where c.relnamespace in ('valv'::regnamespace, 'jobs'::regnamespace) and c.relkind = 'r'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const schema = (await world.sql(`select to_regclass('valv.' || quote_ident($1)) is not null as here`, [name]))[0];
    const from = schema?.['here'] ? `valv."${String(name)}"` : `jobs."${String(name)}"`;
    const rows = await world.sql(`select t::text as row from ${from} t where t::text ilike '%' || $1 || '%'`, [text]);
    found.push(...rows.map(({ row }) => `${String(name)}: ${String(row)}`));
  }
  return found;
}

describe('when a class becomes one that seals', () => {
  test('no value of the field is left in clear anywhere, and what proves the entries still does', async () => {
    const { register, path } = await begin();
    const { json: a } = await call(
      'POST',
      `${path}/records`,
      { data: { name: 'A', note: word } },
      { 'idempotency-key': 'made-once' },
    );
    await call('PATCH', `${path}/records/${a.id}`, { version: 1, data: { note: other } });
    await call('PATCH', `${path}/records/${a.id}`, { version: 2, data: { note: word } });
    const { json: b } = await call('POST', `${path}/records`, { data: { name: 'B', note: word } });
    await call('DELETE', `${path}/records/${b.id}`);
    await call('POST', `${path}/batches/changes`, { data: { note: word }, ids: [a.id] });
    const file = `name;note\nC;${word}\n`;
    const { json: staged } = await call('POST', `${path}/imports?fileName=c.csv`, file);
    await call('PUT', `${path}/imports/${staged.id}/run`);
    await eventually(async () => (await call('GET', `${path}/imports/${staged.id}`)).json.status === 'done');
    const view = { filter: [`note:eq:${word}`, 'name:eq:A'] };
    const kept = await call('POST', `${path}/views`, { name: 'Med allergi', view });
    expect(kept.status, kept.text).toBe(201);
    await call('GET', `${path}/export.csv`);
    expect((await findInClear(word)).length).toBeGreaterThan(8);

    await strengthen(path);
    const sealing = await untilSealed(register);
    expect(sealing).toMatchObject({ version: 2, fields: ['note'], status: 'done' });
    expect(sealing['seen_count']).toBeGreaterThanOrEqual(Number(sealing['entry_count']));
    expect(sealing['sealed_count']).toBeGreaterThanOrEqual(6);
    for (const text of [word, other]) expect(await findInClear(text)).toEqual([]);

    // Each entry of the organisation still has the values that its leaf commits to.
    const keys = await world.keyring.organisation(org.id);
    const rows = await world.sql(
      `select e.id, leaf::jsonb ->> 'commitment' as commitment, salt, payload, sealed from journal_entries e
         join journal_values v on v.organisation_id = e.organisation_id and v.entry_id = e.id where e.organisation_id = $1`,
      [org.id],
    );
    expect(rows.filter((row) => row['sealed'] !== null)).toHaveLength(Number(sealing['sealed_count']));
    for (const row of rows) {
      const { id, sealed: text } = row as { id: string; sealed: string | null };
      const { salt, payload } = text === null ? (row as unknown as Committed) : openCommitted(keys, id, text);
      expect(createHash('sha256').update(salt).update(payload).digest('hex')).toBe(row['commitment']);
    }

    // Its history is read as that of any sealed field: by those who may read such values, and masked for the others.
    const historyFor = async (member: { call: typeof call }) => {
      const { json } = await member.call('GET', `${path}/records/${a.id}/history`);
      return json.entries.flatMap(({ changes }: { changes: { field: string }[] }) =>
        changes.filter(({ field: name }) => name === 'data.note'),
      );
    };
    const [rewritten, ...past] = await historyFor(org.owner);
    expect(rewritten).toMatchObject({ old: word, new: word, isMasked: false });
    expect(past.at(-1)).toMatchObject({ old: null, new: word, isMasked: false });
    expect(past.slice(0, 2)).toMatchObject([
      { old: other, new: word },
      { old: word, new: other },
    ]);
    const reader = await org.createMember(['record.read', 'register.read']);
    const masked = await historyFor(reader);
    expect(masked).toHaveLength(past.length + 1);
    for (const change of masked) expect(change).toMatchObject({ old: null, new: null, isMasked: true });

    // A view does not tell what it compared the field with, and shows nobody more than it did.
    const { views } = (await call('GET', `${path}/views`)).json;
    expect(views).toMatchObject([{ view: { filter: ['note:eq:', 'name:eq:A'] }, version: 2 }]);
    const refused = await call('GET', `${path}/records?filter=note:eq:&filter=name:eq:A`);
    expect(refused.json.fields).toMatchObject([{ path: 'query.filter.0' }]);
  });

  test('an answer from before is not given again, and its call is not done again', async () => {
    const { register, path } = await begin();
    const body = { data: { name: 'A', note: word } };
    const key = { 'idempotency-key': 'made-before-the-seal' };
    expect((await call('POST', `${path}/records`, body, key)).status).toBe(201);
    expect((await call('POST', `${path}/records`, body, key)).json.data.note).toBe(word);
    await strengthen(path);
    await untilSealed(register);
    const again = await call('POST', `${path}/records`, body, key);
    expect(again.status).toBe(409);
    expect(again.json).toMatchObject({ code: 'idempotency.answer_withdrawn' });
    expect((await call('GET', `${path}/count`)).json.count).toBe(1);
  });

  test('what did not fit an earlier type becomes as strong', async () => {
    const { register, path } = await begin();
    const { json: record } = await call('POST', `${path}/records`, { data: { name: 'A', note: word } });
    const numbered = definitionOf({ type: 'number' });
    expect(
      (await call('PUT', `${path}/definition`, { version: 1, definition: numbered, converts: ['note'] })).status,
    ).toBe(200);
    const { fields, name, subject, title } = (await call('GET', path)).json;
    const strong = { class: 'sensitive', purpose: 'Hälsa', legalBasis: 'consent', isFilterable: false };
    const definition = {
      name,
      subject,
      title,
      fields: fields.map((one: Record<string, unknown>) => ({
        ...Object.fromEntries(Object.entries(one).filter(([key]) => key !== 'isVisible' && key !== 'isReadable')),
        ...(one['key'] === 'note' && strong),
      })),
    };
    const changed = await call('PUT', `${path}/definition`, { version: 2, definition, converts: ['note'] });
    expect(changed.json.fields.at(-1)).toMatchObject({ key: 'note_before', class: 'sensitive', isRetired: true });
    expect(await untilSealed(register)).toMatchObject({ fields: ['note', 'note_before'] });
    expect(await findInClear(word)).toEqual([]);
    const [row] = await world.sql('select data from records where id = $1', [record.id]);
    expect(row?.['data']).toMatchObject({ note_before: expect.stringMatching(/^v1\./) });
  });

  test('what was exported before is told in the preview, with the change, and in the journal', async () => {
    const { register, path } = await begin();
    await call('POST', `${path}/records`, { data: { name: 'A', note: word } });
    await call('POST', `${path}/records`, { data: { name: 'B', note: other } });
    await call('GET', `${path}/export.csv?filter=name:eq:A&search=${word}&sort=name`);
    // A field that one does not see is not in one's file.
    const { fields: now, ...rest } = open;
    const role = (await org.owner.call('GET', `${org.path}/roles`)).json.roles.find(
      ({ code }: { code: string }) => code === 'administrator',
    );
    const hidden = { ...rest, fields: now.map((one) => (one.key === 'note' ? { ...one, visibleTo: [role.id] } : one)) };
    await call('PUT', `${path}/definition`, { version: 1, definition: hidden });
    await call('GET', `${path}/export.json`);
    await call('PUT', `${path}/definition`, { version: 2, definition: open });
    const key = await org.createKey(['record.read', 'record.export', 'register.read']);
    await key.call('GET', `${path}/export.xlsx`);

    const left = [
      { format: 'xlsx', by: 'test', rows: 2, fields: ['name', 'note'], query: [] },
      {
        format: 'csv',
        by: 'sealing',
        rows: 1,
        fields: ['name', 'note'],
        query: ['filter:name', 'search:1', 'sort:name'],
      },
    ];
    const preview = await call('POST', `${path}/definition/preview`, { definition: sealed });
    const sorted = (exports: { query: string[] }[]) => exports.map((one) => ({ ...one, query: [...one.query].sort() }));
    expect(sorted(preview.json.exports)).toMatchObject(left);
    expect(preview.json.exportCount).toBe(2);

    const changed = await call('PUT', `${path}/definition`, { version: 3, definition: sealed, converts: ['note'] });
    expect(changed.status, changed.text).toBe(200);
    await untilSealed(register);
    await call('GET', `${path}/export.csv`);
    const { sealings } = (await call('GET', `${path}/sealings`)).json;
    expect(sealings).toMatchObject([{ version: 4, fields: ['note'], status: 'done', exportCount: 2, sealedCount: 4 }]);
    expect(sorted(sealings[0].exports)).toMatchObject(left);

    const { entries } = (await call('GET', `${org.path}/journal?target=${register}&kind=access`)).json;
    const file = entries.find(
      ({ action, rows }: Record<string, unknown>) => action === 'record.exported_csv.ended' && rows === 1,
    );
    expect(file).toMatchObject({
      targetLabel: 'Gäster',
      fields: [{ key: 'name', label: named('name') }, { key: 'note' }],
      changes: [],
    });
    expect(file.query).toEqual(
      expect.arrayContaining([
        { kind: 'filter', label: named('name'), words: null },
        { kind: 'search', label: null, words: 1 },
      ]),
    );
    const began = await world.sql(
      `select payload from journal_values v join journal_entries e on e.id = v.entry_id where action = 'sealings.inserted' and target_id = $1`,
      [sealings[0].id],
    );
    expect(JSON.parse(String(began[0]?.['payload']))).toMatchObject({ new: { fields: ['note'], export_count: 2 } });
  });

  test('entries of other registers and of other organisations stay as they are', async () => {
    const { register, path } = await begin();
    const { path: beside } = await begin();
    const theirs = await world.createOrganisation('beside');
    const foreign = await theirs.owner.call('POST', `${theirs.path}/registers`, { key: 'guests', definition: open });
    await theirs.owner.call('POST', `${theirs.path}/registers/${foreign.json.id}/records`, {
      data: { name: 'T', note: 'theirs' },
    });
    await call('POST', `${beside}/records`, { data: { name: 'B', note: 'beside' } });
    await call('POST', `${path}/records`, { data: { name: 'A', note: 'ours' } });
    await strengthen(path);
    await untilSealed(register);
    const inJournal = async (text: string) =>
      (await world.sql(`select 1 from journal_values where payload like '%"data.note": "' || $1 || '"%'`, [text]))
        .length;
    expect([await inJournal('theirs'), await inJournal('beside'), await inJournal('ours')]).toEqual([1, 1, 0]);
  });
});

describe('valv_sealer', () => {
  test('can put a seal in the place of what is in clear, once, and nothing else', async () => {
    const { path } = await begin();
    await call('POST', `${path}/records`, { data: { name: 'A', note: 'x' } });
    const [entry] = await world.sql(
      `select entry_id, payload from journal_values where organisation_id = $1 and payload like '%"data.note": "x"%'`,
      [org.id],
    );
    const seal = (text: string) =>
      `update journal_values set sealed = '${text}', salt = null, payload = null where entry_id = '${String(entry?.['entry_id'])}'`;
    const long = `v1.1.${'A'.repeat(String(entry?.['payload']).length * 2)}`;
    const attempt = async (statement: string, organisation = org.id, role = 'valv_sealer') => {
      await world.sql('begin', [], role);
      try {
        await world.sql(`select set_config('valv.organisation', $1, true)`, [organisation], role);
        return `${(await world.sql(`${statement} returning 1`, [], role)).length} rows`;
      } catch (error) {
        return String((error as { code?: string }).code);
      } finally {
        await world.sql('rollback', [], role);
      }
    };
    expect(await attempt(seal(long))).toBe('1 rows');
    const elsewhere = await world.createOrganisation('elsewhere');
    expect(await attempt(seal(long), elsewhere.id)).toBe('0 rows');
    for (const statement of [
      seal('v1.1.short'),
      seal('gone'.repeat(1000)),
      `update journal_values set payload = '{}'`,
      `update journal_values set salt = decode(repeat('00', 32), 'hex')`,
      `update journal_values set entry_id = organisation_id`,
      `update journal_entries set leaf = '{}'`,
      'delete from journal_values',
      'delete from journal_entries',
      `update sealings set fields = '{}'`,
      'delete from sealings',
    ])
      expect(await attempt(statement), statement).toBe('42501');
    for (const table of ['views', 'memberships', 'accounts', 'register_definitions', 'batches'])
      await expect(world.sql(`select 1 from ${table}`, [], 'valv_sealer')).rejects.toMatchObject({ code: '42501' });
    await expect(world.sql('select data from records', [], 'valv_sealer')).rejects.toMatchObject({ code: '42501' });
    for (const role of ['valv_runtime', 'valv_identity', 'valv_journal'])
      expect(await attempt(seal(long), org.id, role)).toBe('42501');
    // Not even who may everything does otherwise without taking the trigger away first.
    await expect(world.sql(`update journal_values set payload = '{}'`)).rejects.toMatchObject({ code: '42501' });
  });
});
