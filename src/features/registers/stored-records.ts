import { sql } from 'kysely';
import { recordsMax } from '#gate/announcement.ts';
import type { Context } from '#gate/context.ts';
import { Problem } from '#kernel/errors/problem.ts';
import { SealBroken } from '#kernel/keyring/keyring-error.ts';
import type { OrganisationKeys } from '#kernel/keyring/organisation-keys.ts';
import { isSealed, type Definition } from './definition.ts';
import { withCalculated } from './expression.ts';
import { withSequences } from './sequences.ts';
import { derive, type Derived, type RecordKey, type Values } from './derive.ts';

// How records lie in the database: values by field key in `data`, sealed where the class says so, and beside them the derived
// keys and words. Nothing outside this file and many-records.ts writes any of the three.

/** A record with its values in clear. It leaves this feature masked only. */
export interface StoredRecord {
  id: string;
  version: number;
  values: Values;
  createdAt: Date;
  changedAt: Date;
  trashedAt: Date | null;
  /** The shape its values are stored in: one of an earlier definition until somebody, or the job, writes them anew. */
  shape: number;
}

const binding = (id: string, field: string) => ({ table: 'records', column: field, row: id });

/** Values as they are stored: without the empty ones, sealed by class. Equal values never look equal. */
export function sealValues(
  definition: Definition,
  id: string,
  values: Values,
  keys: OrganisationKeys,
): Record<string, string> {
  const data: Record<string, string> = {};
  for (const field of definition.fields) {
    const value = values[field.key] ?? null;
    if (value !== null && field.type !== 'calculated')
      data[field.key] = isSealed(field) ? keys.seal(binding(id, field.key), value) : value;
  }
  return data;
}

/** A value of the past in clear: one that was stored before its field was sealed, or that this record did not seal, as it is. */
export function openIfSealed(keys: OrganisationKeys, id: string, field: string, value: string): string {
  try {
    return value.startsWith('v1.') ? keys.open(binding(id, field), value) : value;
  } catch (error) {
    if (error instanceof SealBroken) return value;
    throw error;
  }
}

const hasCalculated = ({ fields }: Definition) => fields.some(({ type }) => type === 'calculated');

/** Values in clear, with the calculated ones. A sealed value that was moved or changed does not open and stops the call. */
export function openValues(
  definition: Definition,
  id: string,
  data: Record<string, string>,
  keys: OrganisationKeys,
): Values {
  const values: Record<string, string | null> = {};
  for (const field of definition.fields) {
    const stored = data[field.key];
    values[field.key] =
      stored === undefined ? null : isSealed(field) ? keys.open(binding(id, field.key), stored) : stored;
  }
  return hasCalculated(definition) ? withCalculated(definition.fields, values) : values;
}

/** Tells whoever looks at the register which records are written, and their versions from now on. */
export function announceRecords(
  context: Context,
  { register }: Definition,
  versions: readonly (readonly [id: string, version: number])[],
): void {
  if (versions.length === 0) return;
  context.announce({
    register,
    kind: 'records',
    records: versions.length > recordsMax ? 'many' : new Map(versions),
  });
}

const keyColumns = sql`field text, sort_text text, sort_date date, sort_number numeric, fold text, is_unique boolean`;

const insertKeys = (organisation: string, register: string, id: string, { keys }: Derived) => sql`
  insert into record_keys (organisation_id, register_id, record_id, field, sort_text, sort_date, sort_number, fold, is_unique)
    select ${organisation}::uuid, ${register}::uuid, ${id}::uuid, k.* from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k (${keyColumns})
    on conflict (organisation_id, record_id, field) do update set sort_text = excluded.sort_text, sort_date = excluded.sort_date,
      sort_number = excluded.sort_number, fold = excluded.fold, is_unique = excluded.is_unique`;

const insertTerms = (organisation: string, register: string, id: string, { terms }: Derived) => sql`
  insert into record_terms (organisation_id, register_id, record_id, term, field)
    select ${organisation}::uuid, ${register}::uuid, ${id}::uuid, t.* from jsonb_to_recordset(${JSON.stringify(terms)}::jsonb) as t (term text, field text)
    on conflict do nothing`;

async function takenFields(context: Context, register: string, unique: RecordKey[]): Promise<string[]> {
  const { rows } = await sql<{ field: string }>`
    select k.field from record_keys k join jsonb_to_recordset(${JSON.stringify(unique)}::jsonb) as u (field text, fold text) on k.field = u.field and k.fold = u.fold
     where k.organisation_id = ${context.organisation}::uuid and k.register_id = ${register}::uuid and k.is_unique`.execute(
    context.db,
  );
  return rows.map((row) => row.field);
}

