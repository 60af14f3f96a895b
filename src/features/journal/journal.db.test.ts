import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type TestOrganisation } from '#tests/world.ts';
import { membersDefinition } from '../registers/testing.ts';
import { firstIdAt } from './stored-entry.ts';
import type { Entry } from './contract.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
let org: TestOrganisation;
let register: string;

const anna = {
  given_name: 'Anna',
  family_name: 'Öberg',
  kind: 'adult',
  phone: '070-174 06 05',
  email: 'anna@example.org',
  identity_number: '900101-2385',
};

beforeAll(async () => {
  world = await openWorld();
  org = await world.createOrganisation('journal');
  register = await makeRegister(org);
});
afterAll(() => world.close());

async function makeRegister(of: TestOrganisation, visibleTo: Record<string, string[]> = {}): Promise<string> {
  const definition = {
    ...membersDefinition,
    fields: membersDefinition.fields.map((field) => Object.assign({ visibleTo: visibleTo[field.key] ?? null }, field)),
  };
  const key = `r${randomUUID().slice(0, 8)}`;
  const made = await of.owner.call('POST', `${of.path}/registers`, { key, definition });
  expect(made.text).toContain(key);
  return made.json.id as string;
}

async function makeRecord(of = org, to = register, data: Record<string, string> = anna): Promise<string> {
  const made = await of.owner.call('POST', `${of.path}/registers/${to}/records`, { data });
  expect(made.text).toContain('"version":1');
  return made.json.id as string;
}

async function journal(query: string, of = org, caller = of.owner.call): Promise<Entry[]> {
  const answer = await caller('GET', `${of.path}/journal?${query}`);
  expect(answer.text).toContain('"entries"');
  return answer.json.entries as Entry[];
}

