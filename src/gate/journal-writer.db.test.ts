import { randomUUIDv7 } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventually, openWorld, type TestOrganisation } from '#tests/world.ts';
import { accessEntry, type Entry } from './access-entry.ts';
import { JournalUnavailable, JournalWriter } from './journal-writer.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
let org: TestOrganisation;
let writer: JournalWriter;

beforeAll(async () => {
  world = await openWorld();
  org = await world.createOrganisation();
});
beforeEach(() => {
  writer = new JournalWriter(world.installation.gate.pools.journal, world.clock);
});
afterAll(() => world.close());

const entryOf = (organisation = org.id): Entry =>
  accessEntry({
    id: randomUUIDv7(),
    organisation,
    at: new Date(),
    actor: 'nobody',
    action: 'tried.written',
    door: 'open',
    request: randomUUIDv7(),
    session: undefined,
    target: undefined,
    outcome: 'done',
    status: 200,
    code: undefined,
    note: {},
    address: '192.0.2.1',
    browser: '',
  });
/** The salt is 32 bytes long: the database refuses this one. */
const brokenEntry = (): Entry => ({ ...entryOf(), salt: Buffer.alloc(1) });
const stored = async (entries: Entry[]) =>
  (
    await world.sql(
      `select id from journal_entries e join journal_values v on v.organisation_id = e.organisation_id and v.entry_id = e.id where id = any ($1::uuid[])`,
      [entries.map(({ id }) => id)],
    )
  ).length;
const outcomes = async (writes: Promise<void>[]) => (await Promise.allSettled(writes)).map(({ status }) => status);

/** Starts writes while nothing can be inserted, then lets them go on; gives how each ended. */
async function whileLocked(start: () => Promise<Promise<void>[]>): Promise<string[]> {
  await world.sql('begin; lock table journal_entries in share mode', undefined, 'valv_superuser');
  let ends: Promise<string[]> | undefined;
  try {
    ends = outcomes(await start());
  } finally {
    await world.sql('commit', [], 'valv_superuser');
  }
  return ends;
}

test('an entry is stored when its write resolves, with its values beside it', async () => {
  const entry = entryOf();
  await writer.write(entry);
  const [row] = await world.sql(
    `select e.leaf, v.payload from journal_entries e join journal_values v on v.entry_id = e.id where e.id = $1`,
    [entry.id],
  );
  expect(row).toEqual({ leaf: entry.leaf, payload: entry.payload });
});

test('entries of many calls and organisations share a commit, five hundred at most', async () => {
  const other = await world.createOrganisation();
  const entries = Array.from({ length: 1_200 }, (_, index) => entryOf(index % 2 === 0 ? org.id : other.id));
  await Promise.all(entries.map((entry) => writer.write(entry)));
  expect(await stored(entries)).toBe(1_200);
  expect(writer.counts).toEqual({ entries: 1_200, commits: 3, failures: 0 });
});

test('what comes while commits are under way goes with the next one, not one by one', async () => {
  const first = [entryOf(), entryOf()];
  const later = Array.from({ length: 50 }, () => entryOf());
  const ends = await whileLocked(async () => {
    const under = first.map((entry) => writer.write(entry));
    await new Promise((resolve) => setImmediate(resolve));
    return [...under, ...later.map((entry) => writer.write(entry))];
  });
  expect(new Set(ends)).toEqual(new Set(['fulfilled']));
  expect(await stored([...first, ...later])).toBe(52);
  expect(writer.counts.commits).toBeLessThanOrEqual(3);
});

test('the same entry twice is stored once and is no fault', async () => {
  const entry = entryOf();
  await writer.write(entry);
  await writer.write(entry);
  await Promise.all([writer.write(entry), writer.write(entry)]);
  expect(await stored([entry])).toBe(1);
});

test('a batch that fails fails the calls that wait for it, and no other', async () => {
  const [before, beside, after] = [entryOf(), entryOf(), entryOf()];
  await writer.write(before);
  expect(await outcomes([writer.write(beside), writer.write(brokenEntry())])).toEqual(['rejected', 'rejected']);
  expect(await outcomes([writer.write(after)])).toEqual(['fulfilled']);
  expect([await stored([before]), await stored([beside]), await stored([after])]).toEqual([1, 0, 1]);
  expect(writer.counts).toEqual({ entries: 2, commits: 2, failures: 2 });
});

