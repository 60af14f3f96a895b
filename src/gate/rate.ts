import { Problem } from '#kernel/errors/problem.ts';
import { addressGroup } from './envelope.ts';
import type { Credential } from './credential.ts';

// How often one caller may call. A shield of this process, no promise: two processes each give the whole quota, and a start
// gives it anew. What a promise counts is counted in PostgreSQL.

const windowMs = 60_000;
/** A key of Map and a number are some 200 bytes: 20 MB at the most. */
const callersMax = 100_000;

/** By whom the calls are counted, and the name of the policy in the headers. */
type Policy = 'key' | 'session' | 'address';

/** What one call left of its caller's quota. */
export interface Rate {
  readonly policy: Policy;
  readonly perMinute: number;
  readonly remaining: number;
  /** Until the whole quota is there again. */
  readonly resetSeconds: number;
  /** Until the next call passes; undefined when this one did. */
  readonly retryAfterSeconds: number | undefined;
}

/**
 * GCRA (the leaky bucket as a meter): for each caller one instant, at which its quota is whole again. A quota may be used in
 * one go, and comes back evenly. A credential is counted by itself once a call with it was let in; until then its calls count
 * as their address's, so that made-up keys are worth nothing. Nothing of it is written anywhere, and only hashes are kept.
 */
export class Rates {
  readonly #perMinute: number;
  readonly #wholeAt = new Map<string, number>();

  /** `perMinute` 0: nothing is counted. */
  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Counts a call, before anything is read of it. A call beyond the quota costs nothing of it. */
  take(credential: Credential, address: string, now: number): Rate | undefined {
    if (this.#perMinute === 0) return undefined;
    const own = callerOf(credential);
    const isKnown = own !== undefined && this.#wholeAt.has(own);
    const policy = isKnown && credential.kind !== 'none' ? credential.kind : 'address';
    const caller = isKnown ? own : `address ${addressGroup(address)}`;
    const intervalMs = windowMs / this.#perMinute;
    const before = Math.max(now, this.#wholeAt.get(caller) ?? now);
    const after = before + intervalMs;
    const beyondMs = after - now - windowMs;
    // A quota of 7 is seven times 8571.43 ms, which is a hair more than a minute.
    const passes = beyondMs < 1e-3;
    if (passes) this.#keep(caller, after, now);
    const wholeAt = passes ? after : before;
    return {
      policy,
      perMinute: this.#perMinute,
      remaining: Math.max(0, Math.floor((windowMs - (wholeAt - now)) / intervalMs + 1e-6)),
      resetSeconds: Math.ceil((wholeAt - now) / 1000),
      retryAfterSeconds: passes ? undefined : Math.max(1, Math.ceil(beyondMs / 1000)),
    };
  }

  /** A call with this credential was let in: its next one counts as its own. */
  know(credential: Credential, now: number): void {
    const own = callerOf(credential);
    if (this.#perMinute === 0 || own === undefined || this.#wholeAt.has(own)) return;
    this.#keep(own, now, now);
  }

  #keep(caller: string, wholeAt: number, now: number): void {
    this.#wholeAt.set(caller, wholeAt);
    if (this.#wholeAt.size <= callersMax) return;
    for (const [other, at] of this.#wholeAt) if (at <= now) this.#wholeAt.delete(other);
    // All of them calling: the first ones get a new quota, which is better than no memory.
    for (const other of this.#wholeAt.keys()) {
      if (this.#wholeAt.size <= callersMax * 0.9) break;
      this.#wholeAt.delete(other);
    }
  }
}

const callerOf = ({ kind, hash }: Credential) => (hash === null ? undefined : `${kind} ${hash.toString('base64url')}`);

/** Throws 429 for a call beyond the quota. */
export function assertWithin(rate: Rate | undefined): void {
  if (rate?.retryAfterSeconds === undefined) return;
  throw new Problem(429, 'rate_exceeded', {
    values: { perMinute: rate.perMinute },
    retryAfterSeconds: rate.retryAfterSeconds,
    extension: { 'violated-policies': [rate.policy] },
  });
}

/** `RateLimit` and `RateLimit-Policy` of draft-ietf-httpapi-ratelimit-headers-10. */
export function rateHeaders(rate: Rate | undefined): [string, string][] {
  if (rate === undefined) return [];
  return [
    ['ratelimit-policy', `"${rate.policy}";q=${rate.perMinute};w=${windowMs / 1000}`],
    ['ratelimit', `"${rate.policy}";r=${rate.remaining};t=${rate.resetSeconds}`],
  ];
}
