// What every installation has before its first migration: the role that owns the schema, and the database.
import { Client } from 'pg';
import { SUPERUSER } from './cluster.ts';
import { PORT } from './socket-folder.ts';

export const OWNER = 'valv_owner';
export const DATABASE = 'valv';

/** Idempotent, also after a crash between the two. A server in recovery (a restored copy) is left as it is. */
export async function createOwnerAndDatabase(socketFolder: string): Promise<void> {
  const client = new Client({ host: socketFolder, port: PORT, user: SUPERUSER, database: 'postgres', ssl: false });
  client.on('error', () => undefined); // the statement under way fails of it; without a listener the process would end
  await client.connect();
  try {
    const { rows } = await client.query<{ is_recovering: boolean; has_owner: boolean; has_database: boolean }>(
      `select pg_is_in_recovery() as is_recovering,
              exists (select from pg_roles where rolname = '${OWNER}') as has_owner,
              exists (select from pg_database where datname = '${DATABASE}') as has_database`,
    );
    const [found] = rows;
    if (!found || found.is_recovering) return;
    if (!found.has_owner) await client.query(`create role ${OWNER} login createrole`);
    if (!found.has_database) await client.query(`create database ${DATABASE} owner ${OWNER}`);
  } finally {
    await client.end();
  }
}
