import { sql } from 'kysely';
import type { Context } from '#gate/context.ts';
import { openRow } from './conversion.ts';
import type { Definition } from './definition.ts';
import { definitionOf } from './definitions.ts';
import { derive } from './derive.ts';
import { startSealings } from './sealings.ts';
import { insertDerivedPage, sealValues } from './stored-records.ts';

// After a definition changed, its records follow in units of one transaction each: values of an older shape are written in the
// present one, keys and words of the fields in `preparing` are made anew. Reading and writing go on meanwhile; only sorting,
// filtering and searching by those fields waits. After a crash the unit is simply done again.

const unitSize = 500;
/** So many records are prepared with the change itself, and nobody waits for a job. */
const unitsAtOnce = 4;

interface Preparation {
  register: string;
  /** Of the definition that is prepared for: with the next one, another preparation begins and this one ends. */
  version: number;
  after: string;
}

const start = '00000000-0000-0000-0000-000000000000';

/** Begins to prepare, and ends with it when the register is small. In the transaction of the change. */
export async function beginPreparation(
  context: Context,
  definition: Definition,
  preparing: readonly string[],
  unitsMax = unitsAtOnce,
): Promise<void> {
  let after: string | undefined = start;
  for (let count = 0; count < unitsMax && after !== undefined; count += 1)
    after = await prepareUnit(context, definition, preparing, after);
  if (after === undefined) await finish(context, definition);
  else await enqueue(context, { register: definition.register, version: definition.version, after });
}

const enqueue = (context: Context, { register, version, after }: Preparation) =>
  context.enqueue('register.prepare', {
    organisation: context.organisation,
    register,
    version: String(version),
    after,
  });

/** Prepares the next records and asks for the unit after them. */
export async function continuePreparation(context: Context, { register, version, after }: Preparation): Promise<void> {
  const row = await context.db
    .selectFrom('registers')
    .select(['definition_version', 'preparing'])
    .where('organisation_id', '=', context.organisation)
    .where('id', '=', register)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row || row.definition_version !== version) return;
  const definition = await definitionOf(context, register, version);
  const next = await prepareUnit(context, definition, row.preparing, after);
  if (next === undefined) await finish(context, definition);
  else await enqueue(context, { register, version, after: next });
}

async function finish(context: Context, definition: Definition): Promise<void> {
  await context.db
    .updateTable('registers')
    .set({ preparing: [] })
    .where('organisation_id', '=', context.organisation)
    .where('id', '=', definition.register)
    .execute();
  // What is listed, sorted and found is whole again.
  context.announce({ register: definition.register, kind: 'definition' });
  context.announce({ register: definition.register, kind: 'records' });
  // The records are sealed, and nothing in clear will be added to their past any more.
  await startSealings(context, definition.register);
}

/** The id of the last record that was prepared; undefined when there are no more. */
async function prepareUnit(
  context: Context,
  definition: Definition,
  preparing: readonly string[],
  after: string,
): Promise<string | undefined> {
  const { db, organisation } = context;
  const keys = await context.keys();
  const rows = await db
    .selectFrom('records')
    .select(['id', 'shape', 'data', 'trashed_at'])
    .where('organisation_id', '=', organisation)
    .where('register_id', '=', definition.register)
    .where('id', '>', after)
    .orderBy('id')
    .limit(unitSize)
    .forUpdate()
    .execute();
  const only = new Set(preparing);
  const reshaped: { id: string; data: Record<string, string> }[] = [];
  const derived = [];
  for (const row of rows) {
    const values = await openRow(context, definition, row);
    if (row.shape < definition.shape) reshaped.push({ id: row.id, data: sealValues(definition, row.id, values, keys) });
    if (row.trashed_at === null && only.size > 0)
      derived.push({ id: row.id, ...derive(definition, values, keys, only) });
  }
  if (reshaped.length > 0)
    await sql`
      update records r set data = u.data, shape = ${definition.shape}
        from jsonb_to_recordset(${JSON.stringify(reshaped)}::jsonb) as u (id uuid, data jsonb)
       where r.organisation_id = ${organisation}::uuid and r.id = u.id`.execute(db);
  if (derived.length > 0) {
    const ids = derived.map(({ id }) => id);
    for (const table of ['record_keys', 'record_terms'] as const)
      await db
        .deleteFrom(table)
        .where('organisation_id', '=', organisation)
        .where('record_id', 'in', ids)
        .where('field', 'in', [...only])
        .execute();
    await insertDerivedPage(context, definition.register, derived, true);
  }
  return rows.length < unitSize ? undefined : rows.at(-1)?.id;
}
