import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUIDv7 } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { readConfiguration, type Configuration } from '#kernel/config/configuration.ts';
import { createLogger } from '#kernel/logging/logger.ts';
import { newToken } from '#gate/credential.ts';
import { openOrganisation } from '#features/organisations/index.ts';
import { addRegister, DefinitionDraft } from '#features/registers/index.ts';
import membersRegister from './members.json' with { type: 'json' };
import { openBeside, type Opened } from '../src/commands/open.ts';

// A real service in a process of its own over a real embedded PostgreSQL, fsync on, in a folder of its own. The bench is the
// other side of the wire.

export interface Stage {
  port: number;
  configuration: Configuration;
  opened: Opened;
  /** As the superuser of the embedded server, for preparing data and for looking. */
  root: pg.Client;
  socketFolder: string;
  /** Of the service. */
  processId: number;
  createOrganisation(name: string, sessions?: number): Promise<BenchOrganisation>;
  close(): Promise<void>;
}

export interface BenchOrganisation {
  id: string;
  register: string;
  /** Cookies of sessions of one owner. */
  cookies: string[];
  accountId: string;
  hashes: Buffer[];
}

export function spawnService(env: Record<string, string>): ChildProcess {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  // BENCH_NODE: arguments for the service's Node, e.g. --cpu-prof --cpu-prof-dir=/tmp.
  const nodeArguments = (process.env['BENCH_NODE'] ?? '').split(' ').filter(Boolean);
  // As it is started by bin/valv.js, but with no setting of this shell.
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('VALV_'));
  return spawn(process.execPath, [...nodeArguments, main, 'serve'], {
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

export async function untilReady(port: number, timeoutMs = 120_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the service did not become ready');
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export async function openStage(sessionCount = 16): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'valv-bench-'));
  await chmod(folder, 0o711);
  const port = await freePort();
  const env = {
    VALV_DATA: join(folder, 'data'),
    VALV_KEYS: join(folder, 'keys'),
    VALV_PORT: String(port),
    VALV_DEMO: 'off',
    VALV_LOG: 'error',
    VALV_POOL: '16',
    // What is measured is the service, not its limit.
    VALV_CALLS_PER_MINUTE: '0',
  };
  const service = spawnService(env);
  service.stdout?.resume();
  await untilReady(port);
  const configuration = readConfiguration(env);
  const opened = await openBeside(configuration, createLogger({ level: 'error' }));
  const owner = opened.installation.database.connection('owner');
  const root = new pg.Client({ ...owner, user: 'valv_superuser' });
  await root.connect();
  await root.query('set search_path = valv');

  const createOrganisation = async (name: string, sessions = sessionCount): Promise<BenchOrganisation> => {
    const { gate } = opened.installation;
    const accountId = randomUUIDv7();
    const { id, result } = await gate.runAs(
      { actor: 'command:bench', organisation: gate.installation, action: 'bench.prepared' },
      (context) =>
        openOrganisation(context, { name, slug: name, language: 'sv' }, async (inside, roles) => {
          const made = await addRegister(inside, {
            params: undefined,
            query: undefined,
            body: { key: 'members', definition: DefinitionDraft.parse(membersRegister) },
          });
          return { register: made.id, role: roles.get('owner') };
        }),
    );
    const membership = randomUUIDv7();
    await root.query('insert into accounts (id, user_name, display_name) values ($1, $2, $3)', [
      accountId,
      `bench.${name}`,
      name,
    ]);
    await root.query(
      'insert into memberships (organisation_id, id, account_id, display_name) values ($1, $2, $3, $4)',
      [id, membership, accountId, name],
    );
    await root.query(
      'insert into membership_roles (organisation_id, id, membership_id, role_id) values ($1, $2, $3, $4)',
      [id, randomUUIDv7(), membership, result.role],
    );
    const hashes: Buffer[] = [];
    const cookies: string[] = [];
    for (let i = 0; i < sessions; i += 1) {
      const { token, hash } = newToken();
      await root.query(
        `insert into sessions (id, token_hash, account_id, factors, created_at, signed_in_at, last_seen_at, expires_at) values ($1, $2, $3, '{link}', now(), now(), now(), now() + interval '1 day')`,
        [randomUUIDv7(), hash, accountId],
      );
      hashes.push(hash);
      cookies.push(`__Host-valv=${token}`);
    }
    return { id, register: result.register, cookies, accountId, hashes };
  };

  return {
    port,
    configuration,
    opened,
    root,
    socketFolder: String(owner.host),
    processId: service.pid ?? 0,
    createOrganisation,
    async close() {
      await root.end();
      await opened.close();
      const ended = new Promise((resolve) => service.once('exit', resolve));
      service.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
