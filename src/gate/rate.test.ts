import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Credential } from './credential.ts';
import { rateHeaders, Rates } from './rate.ts';

const key = (name: string): Credential => ({ kind: 'key', hash: Buffer.from(name), home: null });
const none: Credential = { kind: 'none', hash: null, home: null };
const now = 1_800_000_000_000;

test('a quota may be used in one go, and comes back evenly', () => {
  const rates = new Rates(6);
  const left = Array.from({ length: 6 }, () => rates.take(none, '192.0.2.1', now)?.remaining);
  expect(left).toEqual([5, 4, 3, 2, 1, 0]);
  expect(rates.take(none, '192.0.2.1', now)).toMatchObject({ remaining: 0, resetSeconds: 60, retryAfterSeconds: 10 });
  expect(rates.take(none, '192.0.2.1', now + 9_999)?.retryAfterSeconds).toBe(1);
  // The refused ones cost nothing.
  expect(rates.take(none, '192.0.2.1', now + 10_000)?.retryAfterSeconds).toBeUndefined();
  expect(rates.take(none, '192.0.2.1', now + 10_000)?.retryAfterSeconds).toBe(10);
  expect(rates.take(none, '192.0.2.1', now + 600_000)).toMatchObject({ remaining: 5, resetSeconds: 10 });
});

test('no more pass in any stretch of time than one quota and what came back in it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 200 }),
      (perMinute, waits) => {
        const rates = new Rates(perMinute);
        let at = now;
        const passedAt: number[] = [];
        for (const wait of waits) {
          at += wait;
          const rate = rates.take(none, '192.0.2.1', at);
          if (rate?.retryAfterSeconds === undefined) passedAt.push(at);
        }
        const beyond = passedAt.flatMap((from, first) =>
          passedAt
            .slice(first)
            .map((to, more) => more + 1 - perMinute - ((to - from) / 60_000) * perMinute)
            .filter((count) => count > 1e-3),
        );
        expect(beyond).toEqual([]);
      },
    ),
  );
});

test('who waits as long as the refusal says gets through', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 0, max: 200 }), (perMinute, later) => {
      const rates = new Rates(perMinute);
      for (let call = 0; call < perMinute; call += 1) rates.take(none, '192.0.2.1', now);
      const refused = rates.take(none, '192.0.2.1', now + later);
      fc.pre(refused?.retryAfterSeconds !== undefined);
      const wait = (refused?.retryAfterSeconds ?? 0) * 1000;
      expect(rates.take(none, '192.0.2.1', now + later + wait)?.retryAfterSeconds).toBeUndefined();
    }),
  );
});

test('made-up keys are counted as the address they come from; a key that was let in by itself', () => {
  const rates = new Rates(3);
  for (const name of ['a', 'b', 'c'])
    expect(rates.take(key(name), '192.0.2.1', now)).toMatchObject({ policy: 'address', retryAfterSeconds: undefined });
  expect(rates.take(key('d'), '192.0.2.1', now)?.retryAfterSeconds).toBe(20);
  rates.know(key('a'), now);
  expect(rates.take(key('a'), '192.0.2.1', now)).toMatchObject({ policy: 'key', remaining: 2 });
  // Being let in once more gives no new quota.
  rates.know(key('a'), now);
  expect(rates.take(key('a'), '198.51.100.7', now)).toMatchObject({ policy: 'key', remaining: 1 });
});

test('an IPv6 customer is one caller, and another address another', () => {
  const rates = new Rates(1);
  expect(rates.take(none, '2001:db8:1:2::1', now)?.retryAfterSeconds).toBeUndefined();
  expect(rates.take(none, '2001:db8:1:2::2', now)?.retryAfterSeconds).toBe(60);
  expect(rates.take(none, '2001:db8:1:3::1', now)?.retryAfterSeconds).toBeUndefined();
});

test('the headers have the form of the draft; without a limit there are none', () => {
  const rates = new Rates(60);
  expect(rateHeaders(rates.take(none, '192.0.2.1', now))).toEqual([
    ['ratelimit-policy', '"address";q=60;w=60'],
    ['ratelimit', '"address";r=59;t=1'],
  ]);
  expect(rateHeaders(new Rates(0).take(none, '192.0.2.1', now))).toEqual([]);
});
