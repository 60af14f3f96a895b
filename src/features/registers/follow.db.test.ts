import { afterAll, beforeAll, expect, test } from 'vitest';
import { follower, type Follower } from '#tests/events.ts';
import { eventually, openWorld, type TestAccount, type TestMember, type TestOrganisation } from '#tests/world.ts';
import { ownMax } from '#gate/seats.ts';
import type { RegisterEvent } from './event-contract.ts';
import { membersDefinition } from './testing.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
let org: TestOrganisation;
let anna: TestMember;
let bo: TestMember;
let path: string;

beforeAll(async () => {
  world = await openWorld();
  await world.installation.jobs.work();
  org = await world.createOrganisation('events');
  anna = await org.createMember('editor');
  bo = await org.createMember('editor');
  const made = await org.owner.call('POST', `${org.path}/registers`, { key: 'members', definition: membersDefinition });
  path = `${org.path}/registers/${made.json.id}`;
  await eventually(async () => world.installation.gate.announcements.counts.heard > 0);
});
afterAll(() => world.close());

const open = async (as: TestAccount, at = path): Promise<Follower> =>
  follower(await world.router.request(`http://localhost/api/v1${at}/events`, { headers: as.headers }));
const make = async (by: TestAccount, given = 'Anna') =>
  (await by.call('POST', `${path}/records`, { data: { given_name: given, family_name: 'Lind' } })).json;
const byBo = () => ({ id: bo.membershipId, name: 'events' });

/** What is told until it is as wanted; what goes together in one event and what in two is a matter of time. */
async function untilTold(from: Follower, isEnough: (changes: RegisterEvent['changes']) => boolean) {
  const changes: RegisterEvent['changes'] = [];
  while (!isEnough(changes)) changes.push(...(await from.next()).changes);
  return changes;
}

async function entriesOf(request: string) {
  const rows = await world.sql(
    `select leaf from journal_entries where request_id = $1 and kind = 'access' order by id`,
    [request],
  );
  return rows.map(({ leaf }) => {
    const { action, outcome, rows: count, code } = JSON.parse(String(leaf)) as Record<string, unknown>;
    return { action, outcome, rows: count, code };
  });
}
const endedOf = (request: string) => eventually(async () => (await entriesOf(request))[1]);

test('who follows hears which record was changed, in which version and by whom; nothing of what is in it', async () => {
  const record = await make(bo);
  const stream = await open(anna);
  expect(stream.status).toBe(200);
  const changed = await bo.call('PATCH', `${path}/records/${record.id}`, { version: 1, data: { given_name: 'Beata' } });
  expect(changed.status).toBe(200);
  const changes = await untilTold(stream, (all) => all.some(({ records }) => records?.[0]?.version === 2));
  expect(changes.at(-1)).toEqual({ kind: 'records', records: [{ id: record.id, version: 2 }], by: byBo() });
  expect(JSON.stringify(changes)).not.toContain('Beata');
  await stream.leave();
});

test('each kind of change is told: trash, comments, views, the definition, many at once', async () => {
  const record = await make(bo);
  const stream = await open(anna);
  const kinds = async (kind: string) => (await untilTold(stream, (all) => all.some((one) => one.kind === kind))).at(-1);
  await bo.call('PUT', `${path}/records/${record.id}/trashing`);
  await untilTold(stream, (all) => all.some(({ records }) => records?.[0]?.version === 2));
  await bo.call('DELETE', `${path}/records/${record.id}/trashing`);
  await untilTold(stream, (all) => all.some(({ records }) => records?.[0]?.version === 3));

  await bo.call('POST', `${path}/records/${record.id}/comments`, { text: 'Ring henne' });
  expect(await kinds('comments')).toEqual({
    kind: 'comments',
    records: [{ id: record.id, version: null }],
    by: byBo(),
  });
  const view = { columns: null, sort: '', filter: [], search: '', group: null, totals: [] };
  const kept = await bo.call('POST', `${path}/views`, { name: 'Mina', view, sharedWith: null });
  expect(kept.status).toBe(201);
  expect(await kinds('views')).toEqual({ kind: 'views', records: null, by: byBo() });
  const put = await org.owner.call('PUT', `${path}/definition`, {
    version: 1,
    definition: membersDefinition,
    converts: [],
  });
  expect(put.status, put.text).toBe(200);
  expect(await kinds('definition')).toMatchObject({ kind: 'definition', records: null });

  for (let index = 0; index < 60; index += 1) await make(org.owner, `Nr ${index}`);
  const trashed = await bo.call('POST', `${path}/batches/trashings`, { selection: { search: 'Nr' } });
  expect(trashed.status, trashed.text).toBeLessThan(300);
  const many = await untilTold(stream, (all) =>
    all.some(({ records, by }) => records === null && by?.id !== org.owner.membershipId),
  );
  expect(many.at(-1)).toMatchObject({ kind: 'records', records: null });
  await stream.leave();
});

