import { spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { AlreadyRunning } from './failure.ts';
import { findOwner, takeLock, type Lock } from './lock.ts';
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity.ts';
import { temporaryFolder } from './throwaway.ts';

const STALE = { ...identifyProcess(process.pid), startedTicks: '1', token: 'stale-one' };

test.each([
  ['no lock', undefined],
  ['a stale lock', JSON.stringify(STALE)],
  ['an empty lock, as a power cut leaves it', ''],
])('of many simultaneous takers over %s exactly one wins', async (_, left) => {
  for (let round = 0; round < 20; round += 1) {
    const folder = temporaryFolder();
    if (left !== undefined) writeFileSync(join(folder, 'valv.lock'), left);
    const takes = await Promise.all(
      Array.from({ length: 12 }, () => takeLock(folder).catch((error: unknown) => error)),
    );
    const losers = takes.filter((take) => take instanceof AlreadyRunning);
    const [winner, ...others] = takes.filter((take) => !losers.includes(take as AlreadyRunning)) as Lock[];
    expect([losers.length, others]).toEqual([11, []]);
    expect(await winner?.isHeld()).toBe(true);
    expect(readdirSync(folder)).toEqual(['valv.lock']);
    await winner?.release();
    expect(readdirSync(folder)).toEqual([]);
  }
});

test('of simultaneous processes over a stale lock exactly one wins', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'valv.lock'), JSON.stringify(STALE));
  // They start at the same instant, so that they really meet.
  const at = Date.now() + 1_500;
  const script = `
    import { takeLock } from ${JSON.stringify(new URL('./lock.ts', import.meta.url).href)};
    while (Date.now() < ${at});
    console.log(await takeLock(${JSON.stringify(folder)}).then(() => 'won', (error) => error.name));
    process.stdin.resume();`;
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      return new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
    }),
  );
  expect(answers.sort()).toEqual(['AlreadyRunning', 'AlreadyRunning', 'AlreadyRunning', 'AlreadyRunning', 'won']);
});

test('a taker that died in the middle of replacing a stale lock is no obstacle', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'valv.lock'), JSON.stringify(STALE));
  writeFileSync(join(folder, 'valv.lock.stale-one'), JSON.stringify({ ...STALE, token: 'stale-two' }));
  const lock = await takeLock(folder);
  expect((await findOwner(folder))?.processId).toBe(process.pid);
  await lock.release();
  expect(await findOwner(folder)).toBeUndefined();
});

test('a lock that another has taken meanwhile is not released by its former owner', async () => {
  const folder = temporaryFolder();
  const first = await takeLock(folder);
  writeFileSync(join(folder, 'valv.lock'), JSON.stringify(STALE));
  const second = await takeLock(folder);
  expect(await first.isHeld()).toBe(false);
  await first.release();
  expect(await second.isHeld()).toBe(true);
});

test('a process is recognised by its start, not by its id alone', () => {
  const own = identifyProcess(process.pid) as ProcessIdentity;
  expect(isAlive(own)).toBe(true);
  expect(isAlive({ ...own, startedTicks: String(Number(own.startedTicks) + 1) })).toBe(false);
  expect(isAlive({ ...own, bootId: 'another boot' })).toBe(false);
  expect(identifyProcess(4_190_001)).toBeUndefined();
});
