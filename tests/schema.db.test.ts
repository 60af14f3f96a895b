import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { listSchema, listTypes } from '#kernel/database/catalogue.ts';
import { migrate } from '#kernel/database/migrate.ts';

// Migrations, run by the owner on databases of their own.

const folder = fileURLToPath(new URL('../database/', import.meta.url));
const read = (path: string) => readFileSync(folder + path, 'utf8');
const files = readdirSync(`${folder}migrations`).sort();
const passwordFor = (role: string) => `throwaway ${role}`;
const made: string[] = [];
let root: pg.Client;

async function connect(user: string, database: string): Promise<pg.Client> {
  const client = new pg.Client({ host: inject('socketFolder'), port: 5432, user, database });
  // A test that fails leaves its connection to the end, when the database is dropped under it.
  client.on('error', () => {});
  await client.connect();
  return client;
}

async function createDatabase(): Promise<string> {
  const name = `valv_schema_${randomBytes(8).toString('hex')}`;
  await root.query(`create database ${name} owner valv_owner`);
  made.push(name);
  return name;
}

/** An empty database and its owner's connection, closed when the test is over. */
async function withOwner<T>(work: (owner: pg.Client, database: string) => Promise<T>): Promise<T> {
  const database = await createDatabase();
  const owner = await connect('valv_owner', database);
  try {
    return await work(owner, database);
  } finally {
    await owner.end();
  }
}

beforeAll(async () => {
  root = await connect('valv_superuser', 'postgres');
});
afterAll(async () => {
  for (const name of made) await root.query(`drop database ${name} with (force)`);
  await root.end();
});

describe('the schema', () => {
  test('is what database/schema.sql says, on this version of PostgreSQL too', async () => {
    await withOwner(async (owner) => {
      expect(await migrate(owner, passwordFor)).toEqual(files);
      expect(await listSchema(owner)).toBe(read('schema.sql'));
    });
  });

  test('is the same in a database that met the migrations one by one', async () => {
    const fresh = await withOwner(async (owner) => {
      await migrate(owner, passwordFor);
      return { schema: await listSchema(owner), types: await listTypes(owner) };
    });
    await withOwner(async (owner) => {
      // As an older Valv left it; the last migration is this program's own.
      await owner.query(`create schema valv; create schema jobs;
        create table valv.migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now());
        comment on table valv.migrations is 'global: which migrations this database has run'`);
      for (const name of files.slice(0, -1)) {
        await owner.query('begin; set local search_path = valv, pg_temp');
        await owner.query(read(`migrations/${name}`));
        await owner.query(`insert into valv.migrations values ($1, encode(sha256(convert_to($2, 'UTF8')), 'hex'))`, [
          name,
          read(`migrations/${name}`),
        ]);
        await owner.query('commit');
      }
      expect(await migrate(owner, passwordFor)).toEqual(files.slice(-1));
      expect(await listSchema(owner)).toBe(fresh.schema);
      expect(await listTypes(owner)).toBe(fresh.types);
    });
  });
});

describe('migrating', () => {
  test('a second time applies nothing and changes nothing', async () => {
    await withOwner(async (owner) => {
      await migrate(owner, passwordFor);
      const before = await listSchema(owner);
      const rows = await owner.query('select * from valv.migrations order by name');
      expect(await migrate(owner, passwordFor)).toEqual([]);
      expect(await listSchema(owner)).toBe(before);
      expect((await owner.query('select * from valv.migrations order by name')).rows).toEqual(rows.rows);
    });
  });

  test('applies an edited tenancy.sql again, to the same end', async () => {
    await withOwner(async (owner) => {
      await migrate(owner, passwordFor);
      const before = await listSchema(owner);
      await owner.query(`update valv.migrations set checksum = 'older' where name = 'tenancy.sql'`);
      expect(await migrate(owner, passwordFor)).toEqual([]);
      expect(await listSchema(owner)).toBe(before);
      const { rows } = await owner.query(`select checksum from valv.migrations where name = 'tenancy.sql'`);
      expect(rows).not.toEqual([{ checksum: 'older' }]);
    });
  });

  test('is refused when a migration was edited after it had run', async () => {
    await withOwner(async (owner) => {
      await migrate(owner, passwordFor);
      await owner.query(`update valv.migrations set checksum = repeat('0', 64) where name = $1`, [files[0]]);
      await expect(migrate(owner, passwordFor)).rejects.toMatchObject({ name: 'SchemaMismatch' });
    });
  });

  test('is refused, and changes nothing, on the database of a newer Valv', async () => {
    await withOwner(async (owner) => {
      await migrate(owner, passwordFor);
      await owner.query(`insert into valv.migrations (name, checksum) values ('9999-later.sql', 'later')`);
      const before = await listSchema(owner);
      await expect(migrate(owner, passwordFor)).rejects.toMatchObject({ name: 'SchemaMismatch' });
      expect(await listSchema(owner)).toBe(before);
    });
  });

  test('leaves no trace of a migration that failed', async () => {
    await withOwner(async (owner) => {
      // What is in the way of the last file only shows after all the others have run.
      await owner.query('create schema valv; create function valv.uuid_v7() returns int return 1');
      await expect(migrate(owner, passwordFor)).rejects.toThrow('uuid_v7');
      const { rows } = await owner.query(`select relname from pg_class where relnamespace = 'valv'::regnamespace`);
      expect(rows).toEqual([]);
    });
  });

  test('by two processes at once is done by one of them, and both end well', async () => {
    const database = await createDatabase();
    const owners = await Promise.all([connect('valv_owner', database), connect('valv_owner', database)]);
    const applied = await Promise.all(owners.map((owner) => migrate(owner, passwordFor)));
    await Promise.all(owners.map((owner) => owner.end()));
    expect(applied.sort((a, b) => a.length - b.length)).toEqual([[], files]);
  });

  test('by a superuser is refused: row level security would not hold', async () => {
    const database = await createDatabase();
    const superuser = await connect('valv_superuser', database);
    await expect(migrate(superuser, passwordFor)).rejects.toThrow('superuser');
    await superuser.end();
  });

  test('of several databases of one server at once ends well', async () => {
    const databases: string[] = [];
    for (let count = 0; count < 4; count += 1) databases.push(await createDatabase());
    const owners = await Promise.all(databases.map((database) => connect('valv_owner', database)));
    // The roles are the server's: every start sets them anew, whatever its database.
    for (let round = 0; round < 10; round += 1) {
      const applied = await Promise.all(owners.map((owner) => migrate(owner, passwordFor)));
      expect(applied).toEqual(owners.map(() => (round === 0 ? files : [])));
    }
    await Promise.all(owners.map((owner) => owner.end()));
  });
});
