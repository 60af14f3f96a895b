import { randomUUIDv7 } from 'node:crypto';
import type { Hono } from 'hono';
import pg from 'pg';
import { inject } from 'vitest';
import { createTestClock } from '#kernel/clock/clock.ts';
import type { Keyring } from '#kernel/keyring/keyring.ts';
import { openKeyring } from '#kernel/keyring/keyring.ts';
import { createLogger } from '#kernel/logging/logger.ts';
import { newHomedToken, newToken } from '#gate/credential.ts';
import type { Permission, SystemRole } from '#gate/permissions.ts';
import { createRouter } from '#gate/router.ts';
import { bindings } from '#features/index.ts';
import { openOrganisation } from '#features/organisations/index.ts';
import { openInstallation, type Installation } from '../src/installation.ts';

// What a test file needs: a database of its own (a clone of the template), the real router over the real gate, and people.

type Clock = ReturnType<typeof createTestClock>;

export interface World {
  readonly installation: Installation;
  readonly router: Hono;
  readonly clock: Clock;
  readonly keyring: Keyring;
  /** Lines the log printed, to search for what must not be there. */
  readonly logLines: string[];
  /** A connection as any role, for looking at what is stored; `valv_superuser` sees everything. */
  sql(text: string, values?: unknown[], role?: string): Promise<Record<string, unknown>[]>;
  /** An account with a session of its own. */
  createAccount(name?: string): Promise<TestAccount>;
  /** An organisation with one owner. */
  createOrganisation(name?: string): Promise<TestOrganisation>;
}

export interface TestAccount {
  readonly id: string;
  readonly sessionId: string;
  readonly headers: Record<string, string>;
  call: Caller;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads whatever came back
  json: any;
}

/** `call('GET', '/session')`: through the router as a page would, below /api/v1. */
export type Caller = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;

export interface TestMember extends TestAccount {
  readonly membershipId: string;
}

export interface TestOrganisation {
  readonly id: string;
  readonly slug: string;
  readonly path: string;
  readonly roles: ReadonlyMap<SystemRole, string>;
  readonly owner: TestMember;
  /** A new member with a role of the program, or with exactly these permissions. */
  createMember(role: SystemRole | Permission[]): Promise<TestMember>;
  /** Lets an account that exists join too. */
  addMember(account: TestAccount, role: SystemRole): Promise<string>;
  /** An API key of the owner with these permissions. */
  createKey(permissions: Permission[], days?: number): Promise<TestAccount>;
}

let counter = 0;

