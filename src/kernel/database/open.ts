import pg from 'pg';
import type { Keyring } from '#kernel/keyring/keyring.ts';
import { connectionFor, openPool, type DatabasePlace } from './connect.ts';
import { rebuildCollatedIndexes } from './collation.ts';
import { assertSameKeys, noteKeys } from './keyring-mark.ts';
import { migrate } from './migrate.ts';
import type { Role } from './roles.ts';
import { explainUnusable } from './unusable.ts';

export interface Pools {
  runtime: pg.Pool;
  identity: pg.Pool;
  journal: pg.Pool;
  sealer: pg.Pool;
}

export interface OpenDatabase {
  readonly pools: Pools;
  /** Names of migrations that this start ran. */
  readonly applied: string[];
  /** Settings of a connection of one's own, e.g. for the queue. */
  connection(role: Role | 'owner'): pg.ClientConfig;
  close(): Promise<void>;
}

const limits = { statement_timeout: 30_000, idle_in_transaction_session_timeout: 60_000, lock_timeout: 10_000 };

/**
 * Migrates, checks the collation, and opens a pool per role. Passwords of the roles are derived from the master key, so
 * that every process of an installation knows them and none is stored.
 */
export async function openDatabase(
  place: DatabasePlace,
  keyring: Keyring,
  options: { poolSize: number; onError(error: Error): void },
): Promise<OpenDatabase> {
  const passwordFor = (role: Role) => keyring.derive(`database role ${role}`).toString('base64url');
  const connection = (role: Role | 'owner') =>
    connectionFor(place, role, role === 'owner' ? undefined : passwordFor(role));

  const owner = new pg.Client(connection('owner'));
  owner.on('error', options.onError);
  let applied: string[];
  try {
    await owner.connect();
    // One process at a time, to the end: released with the connection. `migrate` takes it once more by itself.
    await owner.query(`select pg_advisory_lock(hashtext('valv.migrate'))`);
    const mark = keyring.derive('mark in the database', 16).toString('hex');
    await assertSameKeys(owner, mark);
    applied = await migrate(owner, passwordFor);
    await noteKeys(owner, mark);
    await rebuildCollatedIndexes(owner);
  } catch (error) {
    throw explainUnusable(place, error);
  } finally {
    await owner.end();
  }

  const pool = (role: Role, size: number) =>
    openPool({ ...connection(role), ...limits, application_name: `valv ${role}` }, size, options.onError);
  const pools = {
    runtime: pool('runtime', options.poolSize),
    identity: pool('identity', 4),
    journal: pool('journal', 2),
    sealer: pool('sealer', 2),
  };
  return {
    pools,
    applied,
    connection,
    close: async () => {
      await Promise.all(Object.values(pools).map((one) => one.end()));
    },
  };
}

/** Whether the database of a URL holds an installation of Valv, which then has keys somewhere. */
export async function holdsInstallation(url: string): Promise<boolean> {
  const owner = new pg.Client(connectionFor({ url }, 'owner'));
  owner.on('error', () => {}); // the statement fails of it
  try {
    await owner.connect();
    const { rows } = await owner.query<{ exists: boolean }>(
      `select to_regclass('valv.migrations') is not null as exists`,
    );
    return rows[0]?.exists === true;
  } catch (error) {
    throw explainUnusable({ url }, error);
  } finally {
    await owner.end();
  }
}
