import { createHash } from 'node:crypto';
import type { Writable } from 'node:stream';
import pg from 'pg';
import { roleNames, type Role } from './roles.ts';

/** Where PostgreSQL is: the embedded server's socket, or a URL of one's own. */
export type DatabasePlace = { socketFolder: string; port: number; database: string } | { url: string };

/** Connection settings of a role. Over the embedded socket PostgreSQL knows us by our system user (peer) and ignores the password. */
export function connectionFor(place: DatabasePlace, role: Role | 'owner', password?: string): pg.ClientConfig {
  const user = role === 'owner' ? undefined : roleNames[role];
  if ('socketFolder' in place) {
    return {
      host: place.socketFolder,
      port: place.port,
      database: place.database,
      user: user ?? 'valv_owner',
      password: '',
    };
  }
  const url = new URL(place.url);
  if (user !== undefined) {
    url.username = user;
    url.password = password ?? '';
  }
  return { connectionString: url.href };
}

// int8 (counts) as numbers: no count of ours reaches 2^53. date stays text: a birth date is never an instant.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/**
 * The server ends a statement after 30 s by itself (statement_timeout). One that says nothing even then is frozen or cut off:
 * the connection is given up, and its callers are told.
 */
const answerTimeoutMs = 40_000;

/** For a statement that takes milliseconds: it is no use to wait longer for the answer, whatever the reason. */
export const shortAnswer = { query_timeout: 10_000 };

/** A pool of pipelined connections: statements queued together leave in one packet, each answered in order. */
export function openPool(config: pg.ClientConfig, size: number, onError: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({
    ...config,
    max: size,
    pipeline: true,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 5_000,
    query_timeout: answerTimeoutMs,
    allowExitOnIdle: false,
  });
  // An idle connection that dies (server restarted) is replaced at the next use; without a listener it would end the process.
  pool.on('error', onError);
  // One that dies while it is held tells its holder through its statements; the event it raises beside that has no other
  // listener then, and would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** The socket under a connection. pg has no word for it; without it each statement would be a write of its own. */
const socketOf = (client: pg.ClientBase) =>
  (client as unknown as { connection: { stream: Writable } }).connection.stream;

/** What `send` queues leaves in one packet: writing to the socket costs more than anything else in a call. */
export function inOnePacket<T>(client: pg.ClientBase, send: () => T): T {
  const socket = socketOf(client);
  socket.cork();
  try {
    return send();
  } finally {
    socket.uncork();
  }
}

/** What `send` queues leaves with whatever the next holder of the connection sends in this turn of the loop, or at its end. */
export function withTheNextPacket<T>(client: pg.ClientBase, send: () => T): T {
  const socket = socketOf(client);
  socket.cork();
  setImmediate(() => socket.uncork());
  return send();
}

const names = new Map<string, string>();
const namesMax = 1_000;

/**
 * The name under which a statement is prepared on each connection: same text, same name. Bounded, since every filter
 * combination is a text of its own; beyond the bound a statement is sent unprepared.
 */
export function statementName(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size >= namesMax) return undefined;
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 20);
  names.set(text, name);
  return name;
}
