import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, openWorld, type TestOrganisation } from '#tests/world.ts';
import type { Context } from '#gate/context.ts';
import { runUnit } from './batch-units.ts';
import { removeOldBatches } from './remove-old-batches.ts';
import { membersDefinition } from './testing.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
let org: TestOrganisation;
let register: string;
let path: string;
let count = 0;

beforeAll(async () => {
  world = await openWorld();
  org = await world.createOrganisation('batch');
  register = (await org.owner.call('POST', `${org.path}/registers`, { key: 'members', definition: membersDefinition }))
    .json.id;
  path = `${org.path}/registers/${register}`;
});
afterAll(() => world.close());

const call = (method: string, rest: string, body?: unknown) => org.owner.call(method, `${path}${rest}`, body);
const read = async (id: string) => (await call('GET', `/records/${id}`)).json;

/** Makes records in one batch, as a paste does. */
async function make(howMany: number, more: (index: number) => Record<string, string> = () => ({})) {
  const ids: string[] = [];
  while (ids.length < howMany) {
    const size = Math.min(200, howMany - ids.length);
    const records = Array.from({ length: size }, (_, index) => {
      count += 1;
      const data = { given_name: `Namn ${count}`, family_name: 'Provsson', email: `p${count}@example.org` };
      return { record: null, version: null, data: { ...data, ...more(ids.length + index) } };
    });
    const made = await call('POST', '/batches/edits', { records });
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({ status: 'done', doneCount: size, failedCount: 0 });
    ids.push(...made.json.records.map(({ id }: { id: string }) => id));
  }
  return ids;
}

const asJob = (work: (context: Context) => Promise<unknown>) =>
  world.installation.gate.runAs({ actor: 'job:batch.run', organisation: org.id, action: 'batch.run' }, work);

