import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { anyPostmasters, dataFolder, eventually, query, startThrowaway, startValvProcess } from './throwaway.ts';

const isGone = (processId: number) => eventually(() => !readdirSync('/proc').includes(String(processId)));
const count = async (server: { socketFolder: string; port: number }) =>
  (await query(server, 'select count(*)::int as rows from kept'))[0]?.['rows'];

test('a killed postmaster is started again by itself, and every acknowledged row is there', async () => {
  const server = await startThrowaway({ dataFolder: dataFolder(), settings: {} });
  await query(server, 'create table kept (id int primary key)');
  const acknowledged: number[] = [];
  const end = new AbortController();
  const writer = (async () => {
    for (let id = 1; !end.signal.aborted; id += 1) {
      // An unacknowledged row may or may not be there; only an answered insert is a promise.
      await query(server, `insert into kept values (${id})`).then(
        () => acknowledged.push(id),
        () => undefined,
      );
    }
  })();
  const killed: number[] = [];
  for (let round = 1; round <= 3; round += 1) {
    const before = acknowledged.length;
    await eventually(() => acknowledged.length >= before + 20);
    const processId = await eventually(() => server.processId());
    killed.push(processId);
    process.kill(processId, 'SIGKILL');
    await eventually(() => server.processId() !== undefined && server.processId() !== processId, 40_000);
    await eventually(() => query(server, 'select 1'));
  }
  end.abort();
  await writer;
  const there = new Set((await query(server, 'select id from kept')).map(({ id }) => id));
  expect(acknowledged.filter((id) => !there.has(id))).toEqual([]);
  expect(acknowledged.length).toBeGreaterThanOrEqual(60);
  const ends = server.events.filter(({ message }) => message.includes('is started again'));
  expect(ends.map(({ processId }) => processId)).toEqual(killed);
}, 120_000);

test('after kill -9 of Valv the next start stops the server left behind and loses nothing', async () => {
  const data = dataFolder();
  const { child, ready } = startValvProcess({ dataFolder: data });
  const orphan = await ready;
  await query(orphan, 'create table kept (id int)');
  await query(orphan, 'insert into kept select generate_series(1, 1000)');
  const over = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await over;
  expect(await count(orphan)).toBe(1000); // it lives on without its parent
  const server = await startThrowaway({ dataFolder: data });
  expect(server.events).toContainEqual(
    expect.objectContaining({ processId: orphan.processId, message: expect.stringContaining('left running') }),
  );
  await isGone(orphan.processId);
  expect(anyPostmasters(server.folder).map(({ processId }) => processId)).toEqual([server.processId()]);
  expect(await count(server)).toBe(1000);
});

test('a Valv that exits without stopping its server tells it to stop', async () => {
  const { child, ready } = startValvProcess({ dataFolder: dataFolder() });
  const { folder } = await ready;
  expect(anyPostmasters(folder)).toHaveLength(1);
  child.stdin.write('exit');
  expect(await eventually(() => anyPostmasters(folder).length === 0)).toBe(true);
});

test('stopping twice is stopping once, and ends the server', async () => {
  const server = await startThrowaway({ dataFolder: dataFolder() });
  await server.stop();
  await server.stop();
  expect(anyPostmasters(server.folder)).toEqual([]);
  expect(server.processId()).toBeUndefined();
});

test('kill -9 of both Valv and its server is followed by a start that recovers', async () => {
  const data = dataFolder();
  const { child, ready } = startValvProcess({ dataFolder: data });
  const started = await ready;
  await query(started, 'create table kept (id int)');
  await query(started, 'insert into kept select generate_series(1, 1000)');
  const over = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  process.kill(started.processId, 'SIGKILL');
  await over;
  expect(await count(await startThrowaway({ dataFolder: data }))).toBe(1000);
});