describe('the journal', () => {
  test('shows calls and changes, newest first, with the names of who did what to what', async () => {
    const record = await makeRecord(org, register, { ...anna, email: 'first@example.org', identity_number: '' });
    const [change, call] = await journal(`target=${record}`);
    expect(change).toMatchObject({
      kind: 'change',
      action: 'records.inserted',
      actor: { kind: 'account', id: org.owner.id, name: 'journal' },
      door: 'page',
      outcome: null,
      status: null,
      targetLabel: 'Medlemmar',
    });
    expect(call).toMatchObject({
      kind: 'access',
      action: 'record.created',
      outcome: 'done',
      status: 201,
      code: null,
      target: record,
      targetLabel: 'Medlemmar',
      changes: [],
    });
    expect(change?.changes).toContainEqual({
      field: 'data.kind',
      label: { sv: 'Medlemskap', en: 'Membership' },
      old: null,
      new: 'Vuxen',
      isMasked: false,
    });
    const english = await org.owner.call('GET', `${org.path}/journal?target=${record}&limit=1`, undefined, {
      'accept-language': 'en',
    });
    expect(english.json.entries[0]).toMatchObject({ targetLabel: 'Members' });
    expect(english.json.entries[0].changes).toContainEqual(
      expect.objectContaining({ field: 'data.kind', new: 'Adult' }),
    );
  });

  test('is itself called, and its entry names the filters but not what they held', async () => {
    const answer = await org.owner.call('GET', `${org.path}/journal?kind=change&target=${register}&limit=3`);
    const [{ leaf } = { leaf: '' }] = await world.sql(`select leaf from journal_entries where request_id = $1`, [
      answer.headers.get('x-request-id'),
    ]);
    expect(JSON.parse(String(leaf))).toMatchObject({
      action: 'journal.read',
      rows: answer.json.entries.length,
      query: ['target', 'kind'],
    });
    expect(leaf).not.toContain(register);
  });

  test('is paged without a gap or a repeat while it grows', async () => {
    const other = await world.createOrganisation('pages');
    for (let index = 0; index < 25; index += 1) await other.owner.call('GET', `${other.path}/registers`);
    const all = await world.sql(`select id from journal_entries where organisation_id = $1 order by id desc`, [
      other.id,
    ]);
    const seen: string[] = [];
    let after = '';
    for (;;) {
      const answer = await other.owner.call('GET', `${other.path}/journal?limit=7${after}`);
      seen.push(...answer.json.entries.map((entry: Entry) => entry.id));
      if (answer.json.next === null) break;
      after = `&after=${answer.json.next}`;
    }
    expect(seen).toEqual(all.map(({ id }) => id));
  });

  test('is filtered by kind and by time', async () => {
    const other = await world.createOrganisation('times');
    await other.owner.call('GET', `${other.path}/journal`);
    const kinds = async (query: string) => new Set((await journal(query, other)).map(({ kind }) => kind));
    expect(await kinds('kind=change')).toEqual(new Set(['change']));
    expect(await kinds('kind=access')).toEqual(new Set(['access']));

    const ids = (
      await world.sql(`select id from journal_entries where organisation_id = $1 order by id`, [other.id])
    ).map(({ id }) => String(id));
    const middle = ids[Math.floor(ids.length / 2)] ?? '';
    const at = new Date(Number.parseInt(middle.replaceAll('-', '').slice(0, 12), 16)).toISOString();
    const from = await journal(`from=${at}&limit=200`, other);
    const to = await journal(`to=${at}&limit=200`, other);
    expect(from.map(({ id }) => id)).toContain(middle);
    expect(from.every(({ id }) => id >= firstIdAt(at))).toBe(true);
    expect(to.map(({ id }) => id).toReversed()).toEqual(ids.filter((id) => id < firstIdAt(at)));
    expect((await other.owner.call('GET', `${other.path}/journal?from=yesterday`)).status).toBe(422);
  });

  test('is filtered by member: what they did themselves and what their keys did', async () => {
    const other = await world.createOrganisation('people');
    const editor = await other.createMember('editor');
    const key = await other.createKey(['register.read']);
    await editor.call('GET', `${other.path}/registers`);
    await key.call('GET', `${other.path}/registers`);
    const actors = async (member: string) => {
      const entries = await journal(`member=${member}&limit=200`, other);
      return [...new Set(entries.map(({ actor }) => `${actor.kind} ${actor.id} ${actor.name}`))].sort();
    };
    expect(await actors(editor.membershipId)).toEqual([`account ${editor.id} people`]);
    await journal('limit=1', other);
    expect(await actors(other.owner.membershipId)).toEqual(
      [`account ${other.owner.id} people`, `key ${key.id} test`].sort(),
    );
    expect(await journal(`member=${randomUUID()}`, other)).toEqual([]);
  });

  test('names a machine by what it is, and keeps a removed member’s entries without a name', async () => {
    const other = await world.createOrganisation('gone');
    const editor = await other.createMember('editor');
    await editor.call('GET', `${other.path}/registers`);
    await world.sql('delete from memberships where organisation_id = $1 and id = $2', [other.id, editor.membershipId]);
    const entries = await journal('limit=200', other);
    const actors = entries.map(({ actor }) => actor);
    expect(actors).toContainEqual({ kind: 'account', id: editor.id, name: null });
    expect(actors).toContainEqual({ kind: 'outside', id: null, name: 'valv_superuser' });
    expect(actors).toContainEqual({ kind: 'command', id: null, name: 'test' });
  });

  test('shows neither address nor browser', async () => {
    await org.owner.call('GET', `${org.path}/registers`, undefined, { 'user-agent': 'CanaryBrowser/1.0' });
    expect(JSON.stringify(await journal('limit=200'))).not.toContain('Canary');
    const kept = await world.sql(`select 1 from journal_values where payload like '%CanaryBrowser%'`);
    expect(kept).toHaveLength(1);
  });

  test('is one organisation’s: another’s member gets the answer of a missing thing, and its own holds none of it', async () => {
    const other = await world.createOrganisation('other');
    const record = await makeRecord(org, register, { ...anna, email: 'other@example.org', identity_number: '' });
    const stranger = await other.owner.call('GET', `${org.path}/journal`);
    const missing = await other.owner.call('GET', `/organisations/${randomUUID()}/journal`);
    expect([stranger.status, stranger.json.code]).toEqual([404, 'not_found']);
    expect({ ...stranger.json, request: '' }).toEqual({ ...missing.json, request: '' });
    expect(await journal(`target=${record}`, other)).toEqual([]);
    expect(await journal(`member=${org.owner.membershipId}`, other)).toEqual([]);
    const [newest] = await journal('limit=1');
    const ids = new Set((await journal(`after=${newest?.id}&limit=200`, other)).map(({ id }) => id));
    const own = await world.sql('select id from journal_entries where organisation_id = $1', [other.id]);
    expect([...ids].filter((id) => !own.some((row) => row['id'] === id))).toEqual([]);
  });

  test('is read by who may read it alone', async () => {
    const reader = await org.createMember('reader');
    expect((await reader.call('GET', `${org.path}/journal`)).status).toBe(403);
  });
});

