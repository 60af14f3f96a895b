import type { Binding, Gate } from './gate.ts';
import { sessionCookie } from './credential.ts';
import { handle } from './handle.ts';

/** What a probe saw: counts, versions, durations. Never personal data, for it is shown on the public policy page. */
export type Evidence = Record<string, string | number | boolean>;

/** Proves a promise against the running installation, again and again. A probe that could not fail would prove nothing. */
export interface Probe {
  /** `P24`. */
  readonly promise: `P${string}`;
  /** Stable dotted code of the probe, noun first. */
  readonly shownBy: string;
  /** A proof older than this no longer counts. */
  readonly validHours: number;
  /** Throws when the promise is not kept. Leaves nothing behind but journal entries. */
  run(gate: Gate): Promise<Evidence>;
}

/** The actor of everything that probes do. */
export const probeActor = 'job:promises.prove';

/** A promise was seen broken. Its facts go with the failed proof, so they are counts and names of tables, no personal data. */
export class PromiseBroken extends Error {
  override readonly name = 'PromiseBroken';
  readonly facts: Evidence;

  constructor(message: string, facts: Evidence = {}) {
    super(message);
    this.facts = facts;
  }
}

/** Throws PromiseBroken unless the condition holds. */
export function assertKept(condition: boolean, message: string, facts: Evidence = {}): asserts condition {
  if (!condition) throw new PromiseBroken(message, facts);
}

/**
 * Makes a GET through the gate as anybody's: entered, judged, authorised, journalled. Only the route is missing, so a probe
 * can bring a contract of its own that no caller reaches.
 */
export async function probeCall(
  gate: Gate,
  binding: Binding,
  as: { token?: string; organisation?: string } = {},
): Promise<{ status: number; request: string }> {
  const headers = new Headers({
    'user-agent': 'valv probe',
    ...(as.token && { cookie: `${sessionCookie}=${as.token}` }),
  });
  const request = gate.newId();
  const url = new URL('http://valv.invalid/probe');
  const answer = await handle(gate, binding, {
    raw: new Request(url, { headers }),
    url,
    headers,
    params: as.organisation === undefined ? {} : { organisation: as.organisation },
    address: '',
    language: 'en',
    request,
  });
  await answer.arrayBuffer();
  return { status: answer.status, request };
}
