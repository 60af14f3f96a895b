// Real servers for the tests of this folder, ended and removed when the test is over, also when it fails.
import { spawn, spawnSync, type ChildProcessByStdio, type SpawnOptions } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, realpathSync, rmdirSync, rmSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { onTestFinished } from 'vitest';
import { findPackage } from './binaries.ts';
import { startEmbedded, type EmbeddedOptions, type EmbeddedServer } from './index.ts';
import { findPostmasters } from './process-identity.ts';
import type { LogEvent } from './server-log.ts';

export const isRoot = process.getuid?.() === 0;

/** False in a clone below a folder that only root may enter: nobody else can run what lies there. */
export const isReachable =
  !isRoot || spawnSync('/usr/bin/test', ['-x', process.execPath], { uid: 65534, gid: 65534 }).status === 0;

/** A folder that everybody may pass through (mkdtemp alone makes it 0700), removed with the database it points to. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'valv-test-'));
  chmodSync(folder, 0o755);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A data folder, not made yet. A server that outlives its Valv in a test is ended by its own process id. */
export function dataFolder(parent = temporaryFolder(), name = 'data'): string {
  const folder = join(parent, name);
  onTestFinished(() => {
    const elsewhere = pointedFolder(folder);
    for (const base of [folder, elsewhere ?? folder]) {
      for (const { processId } of anyPostmasters(join(base, 'postgres/data'))) process.kill(processId, 'SIGKILL');
    }
    if (!elsewhere) return;
    rmSync(elsewhere, { recursive: true, force: true });
    try {
      rmdirSync('/var/lib/valv');
    } catch {
      // other databases are there
    }
  });
  return folder;
}

export function pointedFolder(folder: string): string | undefined {
  try {
    const pointer = JSON.parse(readFileSync(join(folder, 'database.location.json'), 'utf8')) as { folder: string };
    return /^\/var\/lib\/valv\/[0-9a-f]{16}$/.test(pointer.folder) ? pointer.folder : undefined;
  } catch {
    return undefined;
  }
}

const users = () =>
  readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => Number(line.split(':')[2]))
    .filter((uid) => uid > 0);
/** Whoever they run as. */
export const anyPostmasters = (folder: string) =>
  [...new Set([process.getuid?.() ?? 0, ...users()])].flatMap((uid) => findPostmasters(folder, uid));

export interface ThrowawayServer extends EmbeddedServer {
  events: LogEvent[];
}

/** Durable only where the test is about durability: kill -9 of processes loses nothing without fsync, a power cut would. */
export async function startThrowaway(options: Omit<EmbeddedOptions, 'log'>): Promise<ThrowawayServer> {
  const events: LogEvent[] = [];
  const server = await startEmbedded({ settings: { fsync: 'off' }, ...options, log: (event) => events.push(event) });
  onTestFinished(() => server.stop());
  return { ...server, events };
}

/** Runs one statement as valv_owner in database valv, over a connection of its own. */
export async function query(
  server: { socketFolder: string; port: number },
  sql: string,
  user = 'valv_owner',
  database = 'valv',
): Promise<Record<string, unknown>[]> {
  const client = new Client({ host: server.socketFolder, port: server.port, user, database });
  client.on('error', () => undefined); // a killed server also breaks idle connections
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Polls until the condition holds; the last error or a plain one if it never does. */
export async function eventually<T>(condition: () => T | Promise<T>, timeoutMs = 20_000): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs;
  let last: unknown = new Error('The condition never held.');
  while (performance.now() < deadline) {
    try {
      const value = await condition();
      if (value) return value;
    } catch (error) {
      last = error;
    }
    await delay(20);
  }
  throw last;
}

/** A copy of the npm package that a test may damage, as `npm ci --ignore-scripts` leaves it: without the symlinks. */
export async function copyPackage(parent: string): Promise<string> {
  const copy = join(parent, 'package');
  const found = findPackage();
  const links = JSON.parse(readFileSync(join(found, 'native/pg-symlinks.json'), 'utf8')) as { target: string }[];
  const left = new Set(links.map(({ target }) => join(found, target)));
  await cp(found, copy, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !left.has(path) && !path.endsWith('.a'),
  });
  return copy;
}

export interface Started {
  socketFolder: string;
  port: number;
  folder: string;
  notices: string[];
  processId: number;
}

/** A Valv process of its own, which a test may kill. `ready` rejects with what it printed if it ends first. */
export function startValvProcess(
  options: Omit<EmbeddedOptions, 'log'>,
  spawnOptions: SpawnOptions = {},
): { child: ChildProcessByStdio<Writable, Readable, Readable>; ready: Promise<Started> } {
  const script = fileURLToPath(new URL('./valv-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify(options)], {
    ...spawnOptions,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const over = new Promise((resolve) => child.once('exit', resolve));
    child.stdin.end(); // asks it to stop in order
    await over;
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ready = new Promise<Started>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line) as Started));
    child.once('close', () => reject(new Error(said)));
  });
  ready.catch(() => undefined); // a test that does not wait for it does not fail for it
  return { child, ready };
}
