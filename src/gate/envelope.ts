import { Problem } from '#kernel/errors/problem.ts';
import type { Contract } from './contract.ts';

// What can be refused by the envelope alone, before a connection is taken. A shield of this process, no promise: whatever a
// promise counts is counted in PostgreSQL.

const bodyBytesDefault = 100_000;
const addressesMax = 50_000;

/** Counts calls by address and contract in windows of a minute. */
export class Shield {
  #counts = new Map<string, number>();
  #window = 0;

  /** Throws 429 beyond the limit of the contract. */
  pass(contract: Contract, address: string, now: number): void {
    const limit = contract.limits?.perMinute;
    if (limit === undefined) return;
    const window = Math.floor(now / 60_000);
    if (window !== this.#window || this.#counts.size > addressesMax) {
      this.#window = window;
      this.#counts = new Map();
    }
    const key = `${contract.action} ${addressGroup(address)}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    if (count > limit) {
      throw new Problem(429, 'too_many_calls', { retryAfterSeconds: Math.ceil(60 - ((now / 1000) % 60)) });
    }
  }
}

/** An IPv6 customer has a whole /64 to itself; counting single addresses would count nothing. */
export function addressGroup(address: string): string {
  if (!address.includes(':')) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return mapped ?? address.split(':').slice(0, 4).join(':');
}

/**
 * A page of another site must not act with a visitor's cookie: a write by cookie needs our own header, which no form can
 * send, and must not come from another site by the browser's own word (Fetch Metadata).
 */
export function assertOwnPage(contract: Contract, headers: Headers): void {
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') throw new Problem(403, 'other_site');
  if (contract.method !== 'GET' && headers.get('authorization') === null && headers.get('x-valv-page') === null) {
    throw new Problem(403, 'page_header_missing');
  }
}

/**
 * A body that is larger than a form's, or does not say how large it is. It waits in memory, so it is read only for somebody
 * who may send it: megabytes of strangers would be a way to bring the service down.
 */
export function isLarge(contract: Contract, headers: Headers): boolean {
  if ((contract.limits?.bodyBytes ?? 0) <= bodyBytesDefault) return false;
  const announced = headers.get('content-length');
  return announced === null || Number(announced) > bodyBytesDefault;
}

/** What came in: JSON as text, a file as its bytes, since only who reads it knows what they are. */
export type Body = string | Uint8Array;

/** Reads the body up to the contract's limit and no byte further. */
export async function readBody(contract: Contract, request: Request): Promise<Body> {
  if (contract.method === 'GET' || (contract.body === undefined && contract.file === undefined)) return '';
  const bytesMax = contract.limits?.bodyBytes ?? bodyBytesDefault;
  const tooLarge = () => new Problem(413, 'body_too_large', { values: { bytesMax } });
  if (Number(request.headers.get('content-length') ?? 0) > bytesMax) throw tooLarge();
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const types = contract.file ?? ['application/json'];
  if (!types.includes(type)) throw new Problem(415, 'body_type', { values: { types: types.join(', ') } });
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > bytesMax) throw tooLarge();
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks, size);
  if (contract.file) return bytes;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem(422, 'input.invalid', { fields: [{ path: 'body', code: 'field.not_utf8' }] });
  }
}