describe('P22 the journal masks as the register does', () => {
  test('P22 who may read the journal but not the records sees which fields changed, and no value', async () => {
    const auditor = await org.createMember('auditor');
    const record = await makeRecord(org, register, {
      ...anna,
      given_name: 'Canaria',
      email: 'canary@example.org',
      identity_number: '',
    });
    const [change] = await journal(`target=${record}&kind=change`, org, auditor.call);
    expect(change?.changes).toContainEqual({
      field: 'data.given_name',
      label: { sv: 'Förnamn', en: 'Given name' },
      old: null,
      new: null,
      isMasked: true,
    });
    expect(JSON.stringify(change).toLowerCase()).not.toContain('canar');
  });

  test('P22 a field that the reader may not see is left out, in the journal and in the history', async () => {
    const administrator = org.roles.get('administrator') ?? '';
    const closed = await makeRegister(org, { phone: [administrator] });
    const record = await makeRecord(org, closed, { given_name: 'Bo', family_name: 'Ek' });
    await org.createMember('administrator').then(async (member) => {
      const changed = await member.call('PATCH', `${org.path}/registers/${closed}/records/${record}`, {
        version: 1,
        data: { phone: '070-174 06 05' },
      });
      expect(changed.text).toContain('"version":2');
      const shown = await journal(`target=${record}&kind=change&limit=1`, org, member.call);
      expect(shown[0]?.changes.map(({ field }) => field)).toEqual(['data.phone']);
    });
    // The owner has every permission and still not that role.
    const [update] = await journal(`target=${record}&kind=change`);
    expect(update).toMatchObject({ action: 'records.updated', changes: [] });
    const history = await org.owner.call('GET', `${org.path}/registers/${closed}/records/${record}/history`);
    expect(history.json.entries.map(({ action }: Entry) => action)).toEqual(['records.inserted']);
    expect(history.text).not.toContain('phone');
  });

  test('P22 an identity number is never shown, not even to who may disclose it', async () => {
    const record = await makeRecord();
    const { text } = await org.owner.call('GET', `${org.path}/registers/${register}/records/${record}/history`);
    expect(text).toContain(
      '"field":"data.identity_number","label":{"sv":"Personnummer","en":"Identity number"},"old":null,"new":null,"isMasked":true',
    );
    expect(text).not.toContain('v1.');
    expect(text).not.toContain('9001');
  });
});

describe('the history of a record', () => {
  test('tells who changed what, newest first, page by page', async () => {
    const record = await makeRecord(org, register, { ...anna, email: 'history@example.org', identity_number: '' });
    const path = `${org.path}/registers/${register}/records/${record}`;
    const editor = await org.createMember('editor');
    await editor.call('PATCH', path, { version: 1, data: { phone: '08-46500400', kind: 'youth' } });
    await editor.call('PUT', `${path}/trashing`);
    const reader = await org.createMember('reader');
    const first = await reader.call('GET', `${path}/history?limit=2`);
    expect(first.json.entries).toMatchObject([
      { action: 'records.updated', changes: [{ field: 'trashed_at', old: null }] },
      {
        actor: { id: editor.id },
        changes: [
          { field: 'data.kind', old: 'Vuxen', new: 'Ungdom' },
          { field: 'data.phone', new: expect.stringContaining('46') },
        ],
      },
    ]);
    const second = await reader.call('GET', `${path}/history?limit=2&after=${first.json.next}`);
    expect(second.json).toMatchObject({ entries: [{ action: 'records.inserted' }], next: null });
  });

  test('is the 404 of a missing thing in another register or organisation', async () => {
    const record = await makeRecord(org, register, { ...anna, email: 'missing@example.org', identity_number: '' });
    const other = await world.createOrganisation('other');
    const elsewhere = await makeRegister(org);
    for (const [caller, path] of [
      [org.owner, `${org.path}/registers/${elsewhere}/records/${record}`],
      [org.owner, `${org.path}/registers/${register}/records/${randomUUID()}`],
      [other.owner, `${other.path}/registers/${register}/records/${record}`],
      [other.owner, `${org.path}/registers/${register}/records/${record}`],
    ] as const) {
      const answer = await caller.call('GET', `${path}/history`);
      expect([answer.status, answer.json.code]).toEqual([404, 'not_found']);
    }
  });
});
