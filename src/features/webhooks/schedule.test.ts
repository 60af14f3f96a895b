import { expect, test } from 'vitest';
import { pauseOfDelivery, pauseOfWebhook, triedForMs } from './schedule.ts';

test('pauses grow to a bound and are spread, and three days hold some twenty attempts', () => {
  expect([1, 2, 3].map((attempt) => pauseOfDelivery(attempt, 0.5))).toEqual([10_000, 20_000, 40_000]);
  expect([0, 1].map((chance) => pauseOfDelivery(1, chance))).toEqual([7_500, 12_500]);
  expect(pauseOfDelivery(1_000, 0.5)).toBe(6 * 3_600_000);
  expect(pauseOfWebhook(1, 0.5)).toBe(2_000);
  expect(pauseOfWebhook(1_000, 0.5)).toBe(5 * 60_000);
  let at = 0;
  let attempts = 1;
  for (; at < triedForMs; attempts += 1) at += pauseOfDelivery(attempts, 0.5);
  expect(attempts).toBeGreaterThan(18);
  expect(attempts).toBeLessThan(26);
});
