import { execFile, spawn } from 'node:child_process';
import { chownSync, chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { findPackage, hydrateSymlinks } from '#kernel/database/embedded/binaries.ts';
import { freePort } from './service.ts';

const run = promisify(execFile);
const debian = '/usr/lib/postgresql/15/bin';
const operations = fileURLToPath(new URL('../../docs/OPERATIONS.md', import.meta.url));

/** A PostgreSQL as an operator has one: a port, passwords, and what docs/OPERATIONS.md says to run for Valv. */
export interface OwnPostgres {
  /** For VALV_DATABASE_URL. */
  url: string;
  /** The superuser, in Valv's database. */
  superuser: pg.ClientConfig;
  stop(): Promise<void>;
}

/** Debian's PostgreSQL 15 where it is installed, else the programs of the embedded one; over TCP, with SCRAM. */
export async function startOwnPostgres(folder: string): Promise<OwnPostgres> {
  const isDebian = existsSync(debian);
  if (!isDebian) await hydrateSymlinks(join(findPackage(), 'native'));
  const programs = isDebian ? debian : join(findPackage(), 'native/bin');
  const home = join(folder, 'own-postgres');
  const data = join(home, 'data');
  mkdirSync(home, { mode: 0o700 });
  chmodSync(home, 0o700);
  const account = process.getuid?.() === 0 ? findUnprivileged() : {};
  const passwordFile = join(home, 'password');
  writeFileSync(passwordFile, 'of the superuser\n');
  for (const path of [home, passwordFile])
    if (account.uid !== undefined) chownSync(path, account.uid, account.gid ?? account.uid);

  const options = { ...account, cwd: home, env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } };
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', '--pwfile', passwordFile, '-E', 'UTF8'];
  await run(join(programs, 'initdb'), [...initdb, '--locale=C', '--no-instructions'], options);
  const port = await freePort();
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${home}`];
  const server = spawn(join(programs, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
    ...options,
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const superuser = { host: '127.0.0.1', port, user: 'postgres', password: 'of the superuser' };
  await runAs({ ...superuser, database: 'postgres' }, documentedSql().replace('…', 'of the owner'));
  return {
    url: `postgres://valv_owner:of%20the%20owner@127.0.0.1:${port}/valv`,
    superuser: { ...superuser, database: 'valv' },
    async stop() {
      server.kill('SIGINT');
      await ended;
    },
  };
}

function findUnprivileged(): { uid?: number; gid?: number } {
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  const fields = ['postgres', 'valv', 'nobody'].map((name) => users.find((line) => line.startsWith(`${name}:`)));
  const [, , uid, gid] = fields.find((line) => line !== undefined)?.split(':') ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}

/** The statements that the operator is told to run. */
function documentedSql(): string {
  const sql = /```sql\n([^]*?)```/.exec(readFileSync(operations, 'utf8'))?.[1];
  if (sql === undefined) throw new Error('docs/OPERATIONS.md shows no SQL');
  return sql;
}

/** Runs statements one by one, as psql would, as soon as the server answers. */
async function runAs(config: pg.ClientConfig, sql: string): Promise<void> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const client = new pg.Client(config);
    client.on('error', () => undefined);
    try {
      await client.connect();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
      continue;
    }
    for (const statement of sql.split(/;\s*\n/).filter((text) => text.trim() !== '')) await client.query(statement);
    await client.end();
    return;
  }
}