/** A process of the server's own user that only looks alive; postmaster.pid gets its id. */
async function stranger(folder: string, script: string): Promise<number> {
  const { uid, gid } = statSync(folder);
  const child = spawn('/bin/sh', ['-c', script], {
    ...(process.getuid?.() === 0 ? { uid, gid } : {}),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return new Promise((resolve) =>
    createInterface({ input: child.stdout }).once('line', (line) => resolve(Number(line))),
  );
}

const pidFile = (folder: string, processId: number | string) =>
  writeFileSync(
    join(folder, 'postmaster.pid'),
    `${processId}\n${folder}\n1700000000\n5432\n\n\n  1234567         1\nready   \n`,
  );

test.each([
  ['empty, as a power cut leaves it', (folder: string) => writeFileSync(join(folder, 'postmaster.pid'), '')],
  [
    'the id of another living program, reused by the kernel',
    async (folder: string) => pidFile(folder, await stranger(folder, 'echo $$; exec sleep 300')),
  ],
  [
    'the id of a program that only mentions the folder',
    async (folder: string) =>
      pidFile(folder, await stranger(folder, `echo $$; exec tail -f ${folder}/PG_VERSION /dev/null -s 9`)),
  ],
  [
    'the id of a zombie',
    async (folder: string) => pidFile(folder, await stranger(folder, 'sleep 0 & echo $!; exec sleep 300')),
  ],
  ['the id of a process that is gone', (folder: string) => pidFile(folder, 4_190_000)],
])('a stale postmaster.pid does not stop a start: %s', async (_, leave) => {
  const data = dataFolder();
  const first = await startThrowaway({ dataFolder: data });
  await query(first, 'create table kept (id int)');
  await first.stop();
  leave(first.folder);
  const startedAt = performance.now();
  const server = await startThrowaway({ dataFolder: data });
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  expect(await count(server)).toBe(0);
  expect(readFileSync(join(server.folder, 'postmaster.pid'), 'utf8')).toMatch(new RegExp(`^${server.processId()}\n`));
});

test('valv.lock of a process id that now belongs to another program is no obstacle', async () => {
  const data = dataFolder();
  const first = await startThrowaway({ dataFolder: data });
  const record = JSON.parse(readFileSync(join(data, 'valv.lock'), 'utf8')) as { startedTicks: string };
  await first.stop();
  // This very process lives, but the one that held the lock started at another time.
  writeFileSync(
    join(data, 'valv.lock'),
    JSON.stringify({ ...record, startedTicks: String(Number(record.startedTicks) - 1) }),
  );
  const server = await startThrowaway({ dataFolder: data });
  expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a Valv whose lock was removed by hand does not start its server again beside the new owner’s', async () => {
  const data = dataFolder();
  const first = await startThrowaway({ dataFolder: data });
  rmSync(join(data, 'valv.lock'));
  const second = await startThrowaway({ dataFolder: data }); // stops the first one's server
  await eventually(() => first.events.some(({ message }) => message.includes('valv.lock is no longer')));
  expect(anyPostmasters(second.folder).map(({ processId }) => processId)).toEqual([second.processId()]);
  await first.stop();
  expect(await query(second, 'select 1 as one')).toEqual([{ one: 1 }]);
  await expect(startThrowaway({ dataFolder: data })).rejects.toThrow('already runs'); // the lock is still the second one's
});

test('a first start that is killed in the middle of making the database is followed by one that makes it', async () => {
  const data = dataFolder();
  const { child } = startValvProcess({ dataFolder: data });
  const home = join(data, 'postgres');
  const partial = () => readdirSync(home).find((name) => name.startsWith('data.partial-')) ?? '';
  await eventually(() => partial() && readdirSync(join(home, partial())).includes('PG_VERSION'));
  const over = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await over;
  expect(readdirSync(home)).not.toContain('data');
  mkdirSync(join(home, 'data.partial-older')); // and one from long ago
  const server = await startThrowaway({ dataFolder: data });
  expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
  await server.stop();
  const again = await startThrowaway({ dataFolder: data });
  expect(readdirSync(home).sort()).toEqual(['data', 'run']);
  expect(await query(again, 'select 1 as one')).toEqual([{ one: 1 }]);
});
