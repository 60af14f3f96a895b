import { expect, test } from 'vitest';
import { createTestClock, systemClock } from './clock.ts';

test('the system clock follows the machine', () => {
  const before = Date.now();
  const now = systemClock.now().getTime();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
});

test('a test clock stands still until it is advanced', () => {
  const clock = createTestClock('2026-03-29T00:59:59.000Z');
  expect(clock.now().toISOString()).toBe('2026-03-29T00:59:59.000Z');
  clock.advance(1500);
  expect(clock.now().toISOString()).toBe('2026-03-29T01:00:00.500Z');
});

test('a reader who changes its Date does not change the clock', () => {
  const clock = createTestClock('2026-01-01T00:00:00Z');
  clock.now().setFullYear(1999);
  expect(clock.now().getUTCFullYear()).toBe(2026);
});

test('a test clock refuses to go back or to start at no time', () => {
  expect(() => createTestClock('2026-01-01').advance(-1)).toThrow(RangeError);
  expect(() => createTestClock('yesterday')).toThrow(RangeError);
});