/** Record, keys and words in one statement: one round trip, whatever the number of fields. */
export async function insertRecord(
  context: Context,
  definition: Definition,
  id: string,
  given: Values,
): Promise<StoredRecord> {
  const [values = given] = await withSequences(context, definition, [given]);
  const keys = await context.keys();
  const { organisation, now } = context;
  const derived = derive(definition, values, keys);
  const data = JSON.stringify(sealValues(definition, id, values, keys));
  await refusingDuplicates(context, definition.register, derived, () =>
    sql`
      with record as (
        insert into records (organisation_id, id, register_id, version, shape, data, created_at, changed_at)
          values (${organisation}::uuid, ${id}::uuid, ${definition.register}::uuid, 1, ${definition.shape}, ${data}::jsonb, ${now}, ${now})
      ), keys as (${insertKeys(organisation, definition.register, id, derived)})
      ${insertTerms(organisation, definition.register, id, derived)}`.execute(context.db),
  );
  announceRecords(context, definition, [[id, 1]]);
  return {
    id,
    version: 1,
    values: withCalculated(definition.fields, values),
    createdAt: now,
    changedAt: now,
    trashedAt: null,
    shape: definition.shape,
  };
}

/**
 * Many new records in one statement. When one of them has a unique value that another record has, none is made, and nobody says
 * which: who wants to know makes them one by one.
 */
export async function insertRecords(
  context: Context,
  definition: Definition,
  given: readonly { id: string; values: Values }[],
): Promise<void> {
  const keys = await context.keys();
  const { organisation, now } = context;
  const numbered = await withSequences(
    context,
    definition,
    given.map(({ values }) => values),
  );
  const records = given.map(({ id }, index) => ({ id, values: numbered[index] ?? {} }));
  const page = records.map(({ id, values }) => ({ id, data: sealValues(definition, id, values, keys) }));
  const derived = records.map(({ id, values }) => ({ id, ...derive(definition, values, keys) }));
  await sql`
    insert into records (organisation_id, id, register_id, version, shape, data, created_at, changed_at)
      select ${organisation}::uuid, r.id, ${definition.register}::uuid, 1, ${definition.shape}, r.data, ${now}, ${now}
        from jsonb_to_recordset(${JSON.stringify(page)}::jsonb) as r (id uuid, data jsonb)`.execute(context.db);
  try {
    await insertDerivedPage(context, definition.register, derived);
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== 'record_keys_unique') throw error;
    throw new Problem(409, 'record.duplicate');
  }
  announceRecords(
    context,
    definition,
    records.map(({ id }) => [id, 1]),
  );
}

/** Writes changed values over `before`, if nobody has changed it since. False when somebody has. */
export async function updateRecord(
  context: Context,
  definition: Definition,
  before: StoredRecord,
  wanted: Values,
): Promise<StoredRecord | undefined> {
  // Written anew as a whole when it was stored under an earlier definition.
  const changes = before.shape < definition.shape ? { ...before.values, ...wanted } : wanted;
  const keys = await context.keys();
  const { organisation, now } = context;
  const values = { ...before.values, ...changes };
  // What is calculated may follow from any of them.
  const calculated = definition.fields.filter(({ type }) => type === 'calculated').map(({ key }) => key);
  const changed = new Set([...Object.keys(changes), ...calculated]);
  const derived = derive(definition, values, keys, changed);
  // Only what changed is sealed anew: a sealed value that stays keeps its bytes, or every change would look like one of it.
  const set = JSON.stringify(sealValues(definition, before.id, changes, keys));
  const { rows } = await refusingDuplicates(context, definition.register, derived, () =>
    sql<{ id: string }>`
      with record as (
        update records set data = (data - ${[...changed]}::text[]) || ${set}::jsonb, version = version + 1, changed_at = ${now}, shape = ${definition.shape}
          where organisation_id = ${organisation}::uuid and id = ${before.id}::uuid and version = ${before.version} and trashed_at is null
          returning id
      ), stale_terms as (
        delete from record_terms
          where organisation_id = ${organisation}::uuid and record_id = (select id from record) and field = any (${[...changed]}::text[])
            and (term, field) not in (select t.term, t.field from jsonb_to_recordset(${JSON.stringify(derived.terms)}::jsonb) as t (term text, field text))
      ), keys as (
        insert into record_keys (organisation_id, register_id, record_id, field, sort_text, sort_date, sort_number, fold, is_unique)
          select ${organisation}::uuid, ${definition.register}::uuid, record.id, k.*
            from record, jsonb_to_recordset(${JSON.stringify(derived.keys)}::jsonb) as k (${keyColumns})
          on conflict (organisation_id, record_id, field) do update set sort_text = excluded.sort_text, sort_date = excluded.sort_date,
            sort_number = excluded.sort_number, fold = excluded.fold, is_unique = excluded.is_unique
      ), terms as (
        insert into record_terms (organisation_id, register_id, record_id, term, field)
          select ${organisation}::uuid, ${definition.register}::uuid, record.id, t.*
            from record, jsonb_to_recordset(${JSON.stringify(derived.terms)}::jsonb) as t (term text, field text)
          on conflict do nothing
      )
      select id from record`.execute(context.db),
  );
  if (rows.length > 0) announceRecords(context, definition, [[before.id, before.version + 1]]);
  return rows.length === 0
    ? undefined
    : {
        ...before,
        values: withCalculated(definition.fields, values),
        version: before.version + 1,
        changedAt: now,
        shape: definition.shape,
      };
}

