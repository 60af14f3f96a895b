import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { readConfiguration } from '#kernel/config/configuration.ts';
import { createLogger } from '#kernel/logging/logger.ts';
import { openBeside, type Opened } from '../../src/commands/open.ts';
import { sharedPages } from '../pages.ts';

// A real `valv serve` in a process of its own, over its own embedded PostgreSQL with fsync on: what a test may kill.

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
/** On a machine that is busy with other things too. */
const readyTimeoutMs = 180_000;

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Polls until the condition gives something; throws what `what` says when it never does. */
export async function until<T>(what: string, condition: () => Promise<T | undefined>, timeoutMs = 30_000): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await condition();
    if (value !== undefined) return value;
    if (performance.now() > deadline) throw new Error(`not within ${timeoutMs / 1_000} s: ${what}`);
    await pause(10);
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A folder that any user may pass through, with the pages for all services below it. */
export async function makeHome(): Promise<{ folder: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'valv-durability-'));
  await chmod(folder, 0o711);
  symlinkSync(await sharedPages(), join(folder, 'pages'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export interface Service {
  readonly port: number;
  readonly url: string;
  readonly env: Record<string, string>;
  /** What it printed and logged, from all its runs. */
  readonly output: string;
  readonly isRunning: boolean;
  /** Milliseconds from the spawn to the first 200 of /health/ready. */
  start(): Promise<number>;
  ready(timeoutMs?: number): Promise<void>;
  /** kill -9; the PostgreSQL it started lives on. */
  kill(): Promise<void>;
  /** SIGTERM; the exit code. */
  stop(): Promise<number | null>;
  /** Process id of its PostgreSQL; undefined while there is none. */
  postmaster(): number | undefined;
  /** Process ids of its PostgreSQL, the postmaster's first. */
  serverProcesses(): number[];
  /** Opens the installation beside the service, as a command does. */
  beside<T>(work: (opened: Opened) => Promise<T>): Promise<T>;
  /** As the superuser of its PostgreSQL. */
  asSuperuser<T>(work: (client: pg.Client) => Promise<T>): Promise<T>;
  /** Ends whatever is left of it. */
  end(): Promise<void>;
}

export async function prepareService(
  home: string,
  name: string,
  settings: Record<string, string> = {},
  superuser?: pg.ClientConfig,
): Promise<Service> {
  const data = join(home, name);
  mkdirSync(data, { mode: 0o711 });
  symlinkSync(join(home, 'pages'), join(data, 'pages'));
  const port = await freePort();
  const env: Record<string, string> = {
    VALV_DATA: data,
    VALV_KEYS: join(home, `${name}.keys`),
    VALV_PORT: String(port),
    VALV_DEMO: 'off',
    VALV_CALLS_PER_MINUTE: '0',
    VALV_LOG: 'warn',
    ...settings,
  };
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let output = '';
  const isRunning = () => child !== undefined && child.exitCode === null && child.signalCode === null;
  const exited = async (signal: NodeJS.Signals) => {
    if (!child || !isRunning()) return child?.exitCode ?? null;
    const { promise, resolve } = Promise.withResolvers<number | null>();
    child.once('exit', resolve);
    child.kill(signal);
    return promise;
  };
  const postmaster = () => {
    try {
      return Number.parseInt(readFileSync(join(data, 'postgres/data/postmaster.pid'), 'utf8'), 10) || undefined;
    } catch {
      return undefined;
    }
  };
  const ready = async (timeoutMs = readyTimeoutMs) => {
    await until(
      `${name} is ready\n${output}`,
      async () => {
        if (!isRunning()) throw new Error(`${name} ended before it was ready:\n${output}`);
        const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
        await answer?.body?.cancel();
        return answer?.status === 200 ? true : undefined;
      },
      timeoutMs,
    );
  };
  return {
    port,
    url,
    env,
    ready,
    postmaster,
    serverProcesses() {
      const server = postmaster();
      return server === undefined ? [] : [server, ...childrenOf(server)];
    },
    get output() {
      return output;
    },
    get isRunning() {
      return isRunning();
    },
    async start() {
      const startedAt = performance.now();
      child = spawn(process.execPath, [main, 'serve'], {
        cwd: home,
        env: { PATH: process.env['PATH'], ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      for (const stream of [child.stdout, child.stderr])
        stream?.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-100_000)));
      await ready();
      return performance.now() - startedAt;
    },
    kill: async () => void (await exited('SIGKILL')),
    stop: () => exited('SIGTERM'),
    async beside(work) {
      const opened = await openBeside(readConfiguration(env), createLogger({ level: 'fatal' }));
      try {
        return await work(opened);
      } finally {
        await opened.close();
      }
    },
    async asSuperuser(work) {
      const embedded = { host: join(data, 'postgres/run'), user: 'valv_superuser', database: 'valv' };
      const client = new pg.Client(superuser ?? embedded);
      client.on('error', () => undefined);
      await client.connect();
      try {
        await client.query('set search_path = valv, public');
        return await work(client);
      } finally {
        await client.end().catch(() => undefined);
      }
    },
    async end() {
      const server = postmaster();
      if (isRunning()) await exited('SIGTERM');
      else if (server !== undefined) signal(server, 'SIGQUIT');
    },
  };
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
      } catch {
        return false; // ended meanwhile
      }
    })
    .map(Number);
}

/** Sends a signal to a process that may be gone already. */
export function signal(processId: number, name: NodeJS.Signals): void {
  try {
    process.kill(processId, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
