import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPulses } from './pulses.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
afterEach(() => void vi.useRealTimers());

test('runs every so many seconds, and rests for a growing while after it failed', async () => {
  const errors: unknown[] = [];
  const ranAt: number[] = [];
  let isBroken = true;
  const pulses = createPulses((error) => errors.push(error));
  const from = performance.now();
  pulses.start({
    name: 'tried.often',
    everySeconds: 1,
    run: async () => {
      ranAt.push(Math.round((performance.now() - from) / 1000));
      if (isBroken) throw new Error('away');
    },
  });
  await vi.advanceTimersByTimeAsync(16_000);
  expect(ranAt).toEqual([1, 3, 7, 15]);
  expect(errors).toHaveLength(4);
  isBroken = false;
  await vi.advanceTimersByTimeAsync(18_000);
  expect(ranAt.slice(4)).toEqual([31, 32, 33, 34]);
  await pulses.stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(ranAt).toHaveLength(8);
});

test('a stop tells what is under way, and waits for it', async () => {
  const pulses = createPulses(() => {});
  const { promise, resolve } = Promise.withResolvers<void>();
  let hasEnded = false;
  pulses.start({
    name: 'tried.long',
    everySeconds: 1,
    run: async (_, stopping) => {
      stopping.addEventListener('abort', () => resolve());
      await promise;
      hasEnded = true;
    },
  });
  await vi.advanceTimersByTimeAsync(1_000);
  await pulses.stop();
  expect(hasEnded).toBe(true);
});
