import { sql } from 'kysely';
import type { Context } from '#gate/context.ts';
import type { Gate } from '#gate/gate.ts';
import { assertKept, probeActor, type Probe } from '#gate/probe.ts';

const as =
  (gate: Gate, database: 'runtime' | 'identity') =>
  <T>(work: (context: Context) => Promise<T>) =>
    gate.runAs({ actor: probeActor, organisation: gate.installation, action: 'promise.probed', database }, work);

interface Table {
  name: string;
  isGuarded: boolean;
}

/** P26, by the catalogue: each table of organisations is under forced row level security with the one policy. */
async function readTables({ db }: Context): Promise<Table[]> {
  const { rows } = await sql<Table>`
    select c.relname as name, c.relrowsecurity and c.relforcerowsecurity and (
             select count(*) = 1 and bool_and(
                 p.cmd = 'ALL' and p.roles = '{valv_runtime}' and p.permissive = 'PERMISSIVE'
                 and p.qual = '(organisation_id = current_organisation())'
                 and p.with_check = '(organisation_id = current_organisation())')
               from pg_policies p
              where p.schemaname = 'valv' and p.tablename = c.relname and p.roles && '{valv_runtime,public}'
           ) as "isGuarded"
      from pg_class c
     where c.relnamespace = 'valv'::regnamespace and c.relkind in ('r', 'p')
       and (coalesce(obj_description(c.oid, 'pg_class'), '') !~ '^global'
            or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organisation_id' and not a.attisdropped)
               -- Belongs to identity alone; the application has no right to it whatever.
               and has_table_privilege('valv_runtime', c.oid, 'select, insert, update, delete'))
     order by 1`.execute(db);
  return rows;
}

/** How many of the tables show a row that belongs to another than the entered organisation. */
async function countLeaks({ db }: Context, tables: readonly Table[], others: readonly string[]): Promise<number> {
  // A leak must not hide behind a slow plan, nor the probe read every row of every table to find none.
  await sql`set local enable_seqscan = off`.execute(db);
  let leaks = 0;
  for (const { name } of tables) {
    for (const other of others) {
      const { rows } = await sql`select from ${sql.table(name)} where organisation_id = ${other} limit 1`.execute(db);
      leaks += rows.length;
    }
  }
  return leaks;
}

/** Writing a row as another organisation's must be refused by the database itself. */
async function isWriteRefused(gate: Gate, other: string): Promise<boolean> {
  try {
    await as(
      gate,
      'runtime',
    )(async ({ db }) => {
      await db.insertInto('roles').values({ organisation_id: other, id: gate.newId(), name: 'probe' }).execute();
      throw new Error('the row was taken; this undoes it');
    });
  } catch (error) {
    return (error as { code?: unknown }).code === '42501';
  }
  return false;
}

/** A few of the others; the policy that shows one shows all. */
const othersMax = 5;

export const probes: readonly Probe[] = [
  {
    promise: 'P26',
    shownBy: 'organisation.kept_apart',
    validHours: 3,
    async run(gate) {
      const tables = await as(gate, 'runtime')(readTables);
      assertKept(tables.length > 0, 'no table of organisations was seen');
      const unguarded = tables.filter(({ isGuarded }) => !isGuarded).map(({ name }) => name);
      assertKept(unguarded.length === 0, 'tables are not under row level security', { unguarded: unguarded.join(' ') });

      const role = await as(
        gate,
        'runtime',
      )(({ db }) =>
        sql<{
          mayBypass: boolean;
        }>`select rolsuper or rolbypassrls as "mayBypass" from pg_roles where rolname = current_user`.execute(db),
      );
      assertKept(role.rows[0]?.mayBypass === false, 'the application’s role is above row level security');

      const others = await as(
        gate,
        'identity',
      )(({ db, organisation }) =>
        db
          .selectFrom('organisations')
          .select('organisation_id')
          .where('organisation_id', '<>', organisation)
          .orderBy('organisation_id', 'desc')
          .limit(othersMax)
          .execute(),
      );
      const ids = others.map((other) => other.organisation_id);
      const inside = await as(gate, 'runtime')((context) => countLeaks(context, tables, ids));
      assertKept(inside === 0, 'an organisation sees rows of another', { tables: inside });
      const outside = await as(
        gate,
        'runtime',
      )(async (context) => {
        await sql`select set_config('valv.organisation', '', true)`.execute(context.db);
        return countLeaks(context, tables, [gate.installation, ...ids]);
      });
      assertKept(outside === 0, 'rows are seen by who has entered no organisation', { tables: outside });
      for (const other of ids.slice(0, 1)) {
        assertKept(await isWriteRefused(gate, other), 'a row can be written into another organisation');
      }
      return { tables: tables.length, otherOrganisations: ids.length };
    },
  },
];
