import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openWorld, type TestMember, type TestOrganisation } from '#tests/world.ts';
import { membersDefinition } from '#features/registers/testing.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
let org: TestOrganisation;
let anna: TestMember;
let bo: TestMember;
let register: string;
let registerId: string;
let record: string;
let path: string;

beforeAll(async () => {
  world = await openWorld();
  org = await world.createOrganisation('mentions');
  anna = await org.createMember('editor');
  const made = await org.owner.call('POST', `${org.path}/registers`, { key: 'members', definition: membersDefinition });
  registerId = made.json.id;
  register = `${org.path}/registers/${registerId}/records`;
});
afterAll(() => world.close());

beforeEach(async () => {
  bo = await org.createMember('reader');
  const made = await org.owner.call('POST', register, { data: { given_name: 'Eva', family_name: 'Lind' } });
  record = made.json.id;
  path = `${register}/${record}/comments`;
});

const at = ({ membershipId }: TestMember) => `@[${membershipId}]`;
const write = (text: string) => anna.call('POST', path, { text });
const mentions = async (of: TestMember, query = '') => (await of.call('GET', `${org.path}/mentions${query}`)).json;
const unread = async (of: TestMember) => (await of.call('GET', `${org.path}/mentions/count`)).json.unread;
const read = (by: TestMember, mention: string) => by.call('PUT', `${org.path}/mentions/${mention}/reading`);

test('who is mentioned is told once, by whom, where and what, under the names of today', async () => {
  const { json: comment } = await write(`${at(bo)} och ${at(bo)}, titta`);
  await world.sql(`update memberships set display_name = 'Bo Nyholm' where id = $1`, [bo.membershipId]);
  expect(await unread(bo)).toBe(1);
  const { mentions: told, next } = await mentions(bo);
  expect(next).toBeNull();
  expect(told).toMatchObject([
    {
      comment: comment.id,
      record: { id: record, register: registerId, title: 'Eva Lind' },
      author: { id: anna.membershipId },
      text: `${at(bo)} och ${at(bo)}, titta`,
      names: { [bo.membershipId]: 'Bo Nyholm' },
      readAt: null,
    },
  ]);
  const [seen] = (await bo.call('GET', path)).json.comments;
  expect(seen.unreadMention).toBe(told[0].id);
  expect((await anna.call('GET', path)).json.comments[0].unreadMention).toBeNull();
});

test('a mention is read once and stays read, by who was mentioned alone', async () => {
  await write(`Hej ${at(bo)}`);
  const [{ id }] = (await mentions(bo)).mentions;
  for (const other of [anna, org.owner]) expect((await read(other, id)).status).toBe(404);
  expect((await read(bo, randomUUID())).status).toBe(404);
  expect(await unread(bo)).toBe(1);
  expect((await read(bo, id)).status).toBe(204);
  const [{ readAt }] = (await mentions(bo)).mentions;
  expect(readAt).not.toBeNull();
  world.clock.advance(1_000);
  expect((await read(bo, id)).status).toBe(204);
  expect((await mentions(bo)).mentions[0].readAt).toBe(readAt);
  expect(await unread(bo)).toBe(0);
});

test('all are read up to what was seen, and what came later is not', async () => {
  for (const number of [1, 2, 3]) await write(`${number} ${at(bo)}`);
  const { mentions: seen, next } = await mentions(bo, '?limit=2');
  expect(next).toBe(seen[1].id);
  expect((await mentions(bo, `?limit=2&after=${next}`)).mentions).toHaveLength(1);
  await write(`4 ${at(bo)}`);
  const all = () => bo.call('PUT', `${org.path}/mentions/reading`, { upTo: seen[0].id });
  expect((await all()).status).toBe(204);
  expect((await all()).status).toBe(204);
  expect(await unread(bo)).toBe(1);
  expect((await mentions(bo)).mentions[0]).toMatchObject({ text: `4 ${at(bo)}`, readAt: null });
});

test('a mention that would reach nobody is refused, and nobody’s name is told', async () => {
  const suspended = await org.createMember('editor');
  await world.sql(`update memberships set status = 'suspended' where id = $1`, [suspended.membershipId]);
  const auditor = await org.createMember('auditor');
  const elsewhere = await world.createOrganisation('elsewhere');
  for (const id of [suspended.membershipId, auditor.membershipId, elsewhere.owner.membershipId, randomUUID()]) {
    const refused = await write(`Hej @[${id}]`);
    expect(refused.status).toBe(422);
    expect(refused.json.fields).toMatchObject([{ path: 'body.text', code: 'field.mention_unreachable' }]);
  }
  const { members } = (await anna.call('GET', `${org.path}/member-names`)).json;
  const mayRead = (of: TestMember) =>
    members.find(({ id }: { id: string }) => id === of.membershipId)?.mayReadRecords as boolean | undefined;
  expect([bo, auditor, suspended].map(mayRead)).toEqual([true, false, undefined]);
  const many = Array.from({ length: 21 }, () => `@[${randomUUID()}]`).join('');
  expect((await write(many)).json.fields[0].code).toBe('field.too_many_mentions');
});

test('who may no longer read records learns nothing from a mention', async () => {
  const role = await org.createMember(['organisation.read', 'record.read']);
  await write(`Hej ${at(role)}`);
  expect(await unread(role)).toBe(1);
  await world.sql(
    `update roles set permissions = '{organisation.read}' where id = (select role_id from membership_roles where membership_id = $1)`,
    [role.membershipId],
  );
  for (const where of ['mentions', 'mentions/count'])
    expect((await role.call('GET', `${org.path}/${where}`)).status).toBe(403);
});

test('a changed text tells who is new, and no longer who is gone from it', async () => {
  const eva = await org.createMember('reader');
  const { json } = await write(`Hej ${at(bo)}`);
  const [{ id: first }] = (await mentions(bo)).mentions;
  const one = `${path}/${json.id}`;
  const both = await anna.call('PATCH', one, { version: 1, text: `Hej ${at(bo)} och ${at(eva)}` });
  expect([await unread(bo), await unread(eva)]).toEqual([1, 1]);
  expect((await mentions(bo)).mentions[0].id).toBe(first);
  await anna.call('PATCH', one, { version: both.json.version, text: `Hej ${at(eva)}` });
  expect([await unread(bo), (await mentions(bo)).mentions]).toEqual([0, []]);
  await anna.call('DELETE', one);
  expect(await unread(eva)).toBe(0);
});

test('who left is mentioned without a name, and their leaving stops nobody from mending a word', async () => {
  const leaving = await org.createMember('reader');
  const text = `Hej ${at(leaving)} och ${at(anna)}`;
  const { json } = await write(text);
  await org.owner.call('DELETE', `${org.path}/members/${leaving.membershipId}`);
  const changed = await anna.call('PATCH', `${path}/${json.id}`, { version: 1, text: `${text}!` });
  expect(changed.status).toBe(200);
  expect(Object.keys(changed.json.names)).toEqual([anna.membershipId]);
  // Nobody is told of what they wrote themselves.
  expect(await unread(anna)).toBe(0);
  expect(await world.sql(`select from comment_mentions where comment_id = $1`, [json.id])).toEqual([]);
});

test('counting keeps no session alive and is no activity', async () => {
  const lastSeen = async () =>
    (await world.sql(`select last_seen_at::text as at from sessions where id = $1`, [bo.sessionId]))[0]?.['at'];
  const before = await lastSeen();
  world.clock.advance(60_000);
  await unread(bo);
  expect(await lastSeen()).toBe(before);
  await mentions(bo);
  expect(await lastSeen()).not.toBe(before);
});
