import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openWorld, type TestMember, type TestOrganisation } from '#tests/world.ts';
import { membersDefinition } from '#features/registers/testing.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
let org: TestOrganisation;
let anna: TestMember;
let bo: TestMember;
let administrator: TestMember;
let reader: TestMember;
let register: string;
let record: string;
let path: string;

beforeAll(async () => {
  world = await openWorld();
  org = await world.createOrganisation('comments');
  [anna, bo, administrator, reader] = await Promise.all([
    org.createMember('editor'),
    org.createMember('editor'),
    org.createMember('administrator'),
    org.createMember('reader'),
  ]);
  const made = await org.owner.call('POST', `${org.path}/registers`, { key: 'members', definition: membersDefinition });
  register = `${org.path}/registers/${made.json.id}/records`;
});
afterAll(() => world.close());

beforeEach(async () => {
  const made = await org.owner.call('POST', register, { data: { given_name: 'Anna', family_name: 'Lind' } });
  record = made.json.id;
  path = `${register}/${record}/comments`;
});

const write = async (by: TestMember, text: string) => (await by.call('POST', path, { text })).json;
const list = async (by: TestMember, query = '') => (await by.call('GET', `${path}${query}`)).json;
const texts = async (by: TestMember) =>
  (await list(by)).comments.map(({ text }: { text: string | null }) => text).toReversed();
const trash = () => org.owner.call('PUT', `${register}/${record}/trashing`);

test('a comment is read by all who read the record, with who wrote it and when', async () => {
  await world.sql(`update memberships set display_name = 'Anna Åberg' where id = $1`, [anna.membershipId]);
  const written = await anna.call('POST', path, { text: '  Ringde i dag.\nSvarar på måndag.  ' });
  expect(written.status).toBe(201);
  expect(written.json).toMatchObject({
    version: 1,
    author: { id: anna.membershipId, name: 'Anna Åberg' },
    text: 'Ringde i dag.\nSvarar på måndag.',
    names: {},
    editedAt: null,
    removal: null,
    isChangeable: true,
    isRemovable: true,
    unreadMention: null,
  });
  const seen = await list(reader);
  expect(seen).toMatchObject({ count: 1, next: null });
  expect(seen.comments[0]).toEqual({ ...written.json, isChangeable: false, isRemovable: false });
  expect((await reader.call('POST', path, { text: 'Nej' })).json.permission).toBe('comment.write');
  const auditor = await org.createMember('auditor');
  expect((await auditor.call('GET', path)).status).toBe(403);
});

test('a text is plain, not empty, and no longer than 5,000 characters', async () => {
  for (const text of ['', '  \n ', 'x'.repeat(5_001), 'a\u0000b']) {
    const refused = await anna.call('POST', path, { text });
    expect([refused.status, refused.json.fields?.[0]?.path]).toEqual([422, 'body.text']);
  }
  expect((await write(anna, 'å'.repeat(5_000))).text).toHaveLength(5_000);
});

test('the conversation is paged from its end, each comment once', async () => {
  const written: string[] = [];
  for (let number = 1; number <= 7; number += 1) written.push((await write(anna, `Nummer ${number}`)).id);
  const read: string[] = [];
  let after = '';
  do {
    const page = await list(bo, `?limit=3${after}`);
    expect(page.count).toBe(7);
    read.push(...page.comments.map(({ id }: { id: string }) => id));
    after = page.next === null ? '' : `&after=${page.next}`;
  } while (after !== '');
  expect(read).toEqual(written.toReversed());
});

test('only its author changes a comment, and from two windows not over each other', async () => {
  const { id } = await write(anna, 'Först');
  const one = `${path}/${id}`;
  const changed = await anna.call('PATCH', one, { version: 1, text: 'Sedan' });
  expect(changed.json).toMatchObject({ version: 2, text: 'Sedan' });
  expect(changed.json.editedAt).not.toBeNull();
  const stale = await anna.call('PATCH', one, { version: 1, text: 'Annat' });
  expect([stale.status, stale.json.code, stale.json.current.text]).toEqual([409, 'comment.stale', 'Sedan']);
  // What is as it was is no change.
  expect((await anna.call('PATCH', one, { version: 2, text: 'Sedan' })).json).toEqual(changed.json);
  for (const other of [bo, administrator, org.owner]) {
    const refused = await other.call('PATCH', one, { version: 2, text: 'Mina ord' });
    expect([refused.status, refused.json.code]).toEqual([403, 'comment.not_own']);
  }
  expect(await texts(bo)).toEqual(['Sedan']);
});