/** Into the trash: the keys and words go, so that no list, search or uniqueness rule meets the record. */
export async function setTrashed(
  context: Context,
  definition: Definition,
  record: StoredRecord,
  isTrashed: boolean,
): Promise<StoredRecord> {
  const { organisation, now, db } = context;
  const trashedAt = isTrashed ? now : null;
  await db
    .updateTable('records')
    .set((eb) => ({ trashed_at: trashedAt, changed_at: now, version: eb('version', '+', 1) }))
    .where('organisation_id', '=', organisation)
    .where('id', '=', record.id)
    .execute();
  if (isTrashed) {
    for (const table of ['record_keys', 'record_terms'] as const) {
      await db
        .deleteFrom(table)
        .where('organisation_id', '=', organisation)
        .where('record_id', '=', record.id)
        .execute();
    }
  } else {
    await insertDerived(context, definition, record);
  }
  announceRecords(context, definition, [[record.id, record.version + 1]]);
  return { ...record, trashedAt, changedAt: now, version: record.version + 1 };
}

async function insertDerived(context: Context, definition: Definition, record: StoredRecord): Promise<void> {
  const derived = derive(definition, record.values, await context.keys());
  await refusingDuplicates(context, definition.register, derived, () =>
    insertKeys(context.organisation, definition.register, record.id, derived).execute(context.db),
  );
  await insertTerms(context.organisation, definition.register, record.id, derived).execute(context.db);
}

/**
 * Keys and words of many records, which have none of these fields now. A unique value that another record has is refused by
 * the database (`record_keys_unique`), or kept without being unique when `isLenient`.
 */
export async function insertDerivedPage(
  context: Context,
  register: string,
  page: ({ id: string } & Derived)[],
  isLenient = false,
): Promise<void> {
  const keys = page.flatMap(({ id, keys: own }) => own.map((key) => ({ id, ...key })));
  const terms = page.flatMap(({ id, terms: own }) => own.map((term) => ({ id, ...term })));
  await sql`
      with keys as (
        insert into record_keys (organisation_id, register_id, record_id, field, sort_text, sort_date, sort_number, fold, is_unique)
          select ${context.organisation}::uuid, ${register}::uuid, k.id, k.field, k.sort_text, k.sort_date, k.sort_number, k.fold,
                 k.is_unique and (not ${isLenient} or row_number() over (partition by k.field, k.fold, k.is_unique order by k.id) = 1 and not exists (
                   select 1 from record_keys t where t.organisation_id = ${context.organisation}::uuid and t.register_id = ${register}::uuid
                      and t.field = k.field and t.fold = k.fold and t.is_unique))
            from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k (id uuid, ${keyColumns})
      )
      insert into record_terms (organisation_id, register_id, record_id, term, field)
        select ${context.organisation}::uuid, ${register}::uuid, t.* from jsonb_to_recordset(${JSON.stringify(terms)}::jsonb) as t (id uuid, term text, field text)`.execute(
    context.db,
  );
}

/**
 * A unique field's value that another record has becomes a refusal that names the field. Under row level security PostgreSQL
 * does not say which key was taken, so we look ourselves: `taken` leaves in the same packet, before the write, and costs no
 * round trip. Of two writers at the same moment only the constraint knows; the slower one then learns no more than that.
 */
async function refusingDuplicates<T>(
  context: Context,
  register: string,
  derived: Derived,
  work: () => Promise<T>,
): Promise<T> {
  const unique = derived.keys.filter((key) => key.is_unique);
  if (unique.length === 0) return work();
  const [taken, done] = await Promise.allSettled([takenFields(context, register, unique), work()]);
  if (done.status === 'fulfilled') return done.value;
  if ((done.reason as { constraint?: string }).constraint !== 'record_keys_unique') throw done.reason;
  const fields = taken.status === 'fulfilled' ? taken.value : [];
  throw new Problem(409, 'record.duplicate', {
    fields: fields.map((field) => ({ path: `body.data.${field}`, code: 'field.duplicate' })),
  });
}
