import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono } from 'hono';
import type { Bindings } from '#features/index.ts';
import { createRouter } from '#gate/router.ts';
import type { Language } from '#kernel/i18n/language.ts';
import type { Installation } from '../installation.ts';
import { createMetrics } from './metrics.ts';
import type { Pages } from './pages.ts';

/** What the door knows of the house behind it; `undefined` while it is being opened. */
export interface House {
  installation: Installation | undefined;
  pages: Pages | undefined;
  isStopping: boolean;
}

export interface Door {
  readonly port: number;
  /** Takes no new connections, lets the calls under way finish for a while, then closes. */
  close(timeoutMs: number): Promise<void>;
}

/** The address to listen on cannot be had. The message says why and what to do. */
export class PortUnavailable extends Error {
  override readonly name = 'PortUnavailable';
}

/** A problem (RFC 9457) like every other, but before there is anything to translate it with or a journal to note it in. */
const starting = JSON.stringify({
  type: 'urn:valv:problem:starting',
  title: 'Valv is starting',
  status: 503,
  code: 'starting',
});

const forwarding = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'];

/** The HTTP server. It answers as soon as it listens: live at once, ready when the house is. */
export async function openDoor(
  house: House,
  bindings: Bindings,
  options: { listen: string; port: number; url: string; language: Language },
): Promise<Door> {
  const metrics = createMetrics(() => house.installation);
  const app = new Hono();
  let api: Hono | undefined;

  app.use('*', async (c, next) => {
    await next();
    // A browser that came by https once never speaks http to this host again.
    if (options.url.startsWith('https:')) c.header('strict-transport-security', 'max-age=63072000; includeSubDomains');
    // Who holds a connection open lets go of it, so that a stop need not cut it.
    if (house.isStopping) c.header('connection', 'close');
  });
  app.get('/health/live', (c) => c.json({ status: 'live' }));
  app.get('/health/ready', async (c) => {
    const state = await readiness(house);
    return c.json({ status: state }, state === 'ready' ? 200 : 503, { 'cache-control': 'no-store' });
  });
  app.get('/metrics', async (c) => {
    // For a collector on this machine. What came through a proxy comes from elsewhere, whatever the socket says.
    const address = getConnInfo(c).remote.address ?? '';
    const isLocal = /^(127\.|::1$|::ffff:127\.)/.test(address);
    if (!isLocal || forwarding.some((name) => c.req.header(name) !== undefined)) return c.notFound();
    return c.body(await metrics.text(), 200, { 'content-type': 'text/plain; version=0.0.4' });
  });
  app.all('*', (c) => {
    const { path, method } = c.req;
    if (path.startsWith('/api/') || path === '/openapi.json') {
      if (!house.installation)
        return c.body(starting, 503, {
          'content-type': 'application/problem+json; charset=utf-8',
          'cache-control': 'no-store',
          'retry-after': '2',
        });
      api ??= createRouter(house.installation.gate, bindings, { language: options.language, observe: metrics.observe });
      return api.fetch(c.req.raw, c.env);
    }
    if (method !== 'GET' && method !== 'HEAD') return c.body(null, 405, { allow: 'GET, HEAD' });
    return house.pages ? house.pages.answer(c.req.raw) : c.text('Valv is starting', 503, { 'retry-after': '2' });
  });

  const server = serve({ fetch: app.fetch, hostname: options.listen, port: options.port }) as Server;
  server.requestTimeout = 60_000;
  server.headersTimeout = 15_000;
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', (error) => reject(explainPort(options, error)));
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: (timeoutMs) =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), timeoutMs);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function explainPort({ listen, port }: { listen: string; port: number }, error: NodeJS.ErrnoException): Error {
  const where = `port ${port} on ${listen}`;
  const reasons: Record<string, string> = {
    EADDRINUSE: `Cannot listen on ${where}: it is taken. Set VALV_PORT to another port, or stop what listens there.`,
    EACCES: `Cannot listen on ${where}: this user may not. Set VALV_PORT to a port from 1024.`,
    EADDRNOTAVAIL: `Cannot listen on ${where}: this machine has no such address. Set VALV_LISTEN to one it has.`,
  };
  const reason = reasons[error.code ?? ''];
  return reason === undefined ? error : new PortUnavailable(reason, { cause: error });
}

const unavailable = 'database unavailable';
/** A balancer asks every few seconds; one that waits longer for a database that does not answer knows no more. */
const readyTimeoutMs = 3_000;

/** Ready: the pages are there, and both what is read and the journal can be reached. */
async function readiness({ installation, pages, isStopping }: House): Promise<string> {
  if (isStopping) return 'stopping';
  if (!installation || !pages) return 'starting';
  try {
    const { runtime, identity, journal } = installation.gate.pools;
    const question = { text: 'select 1', query_timeout: readyTimeoutMs };
    const answers = Promise.all([runtime.query(question), identity.query(question), journal.query(question)]);
    return await Promise.race([
      answers.then(() => 'ready'),
      new Promise<string>((resolve) => setTimeout(resolve, readyTimeoutMs, unavailable).unref()),
    ]);
  } catch {
    return unavailable;
  }
}
