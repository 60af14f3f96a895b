import { Agent, request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createOrganisation, type Organisation } from '../durability/organisation.ts';
import { makeHome, pause, prepareService, type Service } from '../durability/service.ts';

// What a service shows to whoever looks at it from outside, and how it ends.

let home: Awaited<ReturnType<typeof makeHome>>;
let service: Service;
let organisation: Organisation;

beforeAll(async () => {
  home = await makeHome();
  // As behind a proxy on another machine: reached by every address of this one.
  const settings = {
    VALV_LISTEN: '0.0.0.0',
    VALV_BEHIND_PROXY: 'on',
    VALV_URL: 'https://valv.example.se',
    VALV_LOG: 'info',
  };
  service = await prepareService(home.folder, 'running', settings);
  await service.start();
  organisation = await createOrganisation(service, 'running');
});
afterAll(async () => {
  await service?.end();
  home?.remove();
});

const outer = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

const get = (path: string, headers: Record<string, string> = {}, host = '127.0.0.1') =>
  fetch(`http://${host}:${service.port}${path}`, { headers });

test('VALV_DEMO=off makes no demonstration, and speaks of none', async () => {
  const { rows } = await service.asSuperuser((client) => client.query('select name from organisations order by name'));
  expect(rows).toEqual([{ name: 'Valv' }, { name: 'running' }]);
  expect(service.output).toContain('Valv is ready: https://valv.example.se\n');
  expect(service.output).not.toMatch(/demonstration|lindangen/i);
});

describe('/metrics', () => {
  test('answers this machine with counts and times, and nothing of anybody', async () => {
    await get(`${organisation.path}/records`, organisation.headers);
    const answer = await get('/metrics');
    expect(answer.status).toBe(200);
    const text = await answer.text();
    expect(text).toMatch(/^valv_call_seconds_count\{action="record\.listed",status="200"\} [1-9]/m);
    expect(text).toMatch(/^valv_journal_entries [1-9]/m);
    expect(text).toMatch(/^process_resident_memory_bytes /m);
    for (const secret of [organisation.id, organisation.accountId, 'running']) expect(text).not.toContain(secret);
  });

  test.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'via', 'x-forwarded-host', 'x-forwarded-proto'])(
    'is not there for what came through a proxy (%s)',
    async (header) => {
      expect((await get('/metrics', { [header]: '127.0.0.1' })).status).toBe(404);
    },
  );

  // A machine without a network has no other address to be called at.
  test.runIf(outer !== undefined)('is not there for another address, though calls are answered', async () => {
    expect((await get('/metrics', {}, outer)).status).toBe(404);
    expect((await get('/health/live', {}, outer)).status).toBe(200);
  });
});

describe('headers', () => {
  test('of pages let in nothing from elsewhere, no frame, no sniffing, and only https', async () => {
    for (const path of ['/', '/o/drift', '/policy']) {
      const { status, headers } = await get(path);
      expect(status).toBe(200);
      const policy = headers.get('content-security-policy') ?? '';
      for (const rule of [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
      ])
        expect(policy).toContain(rule);
      expect(policy).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/);
      expect(headers.get('cache-control')).toBe('no-cache');
    }
  });

  test('of the API keep every answer out of caches, frames and other sites', async () => {
    for (const [path, headers, status] of [
      [`${organisation.path}/records`, organisation.headers, 200],
      [`${organisation.path}/records`, {}, 401],
      ['/api/v1/nowhere', {}, 404],
      [`${organisation.path}/export.csv`, organisation.headers, 200],
    ] as const) {
      const answer = await get(path, headers);
      await answer.text();
      expect(answer.status).toBe(status);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/);
      expect(answer.headers.get('x-powered-by')).toBeNull();
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});

describe('SIGTERM', () => {
  test(
    'lets the call under way finish, refuses new ones, and ends with 0 within 10 s',
    { timeout: 60_000 },
    async () => {
      const agent = new Agent({ keepAlive: true });
      const body = JSON.stringify({ data: { given_name: 'Åsa', family_name: 'Öberg' } });
      const post = () =>
        new Promise<{ status: number; connection: string | undefined }>((resolve, reject) => {
          const headers = { ...organisation.headers, 'content-type': 'application/json' };
          const call = request(
            `${service.url}${organisation.path}/records`,
            { method: 'POST', agent, headers },
            (answer) => {
              answer
                .resume()
                .once('end', () => resolve({ status: answer.statusCode ?? 0, connection: answer.headers.connection }));
            },
          );
          call.once('error', reject);
          call.end(body);
        });
      // Connections that browsers keep open must not hold it up.
      expect((await post()).status).toBe(201);
      const stopped = await service.asSuperuser(async (client) => {
        await client.query('begin; lock table records in access exclusive mode');
        const underWay = post();
        await pause(500);
        const stoppedAt = performance.now();
        const stopping = service.stop();
        await pause(1_000);
        expect(service.isRunning).toBe(true);
        await client.query('commit');
        expect(await underWay).toEqual({ status: 201, connection: 'close' });
        await expect(fetch(`${service.url}/health/live`)).rejects.toThrow('fetch failed');
        // The superuser's own connection ends with the server.
        return { code: await stopping, ms: performance.now() - stoppedAt };
      });
      agent.destroy();
      expect(stopped.code).toBe(0);
      expect(stopped.ms).toBeLessThan(10_000);
      expect(service.output).toContain('serve.stopped');
    },
  );

  test(
    'while nothing is under way ends at once; what was acknowledged is there at the next start',
    { timeout: 120_000 },
    async () => {
      await service.start();
      const list = await get(`${organisation.path}/records`, organisation.headers);
      expect(((await list.json()) as { records: unknown[] }).records).toHaveLength(2);
      const startedAt = performance.now();
      expect(await service.stop()).toBe(0);
      expect(performance.now() - startedAt).toBeLessThan(10_000);
    },
  );
});