describe('edits', () => {
  test('are each wholly done or reported with what is wrong, and undone in one', async () => {
    const [a = '', b = '', c = '', d = ''] = await make(4);
    await call('PATCH', `/records/${b}`, { version: 1, data: { phone: '0701740605' } });
    await call('PUT', `/records/${c}/trashing`);
    const answer = await call('POST', '/batches/edits', {
      records: [
        { record: a, version: 1, data: { given_name: 'Ny', identity_number: '19900101-2385', kind: 'Ungdom' } },
        { record: b, version: 1, data: { given_name: 'Försent' } },
        { record: c, version: 2, data: { given_name: 'Bort' } },
        { record: d, version: 1, data: { phone: '12', email: 'inte en adress' } },
        { record: crypto.randomUUID(), version: 1, data: { given_name: 'Ingen' } },
        { record: null, version: null, data: { given_name: 'Helt', family_name: 'Ny' } },
      ],
    });
    expect(answer.json).toMatchObject({ kind: 'change', status: 'done', rowCount: 6, doneCount: 2, failedCount: 4 });
    expect(answer.json.problems.map(({ place, field, code }: never) => [place, field, code])).toEqual([
      [1, null, 'field.stale'],
      [2, null, 'field.in_trash'],
      [3, 'email', 'field.email'],
      [3, 'phone', 'field.phone'],
      [4, null, 'field.record_gone'],
    ]);
    expect(answer.json.problems[3].message).toBe('Skriv ett telefonnummer, till exempel 070-174 06 05.');
    expect(await read(a)).toMatchObject({ version: 2, data: { given_name: 'Ny', kind: 'youth' } });
    expect(await read(d)).toMatchObject({ version: 1 });
    const found = await call('GET', '/records?search=helt');
    expect(found.json.records).toHaveLength(1);

    const undone = await call('DELETE', `/batches/changes/${answer.json.id}`);
    expect(undone.json).toMatchObject({ status: 'undone', undoneCount: 2, keptCount: 0, isUndoable: false });
    expect(await read(a)).toMatchObject({ version: 3, data: { kind: null, identity_number: null } });
    expect((await call('GET', '/records?search=helt')).json.records).toHaveLength(0);
    expect((await call('DELETE', `/batches/changes/${answer.json.id}`)).json).toMatchObject({ undoneCount: 2 });
  });

  test('as a whole are refused with the path of every fault, and nothing is done', async () => {
    const [a = '', b = ''] = await make(2);
    const records = [
      { record: a, version: 1, data: { given_name: 'Hel' } },
      { record: b, version: 7, data: { given_name: 'Halv' } },
      { record: null, version: null, data: { given_name: 'Utan' } },
    ];
    const refused = await call('POST', '/batches/edits', { records, isWhole: true });
    expect(refused.status).toBe(422);
    expect(refused.json.fields.map(({ path: at, code }: never) => [at, code])).toEqual([
      ['body.records.1.version', 'field.stale'],
      ['body.records.2.data.family_name', 'field.required'],
    ]);
    expect(await read(a)).toMatchObject({ version: 1 });
    const twice = await call('POST', '/batches/edits', { records: [records[0], records[0]] });
    expect(twice.json.fields).toMatchObject([{ path: 'body.records.1.record', code: 'field.record_twice' }]);
  });

  test('may exchange unique values between records, but not double them', async () => {
    const [a = '', b = '', c = ''] = await make(3);
    const [first, second, third] = [(await read(a)).data.email, (await read(b)).data.email, (await read(c)).data.email];
    const swapped = await call('POST', '/batches/edits', {
      records: [
        { record: a, version: 1, data: { email: second } },
        { record: b, version: 1, data: { email: first } },
      ],
    });
    expect(swapped.json).toMatchObject({ doneCount: 2, failedCount: 0 });
    const doubled = await call('POST', '/batches/edits', {
      records: [
        { record: a, version: 2, data: { email: third } },
        { record: b, version: 2, data: { email: second } },
      ],
    });
    // The second would have had what the first keeps.
    expect(doubled.json).toMatchObject({ doneCount: 0, failedCount: 2 });
    expect(doubled.json.problems).toMatchObject([
      { field: 'email', code: 'field.duplicate' },
      { field: 'email', code: 'field.duplicate' },
    ]);
    const undone = await call('DELETE', `/batches/changes/${swapped.json.id}`);
    expect(undone.json).toMatchObject({ undoneCount: 2, keptCount: 0 });
    expect((await read(a)).data.email).toBe(first);
  });

  test('of 200 rows take about a second', async () => {
    const ids = await make(200);
    const began = performance.now();
    const records = ids.map((record, index) => ({
      record,
      version: 1,
      data: { given_name: `G${index}`, family_name: `F${index}`, phone: '0701740605', born_on: '1990-01-01' },
    }));
    const answer = await call('POST', '/batches/edits', { records, isWhole: true });
    expect(answer.json).toMatchObject({ doneCount: 200 });
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});

describe('the same for many', () => {
  test('a change of a selection sets one value, and undoing keeps what was changed since', async () => {
    const ids = await make(5, (index) => ({ family_name: 'Urvalsson', kind: index === 0 ? 'youth' : 'adult' }));
    const before = (await call('GET', '/batches')).json.batches.length;
    const answer = await call('POST', '/batches/changes', {
      selection: { filter: ['family_name:eq:Urvalsson'] },
      data: { kind: 'youth' },
    });
    expect(answer.json).toMatchObject({ rowCount: 5, doneCount: 4, sameCount: 1, status: 'done', isUndoable: true });
    await call('PATCH', `/records/${ids[1]}`, { version: 2, data: { given_name: 'Sedan' } });
    const undone = await call('DELETE', `/batches/changes/${answer.json.id}`);
    expect(undone.json).toMatchObject({ undoneCount: 3, keptCount: 1 });
    expect(undone.json.problems).toMatchObject([{ code: 'field.changed_since_batch', title: 'Sedan Urvalsson' }]);
    expect((await read(ids[0] ?? '')).data.kind).toBe('youth');
    expect((await read(ids[4] ?? '')).data.kind).toBe('adult');
    expect((await call('GET', '/batches')).json.batches).toHaveLength(before + 1);
    expect((await call('GET', '/records?filter=kind:eq:adult&search=urvalsson')).json.records).toHaveLength(3);
  });

  test('what is asked for badly is refused with its path', async () => {
    const [id = ''] = await make(1);
    const faults = async (rest: string, body: unknown) => {
      const { status, json } = await call('POST', rest, body);
      expect(status).toBe(422);
      return json.fields.map(({ path: at, code }: never) => [at, code]);
    };
    expect(await faults('/batches/changes', { ids: [id], data: { kind: 'ingen', okänt: 'x' } })).toEqual([
      ['body.data.okänt', 'field.unknown'],
      ['body.data.kind', 'field.choice'],
    ]);
    expect(await faults('/batches/changes', { ids: [id], data: {} })).toEqual([['body.data', 'field.required']]);
    expect(await faults('/batches/trashings', {})).toEqual([['body.ids', 'field.one_of_two']]);
    expect(await faults('/batches/trashings', { selection: { filter: ['nej:eq:1'] } })).toEqual([
      ['body.selection.filter.0', 'field.unknown'],
    ]);
  });

  test('others’ ids, and those of another register, are not there', async () => {
    const other = await world.createOrganisation('other');
    const theirs = await other.owner.call('POST', `${other.path}/registers`, {
      key: 'members',
      definition: membersDefinition,
    });
    const record = await other.owner.call('POST', `${other.path}/registers/${theirs.json.id}/records`, {
      data: { given_name: 'Deras', family_name: 'Egen' },
    });
    const [own = ''] = await make(1);
    const answer = await call('POST', '/batches/trashings', { ids: [own, record.json.id] });
    expect(answer.json.fields).toMatchObject([{ path: 'body.ids.1', code: 'field.record_gone' }]);
    expect(await read(own)).toMatchObject({ trashedAt: null });
    const batch = (await call('POST', '/batches/trashings', { ids: [own] })).json.id;
    expect((await other.owner.call('GET', `${other.path}/registers/${theirs.json.id}/batches/${batch}`)).status).toBe(
      404,
    );
    expect((await call('DELETE', `/batches/changes/${batch}`)).status).toBe(404);
    expect((await call('DELETE', `/batches/trashings/${batch}`)).json).toMatchObject({
      status: 'undone',
      undoneCount: 1,
    });
    expect((await call('DELETE', `/batches/trashings/${batch}`)).json).toMatchObject({
      status: 'undone',
      undoneCount: 1,
    });
    const nothing = await call('POST', '/batches/restorations', { ids: [own] });
    expect(nothing.json).toMatchObject({ doneCount: 0, sameCount: 1, isUndoable: false });
    expect((await call('DELETE', `/batches/trashings/${nothing.json.id}`)).json.code).toBe('batch.not_kept');
  });

  test('the permission is that of the single deed', async () => {
    const [id = ''] = await make(1);
    const reader = await org.createMember('reader');
    const writer = await org.createMember(['register.read', 'record.read', 'record.write']);
    const status = async (by: typeof reader, rest: string, body: unknown) =>
      (await by.call('POST', `${path}/batches/${rest}`, body)).status;
    expect(await status(reader, 'changes', { ids: [id], data: { kind: 'youth' } })).toBe(403);
    expect(await status(reader, 'edits', { records: [{ record: id, version: 1, data: {} }] })).toBe(403);
    expect(await status(writer, 'trashings', { ids: [id] })).toBe(403);
    expect(await status(writer, 'restorations', { ids: [id] })).toBe(403);
    expect(await status(writer, 'changes', { ids: [id], data: { kind: 'youth' } })).toBe(201);
  });

  test('a job that died in the middle goes on with what is left, and its undoing does too', async () => {
    const ids = await make(1_200, () => ({ family_name: 'Mängdsson' }));
    const begun = await call('POST', '/batches/trashings', { selection: { search: 'mängdsson' } });
    expect(begun.json).toMatchObject({ status: 'running', rowCount: 1_200, doneCount: 0 });
    const { id } = begun.json;
    await asJob((context) => runUnit(context, { register, batch: id }));
    expect((await call('GET', `/batches/${id}`)).json).toMatchObject({ status: 'running', doneCount: 500 });
    // A unit that is killed leaves nothing of itself.
    const killed = asJob(async (context) => {
      await runUnit(context, { register, batch: id });
      throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    expect((await call('GET', `/batches/${id}`)).json).toMatchObject({ status: 'running', doneCount: 500 });

    await world.installation.jobs.work();
    const stateOf = (status: string) =>
      eventually(async () => {
        const { json } = await call('GET', `/batches/${id}`);
        return json.status === status && json;
      });
    expect(await stateOf('done')).toMatchObject({ doneCount: 1_200, failedCount: 0, isUndoable: true });
    expect((await call('GET', '/count?search=mängdsson')).json.count).toBe(0);

    // One was taken out of the trash by hand, another's e-mail was taken by somebody else meanwhile.
    await call('DELETE', `/records/${ids[3]}/trashing`);
    const { email } = (await read(ids[7] ?? '')).data;
    await call('POST', '/records', { data: { given_name: 'Tog', family_name: 'Adressen', email } });
    const began = performance.now();
    expect((await call('DELETE', `/batches/trashings/${id}`)).json.status).toBe('undoing');
    const undone = await stateOf('undone');
    expect(performance.now() - began).toBeLessThan(40_000);
    expect(undone).toMatchObject({ undoneCount: 1_198, keptCount: 2 });
    expect(undone.problems.map(({ code }: { code: string }) => code).toSorted()).toEqual([
      'field.changed_since_batch',
      'field.duplicate',
    ]);
    expect((await call('GET', '/count?search=mängdsson')).json.count).toBe(1_199);
  });

  test('after 30 days what would undo it is removed', async () => {
    const [id = ''] = await make(1);
    const { json } = await call('POST', '/batches/changes', { ids: [id], data: { kind: 'youth' } });
    const rows = () => world.sql(`select 1 from batch_records where batch_id = $1`, [json.id]);
    await removeOldBatches(world.installation.gate);
    expect(await rows()).toHaveLength(1);
    await world.sql(`update batches set created_at = created_at - interval '31 days' where id = $1`, [json.id]);
    await removeOldBatches(world.installation.gate);
    expect(await rows()).toHaveLength(0);
    expect((await call('GET', `/batches/${json.id}`)).json).toMatchObject({ doneCount: 1, isUndoable: false });
    expect((await call('DELETE', `/batches/changes/${json.id}`)).json.code).toBe('batch.not_kept');
  });

  test('no value lies in clear beside a batch or in its journal', async () => {
    const [id = ''] = await make(1);
    await call('POST', '/batches/edits', {
      records: [{ record: id, version: 1, data: { given_name: 'Klartextprov', identity_number: '19900102-2384' } }],
    });
    await call('POST', '/batches/edits', { records: [{ record: id, version: 2, data: { given_name: 'Annat' } }] });
    const rows = await world.sql(
      `select row_to_json(b)::text as t from batch_records b union all select row_to_json(b)::text from batches b`,
    );
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.filter(({ t }) => /Klartextprov|199001022384/.test(String(t)))).toEqual([]);
  });
});