/** Opens a world for a test file; call it once in `beforeAll`, and `close` in `afterAll`. */
export async function openWorld(
  options: { poolSize?: number; callsPerMinute?: number; mayCallPrivate?: boolean } = {},
): Promise<World & { close(): Promise<void> }> {
  const socketFolder = inject('socketFolder');
  const name = `valv_test_${randomUUIDv7().replaceAll('-', '')}`;
  const connect = async (user: string, database: string) => {
    const client = new pg.Client({ host: socketFolder, port: 5432, user, database });
    client.on('error', () => {});
    await client.connect();
    return client;
  };
  const root = await connect('valv_superuser', 'postgres');
  // Cloning waits for nobody: the template has no connections.
  await root.query(`create database ${name} template valv_template owner valv_owner`);
  const keyring = await openKeyring({ folder: inject('keysFolder'), isCreateAllowed: false });
  const clock = createTestClock(new Date());
  const logLines: string[] = [];
  const installation = await openInstallation({
    place: { socketFolder, port: 5432, database: name },
    keyring,
    logger: createLogger({ level: 'debug', destination: { write: (line) => void logLines.push(line) } }),
    clock,
    poolSize: options.poolSize ?? 8,
    timeZone: 'Europe/Stockholm',
    ...(options.mayCallPrivate !== undefined && { mayCallPrivate: options.mayCallPrivate }),
    ...(options.callsPerMinute !== undefined && { callsPerMinute: options.callsPerMinute }),
  });
  const router = createRouter(installation.gate, bindings, { language: 'sv', observe: () => {} });
  const clients = new Map<string, pg.Client>();
  const sql = async (text: string, values: unknown[] = [], role = 'valv_superuser') => {
    let client = clients.get(role);
    if (!client) {
      client = await connect(role, name);
      await client.query('set search_path = valv');
      clients.set(role, client);
    }
    return (await client.query(text, values)).rows as Record<string, unknown>[];
  };

  const callerWith =
    (own: Record<string, string>): Caller =>
    async (method, path, body, headers = {}) => {
      const isFile = typeof body === 'string' || body instanceof Uint8Array;
      const response = await router.request(`http://localhost/api/v1${path}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': isFile ? 'text/csv' : 'application/json' }),
          'x-valv-page': '1',
          ...own,
          ...headers,
        },
        ...(body === undefined
          ? {}
          : { body: isFile ? (body as string | Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
      });
      const text = await response.text();
      let json: unknown;
      try {
        json = text === '' ? undefined : JSON.parse(text);
      } catch {
        json = undefined;
      }
      return { status: response.status, headers: response.headers, text, json };
    };

  const createAccount = async (label = 'person'): Promise<TestAccount> => {
    counter += 1;
    const id = randomUUIDv7();
    const sessionId = randomUUIDv7();
    const { token, hash } = newToken();
    const now = clock.now();
    await sql(`insert into accounts (id, user_name, email, display_name) values ($1, $2, $3, $4)`, [
      id,
      `${label}.${counter}`,
      `${label}.${counter}@example.org`,
      `${label} ${counter}`,
    ]);
    await sql(
      `insert into sessions (id, token_hash, account_id, factors, created_at, signed_in_at, last_seen_at, expires_at)
       values ($1, $2, $3, '{link}', $4, $4, $4, $5)`,
      [sessionId, hash, id, now, new Date(now.getTime() + 24 * 3_600_000)],
    );
    const headers = { cookie: `__Host-valv=${token}` };
    return { id, sessionId, headers, call: callerWith(headers) };
  };

  const createOrganisation = async (label = 'org'): Promise<TestOrganisation> => {
    counter += 1;
    const slug = `${label}-${counter}`;
    const { gate } = installation;
    let roles: ReadonlyMap<SystemRole, string> = new Map();
    const { id } = await gate.runAs(
      { actor: 'command:test', organisation: gate.installation, action: 'test.organisation_created' },
      (context) =>
        openOrganisation(context, { name: `${label} ${counter}`, slug, language: 'sv' }, async (_inside, made) => {
          roles = made;
        }),
    );
    const addMember = async (account: TestAccount, role: SystemRole | Permission[]) => {
      const membershipId = randomUUIDv7();
      let roleId = typeof role === 'string' ? roles.get(role) : undefined;
      if (typeof role !== 'string') {
        roleId = randomUUIDv7();
        await sql(`insert into roles (organisation_id, id, name, permissions) values ($1, $2, $3, $4)`, [
          id,
          roleId,
          `role ${roleId}`,
          role,
        ]);
      }
      await sql(`insert into memberships (organisation_id, id, account_id, display_name) values ($1, $2, $3, $4)`, [
        id,
        membershipId,
        account.id,
        label,
      ]);
      await sql(`insert into membership_roles (organisation_id, id, membership_id, role_id) values ($1, $2, $3, $4)`, [
        id,
        randomUUIDv7(),
        membershipId,
        roleId,
      ]);
      return membershipId;
    };
    const createMember = async (role: SystemRole | Permission[]): Promise<TestMember> => {
      const account = await createAccount(typeof role === 'string' ? role : 'member');
      return { ...account, membershipId: await addMember(account, role) };
    };
    const owner = await createMember('owner');
    const createKey = async (permissions: Permission[], days = 30): Promise<TestAccount> => {
      const { token, hash } = newHomedToken('valv', id);
      const keyId = randomUUIDv7();
      await sql(
        `insert into api_keys (organisation_id, id, membership_id, token_hash, name, permissions, expires_at) values ($1, $2, $3, $4, 'test', $5, $6)`,
        [id, keyId, owner.membershipId, hash, permissions, new Date(clock.now().getTime() + days * 86_400_000)],
      );
      const headers = { authorization: `Bearer ${token}` };
      return { id: keyId, sessionId: '', headers, call: callerWith(headers) };
    };
    return { id, slug, path: `/organisations/${id}`, roles, owner, createMember, addMember, createKey };
  };

  return {
    installation,
    router,
    clock,
    keyring,
    logLines,
    sql,
    createAccount,
    createOrganisation,
    async close() {
      await installation.close();
      for (const client of clients.values()) await client.end();
      await root.query(`drop database ${name} with (force)`);
      await root.end();
    },
  };
}

/** A caller without any credential. */
export const asNobody =
  (world: World): Caller =>
  async (method, path, body, headers = {}) => {
    const response = await world.router.request(`http://localhost/api/v1${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        'x-valv-page': '1',
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: text.startsWith('{') ? JSON.parse(text) : undefined,
    };
  };

/** Polls until the condition holds; fails after `timeoutMs`. */
export async function eventually<T>(condition: () => Promise<T | undefined | false>, timeoutMs = 20_000): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (performance.now() > deadline) throw new Error('the condition did not come true in time');
    await new Promise((resolve) => setImmediate(resolve));
  }
}