test('a batch that fails does not fail the calls that wait for another', async () => {
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const good = [entryOf(), entryOf(), entryOf()];
  const ends = await whileLocked(async () => {
    const broken = writer.write(brokenEntry());
    await turn();
    // The second is under way beside it; the others are still in the queue.
    const others: Promise<void>[] = [];
    for (const entry of good) {
      others.push(writer.write(entry));
      await turn();
    }
    return [broken, ...others];
  });
  expect(ends).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
  expect(await stored(good)).toBe(3);
});

test('what went wrong is said by our own error, with the cause behind it', async () => {
  const error = await writer.write(brokenEntry()).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(JournalUnavailable);
  expect((error as Error).message).not.toMatch(/salt|check/);
  expect((error as Error).cause).toMatchObject({ code: '23514' });
});

test('too many that wait are refused at once, and those that waited are written', async () => {
  const entry = entryOf();
  const ends = await whileLocked(async () => {
    // The same entry: what is counted is the queue, not what is stored.
    const waiting = Array.from({ length: 20_000 }, () => writer.write(entry));
    await expect(writer.write(entryOf())).rejects.toThrow(JournalUnavailable);
    return waiting;
  });
  expect(new Set(ends)).toEqual(new Set(['fulfilled']));
  await writer.write(entryOf());
});

test('who was seen rides along: session, membership and key in the commit of the entry', async () => {
  const { owner } = org;
  const key = await org.createKey(['record.read']);
  await world.sql(`update sessions set last_seen_at = '2020-01-01' where id = $1`, [owner.sessionId]);
  await writer.write(entryOf(), {
    session: owner.sessionId,
    membership: { organisation: org.id, id: owner.membershipId },
    key: { organisation: org.id, id: key.id },
  });
  const [row] = await world.sql(
    `select (select last_seen_at > '2021-01-01' from sessions where id = $1) as session,
            exists (select 1 from membership_activity where membership_id = $2) as membership,
            exists (select 1 from api_key_activity where api_key_id = $3) as key`,
    [owner.sessionId, owner.membershipId, key.id],
  );
  expect(row).toEqual({ session: true, membership: true, key: true });
  expect(writer.counts.commits).toBe(1);
});

test('who was seen without an entry goes with the next batch, and somebody removed since is no fault', async () => {
  const member = await org.createMember('reader');
  const gone = await org.createMember('reader');
  await world.sql('delete from memberships where id = $1', [gone.membershipId]);
  for (const { membershipId } of [member, gone, member])
    writer.see({ membership: { organisation: org.id, id: membershipId } });
  writer.see(undefined);
  expect(writer.counts.commits).toBe(0);
  await writer.write(entryOf());
  expect(
    await world.sql('select 1 from membership_activity where membership_id = $1', [member.membershipId]),
  ).toHaveLength(1);
});

test('settling waits until all that was handed in is stored', async () => {
  const entries = Array.from({ length: 700 }, () => entryOf());
  for (const entry of entries) void writer.write(entry);
  await writer.settle();
  expect(await stored(entries)).toBe(700);
});

test('a lost connection fails the calls of that moment; the next is written by a new one', async () => {
  const ends = await whileLocked(async () => {
    const waiting = writer.write(entryOf());
    // Its end comes while the lock is held.
    waiting.catch(() => {});
    await eventually(
      async () =>
        (
          await world.sql(
            `select 1 from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.usename = 'valv_journal' and a.datname = current_database()`,
          )
        ).length > 0,
    );
    await world.sql(
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'valv_journal' and datname = current_database()`,
    );
    return [waiting];
  });
  expect(ends).toEqual(['rejected']);
  const entry = entryOf();
  await eventually(async () => (await outcomes([writer.write(entry)]))[0] === 'fulfilled');
  expect(await stored([entry])).toBe(1);
});
