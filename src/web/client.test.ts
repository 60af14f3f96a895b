import { afterEach, expect, test, vi } from 'vitest';
import { call, onSignedOut, ProblemError } from './client.ts';

interface Sent {
  url: string;
  method: string;
  headers: Headers;
  body: unknown;
}

/** Puts an answer in the place of the network, and tells what was sent to it. */
function answerWith(answer: () => Response): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    sent.push({ url, method: init.method ?? '', headers: new Headers(init.headers), body: init.body });
    return answer();
  });
  return sent;
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

afterEach(() => {
  vi.unstubAllGlobals();
});

// The calls of the product come and go; these tests are about the way, so their keys are made up.
const anyCall = call as unknown as (key: string, input: Record<string, unknown>) => Promise<unknown>;

async function failure(promise: Promise<unknown>): Promise<ProblemError> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ProblemError)) throw new Error('no problem was thrown', { cause: error });
  return error;
}

test('path parameters are filled and encoded, the query leaves out what is undefined', async () => {
  const sent = answerWith(() => json(200, { ok: true }));
  const output = await anyCall('GET /organisations/{organisation}/registers', {
    params: { organisation: 'å/b' },
    query: { limit: 50, after: undefined, sort: ['name', '-since'] },
  });
  expect(output).toEqual({ ok: true });
  expect(sent[0]?.url).toBe('/api/v1/organisations/%C3%A5%2Fb/registers?limit=50&sort=name&sort=-since');
});

test('an empty path parameter is refused before anything is sent', async () => {
  const sent = answerWith(() => json(200, {}));
  await expect(anyCall('GET /a/{b}', { params: { b: '' } })).rejects.toThrow('needs b');
  expect(sent).toHaveLength(0);
});

test('every call carries the page mark and the language, a POST its own idempotency key', async () => {
  const sent = answerWith(() => json(200, {}));
  await anyCall('GET /a', {});
  await anyCall('POST /a', { body: { name: 'x' } });
  await anyCall('POST /a', { body: { name: 'x' }, idempotencyKey: 'again' });
  const [read, first, second] = sent;
  expect(read?.headers.get('x-valv-page')).toBe('1');
  expect(read?.headers.get('accept-language')).toBe('sv');
  expect(read?.headers.has('idempotency-key')).toBe(false);
  expect(first?.headers.get('idempotency-key')).toMatch(/^[0-9a-f-]{36}$/);
  expect(first?.headers.get('content-type')).toBe('application/json');
  expect(first?.body).toBe('{"name":"x"}');
  expect(second?.headers.get('idempotency-key')).toBe('again');
});

test('a problem keeps its code, words, fields, trace and extension', async () => {
  answerWith(() =>
    json(
      422,
      {
        type: 'about:blank',
        status: 422,
        code: 'input.invalid',
        title: 'Indata stämmer inte',
        fields: [{ path: 'body.name', message: 'Saknas' }, 'nonsense'],
        request: 'r-1',
        current: { name: 'B' },
      },
      { 'retry-after': '3' },
    ),
  );
  const problem = await failure(anyCall('GET /a', {}));
  expect(problem).toMatchObject({ status: 422, code: 'input.invalid', title: 'Indata stämmer inte', requestId: 'r-1' });
  expect(problem.fields).toEqual([{ path: 'body.name', message: 'Saknas' }]);
  expect(problem.extension).toEqual({ current: { name: 'B' } });
  expect(problem.retryAfterSeconds).toBe(3);
});

test('an answer that is no problem document still becomes one', async () => {
  answerWith(
    () => new Response('<html>', { status: 502, statusText: 'Bad Gateway', headers: { 'x-request-id': 'r-2' } }),
  );
  expect(await failure(anyCall('GET /a', {}))).toMatchObject({ status: 502, code: 'http_502', requestId: 'r-2' });
});

test('no answer at all is the problem named network', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('Failed to fetch');
  });
  expect(await failure(anyCall('GET /a', {}))).toMatchObject({ status: 0, code: 'network' });
});

test('an abort by the caller stays an abort', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new DOMException('stopped', 'AbortError');
  });
  await expect(anyCall('GET /a', { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
});

test('a 401 is told to whoever leads to sign-in, and thrown as well', async () => {
  answerWith(() => json(401, { code: 'session.ended', title: 'Sessionen är slut' }));
  const told: string[] = [];
  const stop = onSignedOut((problem) => told.push(problem.code));
  await failure(anyCall('GET /a', {}));
  stop();
  await failure(anyCall('GET /a', {}));
  expect(told).toEqual(['session.ended']);
});

test('204 is undefined', async () => {
  answerWith(() => new Response(null, { status: 204 }));
  expect(await anyCall('DELETE /a', {})).toBeUndefined();
});
