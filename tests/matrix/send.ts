import type { Hono } from 'hono';
import type { Contract } from '#gate/contract.ts';

// A call made from its contract, as bytes: what the matrix and the fuzz send and what they look at when it comes back.

/** What fills a contract: path parameters with the organisation, query, and body (text for a file). */
export interface Filled {
  params: Record<string, string>;
  query?: Record<string, string | string[]>;
  body?: unknown;
}

export interface Answered {
  status: number;
  /** Names and values, sorted by name. */
  headers: [string, string][];
  text: string;
  /** The trace id. */
  request: string;
}

/** A request that need not be one that any client would make. */
export interface RawCall {
  method: string;
  /** Path and query, below /api/v1. */
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
}

export function pathOf(contract: Contract, { params, query = {} }: Filled): string {
  const path = contract.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) for (const one of [value].flat()) search.append(name, one);
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}

let callers = 0;

/** Each call comes from an address of its own: the shield against storms is tried elsewhere. */
export async function sendRaw(router: Hono, { method, path, headers, body }: RawCall): Promise<Answered> {
  callers += 1;
  const remoteAddress = `10.${(callers >> 16) & 255}.${(callers >> 8) & 255}.${callers & 255}`;
  const environment = { incoming: { socket: { remoteAddress, remotePort: 40_000, remoteFamily: 'IPv4' } } };
  const init = { method, headers, ...(body !== undefined && { body }) };
  const response = await router.request(`http://localhost/api/v1${path}`, init, environment);
  let text: string;
  try {
    text = await (isEndless(response) ? beginningOf(response) : response.text());
  } catch {
    text = '(broken off)';
  }
  return {
    status: response.status,
    headers: [...response.headers].sort(([a], [b]) => (a < b ? -1 : 1)),
    text,
    request: response.headers.get('x-request-id') ?? '',
  };
}

const isEndless = ({ headers }: Response) => headers.get('content-type')?.startsWith('text/event-stream') === true;

/** A stream of events goes on until nobody reads it: its first bytes stand for it, and its end is waited for. */
async function beginningOf({ body }: Response): Promise<string> {
  const reader = body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  await reader?.cancel();
  return new TextDecoder().decode(value);
}

export function send(
  router: Hono,
  contract: Contract,
  filled: Filled,
  credential: Record<string, string>,
): Promise<Answered> {
  const hasBody = filled.body !== undefined;
  return sendRaw(router, {
    method: contract.method,
    path: pathOf(contract, filled),
    headers: {
      'x-valv-page': '1',
      'accept-language': 'sv',
      ...(hasBody && { 'content-type': contract.file?.[0] ?? 'application/json' }),
      ...credential,
    },
    ...(hasBody && { body: typeof filled.body === 'string' ? filled.body : JSON.stringify(filled.body) }),
  });
}
