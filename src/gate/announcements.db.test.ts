import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventually, openWorld } from '#tests/world.ts';
import { recordsMax, type Announcement } from './announcement.ts';
import type { Announcements } from './announcements.ts';
import type { Heard, Subscription } from './subscription.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
let announcements: Announcements;

const organisation = '019f0000-0000-7000-8000-000000000001';
const idOf = (number: number) => `019f0000-0000-7000-9000-${String(number).padStart(12, '0')}`;
const other = idOf(900_000);
let registers = 900_000;
/** Each test has one of its own: nothing of another's is heard. */
let register = '';

const listeners = () =>
  world.sql(
    `select pid, state from pg_stat_activity where datname = current_database() and application_name = 'valv announcements'`,
  );

beforeAll(async () => {
  world = await openWorld();
  ({ announcements } = world.installation.gate);
  // What it says of itself when it begins is heard.
  await eventually(async () => announcements.counts.heard > 0);
});
beforeEach(() => {
  register = idOf((registers += 1));
});
afterAll(() => world.close());

const changed = (versions: [number, number][], by: string | null = null): Announcement => ({
  organisation,
  register,
  kind: 'records',
  by,
  records: new Map(versions.map(([number, version]) => [idOf(number), version])),
});

const hear = (from: Subscription): Promise<Heard> =>
  eventually(async () => {
    await from.wait(5_000, AbortSignal.timeout(5_000));
    return from.take();
  });

test('is heard by who follows the register, and by nobody else', async () => {
  const [mine, others] = [announcements.follow(organisation, register), announcements.follow(organisation, other)];
  announcements.publish([changed([[1, 2]])]);
  expect(await hear(mine)).toEqual({ announcements: [changed([[1, 2]])], isEverything: false });
  expect(others.take()).toBeUndefined();
  mine.close();
  others.close();
});

test('many at once are told as one, and too many as many', async () => {
  const mine = announcements.follow(organisation, register);
  announcements.publish([changed([[1, 2]]), changed([[2, 1]]), changed([[1, 3]])]);
  expect((await hear(mine)).announcements).toEqual([
    changed([
      [1, 3],
      [2, 1],
    ]),
  ]);
  announcements.publish(Array.from({ length: recordsMax + 1 }, (_, number) => changed([[number, 1]])));
  expect((await hear(mine)).announcements).toEqual([{ ...changed([]), records: 'many' }]);
  mine.close();
});

test('who does not listen for long is told to look at everything, and holds no more than that', async () => {
  const mine = announcements.follow(organisation, register);
  const people = Array.from({ length: 40 }, (_, number) => idOf(1_000 + number));
  for (const by of people) announcements.publish([changed([[1, 1]], by)]);
  const heard = await eventually(async () => {
    const taken = mine.take();
    return taken?.isEverything ? taken : undefined;
  });
  expect(heard).toEqual({ announcements: [], isEverything: true });
  mine.close();
});

test('a listener that is killed listens again, and its followers are told to look at everything', async () => {
  const mine = announcements.follow(organisation, register);
  const [before] = await listeners();
  const gaps = announcements.counts.gaps;
  await world.sql('select pg_terminate_backend($1)', [before?.['pid']]);
  // What is announced meanwhile is not lost without a word.
  announcements.publish([changed([[5, 5]])]);
  expect((await hear(mine)).isEverything).toBe(true);
  const after = await eventually(async () => {
    const [now] = await listeners();
    return now && now['pid'] !== before?.['pid'] && announcements.counts.gaps > gaps ? now : undefined;
  });
  expect(after['pid']).not.toBe(before?.['pid']);
  await eventually(async () => {
    announcements.publish([changed([[6, 6]])]);
    const heard = await hear(mine);
    return heard.announcements.some(({ records }) => records !== 'many' && records.has(idOf(6)));
  });
  mine.close();
});

test('what is no announcement is not heard', async () => {
  const mine = announcements.follow(organisation, register);
  const heard = announcements.counts.heard;
  for (const text of ['', '{', '[]', '"everything"', `["${organisation}","${register}","secrets",null,null]`])
    await world.sql(`select pg_notify('announcements', $1)`, [text]);
  await eventually(async () => announcements.counts.heard >= heard + 4);
  announcements.publish([changed([[1, 2]])]);
  expect(await hear(mine)).toEqual({ announcements: [changed([[1, 2]])], isEverything: false });
  mine.close();
});

test('a call that only reads announces nothing', async () => {
  const org = await world.createOrganisation('quiet');
  const before = announcements.counts.announced;
  await org.owner.call('GET', `${org.path}/registers`);
  expect(announcements.counts.announced).toBe(before);
});