test('what was rolled back is not told', async () => {
  const record = await make(bo);
  const stream = await open(anna);
  const stale = await bo.call('PATCH', `${path}/records/${record.id}`, { version: 7, data: { given_name: 'X' } });
  expect(stale.status).toBe(409);
  const next = await make(bo);
  const changes = await untilTold(stream, (all) =>
    all.some(({ records }) => records?.some(({ id }) => id === next.id)),
  );
  expect(
    changes.flatMap(({ records }) => records ?? []).filter(({ id, version }) => id === record.id && version !== 1),
  ).toEqual([]);
  await stream.leave();
});

test('another organisation hears nothing of it, and is told that there is no such register', async () => {
  const other = await world.createOrganisation('other');
  const made = await other.owner.call('POST', `${other.path}/registers`, {
    key: 'members',
    definition: membersDefinition,
  });
  const own = `${other.path}/registers/${made.json.id}`;
  const stream = await open(other.owner, own);
  await make(bo);
  const record = await other.owner.call('POST', `${own}/records`, {
    data: { given_name: 'Egen', family_name: 'Post' },
  });
  const changes = await untilTold(stream, (all) => all.some(({ records }) => records?.[0]?.id === record.json.id));
  expect(changes).toHaveLength(1);
  await stream.leave();
  expect((await open(other.owner)).status).toBe(404);
  expect((await open(bo, `${org.path}/registers/${made.json.id}`)).status).toBe(404);
});

const revocations: [what: string, sql: string, end: { status: number; code: string }][] = [
  [
    'a session that is ended',
    `update sessions set ended_at = now() where account_id = $1`,
    { status: 401, code: 'nobody' },
  ],
  [
    'a membership that is suspended',
    `update memberships set status = 'suspended' where account_id = $1`,
    { status: 404, code: 'not_found' },
  ],
  [
    'a permission that is withdrawn',
    `delete from membership_roles where membership_id = (select id from memberships where account_id = $1)`,
    { status: 403, code: 'forbidden' },
  ],
];

test.each(revocations)('P21 %s ends it within seconds, before anything more is told', async (_, sql, end) => {
  const member = await org.createMember('reader');
  const stream = await open(member);
  await world.sql(sql, [member.id]);
  const revokedAt = performance.now();
  // It ends by itself: nothing happens in the register meanwhile.
  expect(await stream.end()).toEqual(end);
  expect(performance.now() - revokedAt).toBeLessThan(15_000);
  expect(await endedOf(stream.request)).toEqual({
    action: 'register.followed.ended',
    outcome: 'ended',
    rows: 0,
    code: end.code,
  });
});

test('P21 a key that is revoked ends it, and is told nothing of what happened since', async () => {
  const key = await org.createKey(['record.read']);
  const stream = await open(key);
  await world.sql('update api_keys set revoked_at = now() where id = $1', [key.id]);
  await make(bo);
  expect(await stream.end()).toEqual({ status: 401, code: 'nobody' });
  expect(await endedOf(stream.request)).toMatchObject({ rows: 0 });
});

test('P24 it has its entry before its first byte, and one with the number of events when its reader leaves', async () => {
  const member = await org.createMember('reader');
  const stream = await open(member);
  expect(await entriesOf(stream.request)).toEqual([
    { action: 'register.followed.started', outcome: 'started', rows: undefined, code: undefined },
  ]);
  await make(org.owner);
  await stream.next();
  await stream.leave();
  expect(await endedOf(stream.request)).toMatchObject({ outcome: 'ended', code: 'cancelled', rows: 1 });
});

test('nobody takes every seat: one more is refused, and a seat that was left is free', async () => {
  const member = await org.createMember('reader');
  const streams = await Promise.all(Array.from({ length: ownMax }, () => open(member)));
  expect(streams.map(({ status }) => status)).toEqual(streams.map(() => 200));
  const refused = await member.call('GET', `${path}/events`);
  expect(refused.status).toBe(429);
  expect(refused.json.code).toBe('events.too_many');
  expect(refused.headers.get('retry-after')).toBe('30');
  await streams[0]?.leave();
  const again = await open(member);
  expect(again.status).toBe(200);
  await Promise.all([...streams.slice(1), again].map((stream) => stream.leave()));
  expect(world.installation.gate.seats.taken).toBe(0);
});

test('P18 following keeps no session alive: idle for too long, it ends', async () => {
  const member = await org.createMember('reader');
  await member.call('GET', `${path}/records`);
  const stream = await open(member);
  const [before] = await world.sql('select last_seen_at from sessions where id = $1', [member.sessionId]);
  world.clock.advance(61 * 60_000);
  expect(await stream.end()).toEqual({ status: 401, code: 'idle' });
  expect(await world.sql('select last_seen_at from sessions where id = $1', [member.sessionId])).toEqual([before]);
});
