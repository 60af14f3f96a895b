import type { Contracts } from './contracts.ts';
import { currentLanguage } from './language.ts';
import { ProblemError, type FieldProblem } from './problem.ts';

export { ProblemError } from './problem.ts';

export type CallKey = keyof Contracts;
export type Output<K extends CallKey> = Contracts[K] extends { output: infer O } ? O : undefined;

type Part<K extends CallKey, P extends string> = Contracts[K] extends { [name in P]: infer V } ? V : undefined;
// A part that the contract lacks may not be given; one whose members are all optional may be left out.
type Given<P extends string, V> = [V] extends [undefined]
  ? { [name in P]?: undefined }
  : object extends V
    ? { [name in P]?: V }
    : { [name in P]: V };

export type Input<K extends CallKey> = Given<'params', Part<K, 'params'>> &
  Given<'query', Part<K, 'query'>> &
  Given<'body', Part<K, 'body'>> &
  CallOptions;

export interface CallOptions {
  signal?: AbortSignal | undefined;
  /** A retried POST gives the key of its first try, so that the server does the work once. */
  idempotencyKey?: string | undefined;
}

const BASE = '/api/v1';
const signedOut = new Set<(problem: ProblemError) => void>();

/** Is told each time an answer says that nobody is signed in. The session module leads to sign-in with a way back. */
export function onSignedOut(listener: (problem: ProblemError) => void): () => void {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

/**
 * Makes one declared call and gives its output. Every failure is a `ProblemError`, except an abort by the caller's own signal,
 * which is thrown as it is, so that a query that nobody waits for is not shown as an error.
 */
export async function call<K extends CallKey>(key: K, input: Input<K>): Promise<Output<K>> {
  const separator = key.indexOf(' ');
  const method = key.slice(0, separator);
  const { params, query, body, signal, idempotencyKey } = input as Loose;
  const url = BASE + fillPath(key.slice(separator + 1), params) + queryString(query);

  const headers = new Headers({
    accept: 'application/json',
    'accept-language': currentLanguage(),
    // A page of another origin cannot set this header without a preflight that the server refuses: it stops forged calls.
    'x-valv-page': '1',
  });
  // A body of bytes is a file's; every other is an object (see `file` of the contract).
  const isFile = body instanceof Blob;
  if (body !== undefined) headers.set('content-type', isFile ? 'application/octet-stream' : 'application/json');
  if (method === 'POST') headers.set('idempotency-key', idempotencyKey ?? crypto.randomUUID());

  const answer = await send(url, {
    method,
    headers,
    credentials: 'same-origin',
    ...(body !== undefined && { body: isFile ? body : JSON.stringify(body) }),
    ...(signal && { signal }),
  });

  if (!answer.ok) {
    const problem = await readProblem(answer);
    if (answer.status === 401) for (const listener of signedOut) listener(problem);
    throw problem;
  }
  if (answer.status === 204) return undefined as Output<K>;
  try {
    return (await answer.json()) as Output<K>;
  } catch (error) {
    // The connection can end in the middle of the answer as well as before it.
    throw asNetworkProblem(error);
  }
}

interface Loose extends CallOptions {
  params?: Readonly<Record<string, string | number>> | undefined;
  query?: Readonly<Record<string, unknown>> | undefined;
  body?: unknown;
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    throw asNetworkProblem(error);
  }
}

function asNetworkProblem(error: unknown): unknown {
  if (error instanceof DOMException && error.name === 'AbortError') return error;
  return new ProblemError({ status: 0, code: 'network', title: 'No answer from the server' });
}

function fillPath(path: string, params: Loose['params']): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params?.[name];
    // An empty part would turn the address into another call's.
    if (value === undefined || value === '') throw new Error(`${path} needs ${name}`);
    return encodeURIComponent(value);
  });
}

function queryString(query: Loose['query']): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined || value === null) continue;
    for (const item of Array.isArray(value) ? value : [value]) {
      search.append(name, typeof item === 'object' ? JSON.stringify(item) : String(item));
    }
  }
  return search.size > 0 ? `?${search}` : '';
}

async function readProblem(answer: Response): Promise<ProblemError> {
  const told = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  const { type: _type, status: _status, title, detail, code, fields, request: requestId, ...extension } = told;
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  const retryAfter = Number(answer.headers.get('retry-after'));
  return new ProblemError({
    status: answer.status,
    code: text(code) ?? `http_${answer.status}`,
    title: text(title) ?? answer.statusText,
    detail: text(detail),
    fields: Array.isArray(fields) ? fields.filter(isFieldProblem) : [],
    requestId: text(requestId) ?? answer.headers.get('x-request-id') ?? undefined,
    retryAfterSeconds: retryAfter > 0 ? retryAfter : undefined,
    extension,
  });
}

function isFieldProblem(value: unknown): value is FieldProblem {
  if (typeof value !== 'object' || value === null) return false;
  return 'path' in value && typeof value.path === 'string' && 'message' in value && typeof value.message === 'string';
}
