import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from 'pg';
import { ensureRoles, type Role } from './roles.ts';

const folder = fileURLToPath(new URL('../../../database/', import.meta.url));
const checksum = (text: string) => createHash('sha256').update(text).digest('hex');

interface Migration {
  name: string;
  sql: string;
}

/** The database belongs to a newer Valv, or a migration that it has run was edited since. Nothing was changed. */
export class SchemaMismatch extends Error {
  override readonly name = 'SchemaMismatch';
}

async function readMigrations(): Promise<Migration[]> {
  const files = (await readdir(join(folder, 'migrations'))).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async (name) => ({ name, sql: await readFile(join(folder, 'migrations', name), 'utf8') })),
  );
}

/**
 * Brings the database to this program's schema: every pending migration and then tenancy.sql, in one transaction, one
 * process at a time (advisory lock). Forward only. Returns the names of what was applied.
 */
export async function migrate(owner: Client, passwordFor: (role: Role) => string): Promise<string[]> {
  const migrations = await readMigrations();
  const tenancy = await readFile(join(folder, 'tenancy.sql'), 'utf8');
  // One process at a time: the lock is the session's, so that it also covers the roles, which other databases share.
  await owner.query(`select pg_advisory_lock(hashtext('valv.migrate'))`);
  try {
    await assertVersion(owner);
    await ensureRoles(owner, passwordFor);
    await owner.query('begin');
    try {
      await owner.query(`set local search_path = valv, pg_temp`);
      const applied = await applyPending(owner, migrations, tenancy);
      await owner.query('commit');
      return applied;
    } catch (error) {
      await owner.query('rollback');
      throw error;
    }
  } finally {
    await owner.query(`select pg_advisory_unlock(hashtext('valv.migrate'))`);
  }
}

async function assertVersion(owner: Client): Promise<void> {
  const { rows } = await owner.query<{ version: number }>(
    `select current_setting('server_version_num')::int as version`,
  );
  const version = rows[0]?.version ?? 0;
  if (version < 150_000)
    throw new SchemaMismatch(`Valv needs PostgreSQL 15 or newer; this server is ${Math.floor(version / 10_000)}.`);
}

async function applyPending(owner: Client, migrations: Migration[], tenancy: string): Promise<string[]> {
  await owner.query('create schema if not exists valv');
  await owner.query('create schema if not exists jobs');
  await owner.query('grant create, usage on schema jobs to valv_jobs');
  await owner.query('grant usage on schema jobs to valv_runtime, valv_identity, valv_sealer');
  await owner.query(
    `create table if not exists valv.migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now())`,
  );
  await owner.query(`comment on table valv.migrations is 'global: which migrations this database has run'`);
  const { rows } = await owner.query<{ name: string; checksum: string }>('select name, checksum from valv.migrations');
  const known = new Map(rows.map((row) => [row.name, row.checksum]));
  const tenancyIsApplied = known.get('tenancy.sql') === checksum(tenancy);
  known.delete('tenancy.sql');

  for (const [name, applied] of known) {
    const ours = migrations.find((migration) => migration.name === name);
    if (!ours)
      throw new SchemaMismatch(`The database has run ${name}, which this Valv does not know. Start the newer Valv.`);
    if (checksum(ours.sql) !== applied) throw new SchemaMismatch(`${name} was edited after this database had run it.`);
  }

  const pending = migrations.filter((migration) => !known.has(migration.name));
  for (const migration of pending) {
    await owner.query(migration.sql);
    await owner.query('insert into valv.migrations (name, checksum) values ($1, $2)', [
      migration.name,
      checksum(migration.sql),
    ]);
  }
  if (pending.length > 0 || !tenancyIsApplied) {
    await owner.query(tenancy);
    await owner.query(
      `insert into valv.migrations (name, checksum) values ('tenancy.sql', $1)
       on conflict (name) do update set checksum = excluded.checksum, applied_at = now()`,
      [checksum(tenancy)],
    );
  }
  return pending.map((migration) => migration.name);
}