test('a removed comment leaves its place and no word in the table', async () => {
  await write(anna, 'Kvar');
  const { id } = await write(anna, `Hemligt om @[${bo.membershipId}]`);
  const one = `${path}/${id}`;
  const removed = await anna.call('DELETE', one);
  expect(removed.json).toMatchObject({ text: null, names: {}, removal: { by: { id: anna.membershipId } } });
  expect((await anna.call('DELETE', one)).json).toEqual(removed.json);
  expect(await list(bo)).toMatchObject({ count: 1, comments: [{ text: null }, { text: 'Kvar' }] });
  const [row] = await world.sql(
    `select to_jsonb(c)::text as row, (select count(*)::int from comment_mentions m where m.comment_id = c.id) as mentions
       from comments c where id = $1`,
    [id],
  );
  expect(row?.['row']).not.toContain('Hemligt');
  expect(row?.['mentions']).toBe(0);

  // Who removed it writes it anew: the way back right after.
  const back = await anna.call('PATCH', one, { version: removed.json.version, text: 'Ångrat' });
  expect(back.json).toMatchObject({ text: 'Ångrat', removal: null });
});

test('another’s comment is removed by who may, and then stays removed', async () => {
  const { id } = await write(anna, 'Opassande');
  const one = `${path}/${id}`;
  expect((await bo.call('DELETE', one)).json).toMatchObject({ code: 'forbidden', permission: 'comment.remove' });
  const removed = await administrator.call('DELETE', one);
  expect(removed.json).toMatchObject({ text: null, removal: { by: { id: administrator.membershipId } } });
  const again = await anna.call('PATCH', one, { version: removed.json.version, text: 'Opassande' });
  expect([again.status, again.json.code]).toEqual([409, 'comment.removed']);
  expect(await texts(anna)).toEqual([null]);
});

test('comments on a record in the trash are read, not written', async () => {
  const { id } = await write(anna, 'Innan');
  await trash();
  expect(await texts(anna)).toEqual(['Innan']);
  for (const [method, at, body] of [
    ['POST', path, { text: 'Efter' }],
    ['PATCH', `${path}/${id}`, { version: 1, text: 'Efter' }],
    ['DELETE', `${path}/${id}`, undefined],
  ] as const) {
    const refused = await anna.call(method, at, body);
    expect([refused.status, refused.json.code], method).toEqual([409, 'record.in_trash']);
  }
});

test('a comment is found on its own record alone', async () => {
  const { id } = await write(anna, 'Här');
  const other = (await org.owner.call('POST', register, { data: { given_name: 'B', family_name: 'B' } })).json.id;
  for (const at of [`${register}/${other}/comments/${id}`, `${register}/${randomUUID()}/comments/${id}`]) {
    expect((await anna.call('PATCH', at, { version: 1, text: 'Där' })).status).toBe(404);
    expect((await anna.call('DELETE', at)).status).toBe(404);
  }
  expect((await anna.call('GET', `${register}/${randomUUID()}/comments`)).status).toBe(404);
  expect(await texts(anna)).toEqual(['Här']);
});

test('what was said stays when who said it leaves, without a name; it goes with its record', async () => {
  const leaving = await org.createMember('editor');
  await write(leaving, 'Hej då');
  await org.owner.call('DELETE', `${org.path}/members/${leaving.membershipId}`);
  expect((await list(bo)).comments).toMatchObject([{ text: 'Hej då', author: { name: null } }]);
  await world.sql(`delete from records where id = $1`, [record]);
  expect(await world.sql(`select from comments where record_id = $1`, [record])).toEqual([]);
});

test('the text of a comment is in the journal only for who may read records, and not in the record’s history', async () => {
  await world.sql(`update memberships set display_name = 'Bo Ek' where id = $1`, [bo.membershipId]);
  const { id } = await write(anna, `v1. Se @[${bo.membershipId}]`);
  await anna.call('DELETE', `${path}/${id}`);
  const auditor = await org.createMember('auditor');
  const changesFor = async (who: TestMember) =>
    (await who.call('GET', `${org.path}/journal?target=${id}`)).json.entries.map(
      (entry: { action: string; changes: { field: string }[] }) => [
        entry.action,
        entry.changes.find(({ field }) => field === 'text'),
      ],
    );
  const text = (old: string | null, now: string | null, isMasked: boolean) => ({
    field: 'text',
    label: null,
    old,
    new: now,
    isMasked,
  });
  expect(await changesFor(org.owner)).toEqual([
    ['comments.updated', text('v1. Se @Bo Ek', null, false)],
    ['comments.inserted', text(null, 'v1. Se @Bo Ek', false)],
  ]);
  expect(await changesFor(auditor)).toEqual([
    ['comments.updated', text(null, null, true)],
    ['comments.inserted', text(null, null, true)],
  ]);
  const history = await org.owner.call('GET', `${register}/${record}/history`);
  expect(history.json.entries.map(({ action }: { action: string }) => action)).toEqual(['records.inserted']);
  // Who asks for the record finds that it was spoken of.
  const ofRecord = (await auditor.call('GET', `${org.path}/journal?target=${record}&kind=access`)).json.entries;
  expect(ofRecord.map(({ action }: { action: string }) => action)).toContain('comment.created');
});
