import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

test('no more have a turn at once than may, and each that leaves lets the one in that waited longest', async () => {
  const takeTurn = createTurns({ runningMax: 2, waitingMax: 10 });
  let running = 0;
  let runningMost = 0;
  const order: number[] = [];
  await Promise.all(
    Array.from({ length: 9 }, async (_, index) => {
      const leave = await takeTurn();
      order.push(index);
      running += 1;
      runningMost = Math.max(runningMost, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      leave();
    }),
  );
  expect(runningMost).toBe(2);
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

test('a turn that is handed over is still taken: who comes then waits', async () => {
  const takeTurn = createTurns({ runningMax: 1, waitingMax: 1 });
  const leave = await takeTurn();
  const second = takeTurn();
  leave();
  await second;
  let hasTurn = false;
  const third = takeTurn().then(() => (hasTurn = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(hasTurn).toBe(false);
  (await second)();
  expect(await third).toBe(true);
});

test('beyond the queue a call is refused at once with when to come back, and there is room again afterwards', async () => {
  const takeTurn = createTurns({ runningMax: 1, waitingMax: 1 });
  const leave = await takeTurn();
  const second = takeTurn();
  await expect(takeTurn()).rejects.toMatchObject({ status: 503, code: 'too_busy', retryAfterSeconds: 2 });
  leave();
  (await second)();
  (await takeTurn())();
});
