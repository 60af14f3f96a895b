import { sql } from 'kysely';
import type { Context } from '#gate/context.ts';
import { isDuplicate } from '#kernel/database/database-problem.ts';
import { Problem } from '#kernel/errors/problem.ts';
import type { Definition } from './definition.ts';
import { openRow } from './conversion.ts';
import { withCalculated } from './expression.ts';
import { derive, type Derived, type Values } from './derive.ts';
import type { StoredProblem } from './import-judgement.ts';
import { withSequences } from './sequences.ts';
import { announceRecords, insertDerivedPage, sealValues, type StoredRecord } from './stored-records.ts';

// Many records at once, in a handful of statements however many they are. Each record is wholly done or reported with what is
// in its way; the one who calls has no more than a unit of them at a time.

/** A record to be changed, with its values parsed. `version`: as it was seen; without one, whatever it is now. */
export interface Change {
  id: string;
  version?: number;
  values: Values;
}

export interface Outcome {
  id: string;
  /** `same`: it was already as it should become. */
  state: 'done' | 'same' | 'failed';
  problems: StoredProblem[];
  /** As it now is; undefined when it could not be done. */
  record?: StoredRecord;
  /** Of the fields that were changed, the values from before. */
  before?: Values;
}

/** A record about to be written, with the keys and words that it will have. */
interface Write {
  record: StoredRecord;
  /** Fields whose keys and words are made anew. */
  fields: ReadonlySet<string>;
  derived: Derived;
}

const failed = (id: string, code: string, field: string | null = null): Outcome => ({
  id,
  state: 'failed',
  problems: [{ field, code }],
});

/** The records of the register among these, held against every other writer; in the order of ids, so that no two wait for each other. */
async function holdRecords(
  context: Context,
  definition: Definition,
  ids: string[],
): Promise<ReadonlyMap<string, StoredRecord>> {
  if (ids.length === 0) return new Map();
  const rows = await context.db
    .selectFrom('records')
    .select(['id', 'version', 'shape', 'data', 'created_at', 'changed_at', 'trashed_at'])
    .where('organisation_id', '=', context.organisation)
    .where('register_id', '=', definition.register)
    .where(sql<boolean>`id = any (${ids}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute();
  const held = new Map<string, StoredRecord>();
  for (const row of rows)
    held.set(row.id, {
      id: row.id,
      version: row.version,
      shape: row.shape,
      values: await openRow(context, definition, row),
      createdAt: row.created_at,
      changedAt: row.changed_at,
      trashedAt: row.trashed_at,
    });
  return held;
}

/** Changes some records and makes others (`created`), and gives what became of each, by its id. */
export async function writeRecords(
  context: Context,
  definition: Definition,
  changes: readonly Change[],
  created: readonly { id: string; values: Values }[] = [],
): Promise<ReadonlyMap<string, Outcome>> {
  const keys = await context.keys();
  const held = await holdRecords(
    context,
    definition,
    changes.map(({ id }) => id),
  );
  const calculated = definition.fields.filter(({ type }) => type === 'calculated').map(({ key }) => key);
  const outcomes = new Map<string, Outcome>();
  const writes = new Map<string, Write & { set: Values }>();
  for (const { id, version, values } of changes) {
    const record = held.get(id);
    if (!record) outcomes.set(id, failed(id, 'field.record_gone'));
    else if (record.trashedAt !== null) outcomes.set(id, failed(id, 'field.in_trash'));
    else if (version !== undefined && version !== record.version) outcomes.set(id, failed(id, 'field.stale'));
    else {
      const set = Object.fromEntries(
        Object.entries(values).filter(([key, value]) => value !== (record.values[key] ?? null)),
      );
      if (Object.keys(set).length === 0) outcomes.set(id, { id, state: 'same', problems: [], record });
      else {
        // What is calculated may follow from any of them; a record of an earlier shape is written anew as a whole.
        const whole = record.shape < definition.shape ? { ...record.values, ...set } : set;
        const fields = new Set([...Object.keys(whole), ...calculated]);
        const derived = derive(definition, { ...record.values, ...set }, keys, fields);
        writes.set(id, { record, fields, derived, set: whole });
      }
    }
  }
  const { now } = context;
  const numbered = await withSequences(
    context,
    definition,
    created.map(({ values }) => values),
  );
  for (const [index, { id }] of created.entries()) {
    const values = numbered[index] ?? {};
    const record = {
      id,
      version: 0,
      shape: definition.shape,
      values: {},
      createdAt: now,
      changedAt: now,
      trashedAt: null,
    };
    const derived = derive(definition, values, keys);
    writes.set(id, { record, fields: new Set(definition.fields.map(({ key }) => key)), derived, set: values });
  }
  for (const [id, field] of await findTaken(context, definition.register, writes)) {
    writes.delete(id);
    outcomes.set(id, failed(id, 'field.duplicate', field));
  }

  const all = [...writes.values()];
  const isNew = ({ record }: Write) => record.version === 0;
  const rowOf = ({ record, fields, set }: (typeof all)[number]) => ({
    id: record.id,
    fields: [...fields],
    set: sealValues(definition, record.id, set, keys),
  });
  await refusingRaces(async () => {
    await insertRows(context, definition, all.filter(isNew).map(rowOf));
    const changed = all.filter((write) => !isNew(write));
    await updateRows(context, definition, changed.map(rowOf));
    await deleteDerived(context, changed);
    if (all.length > 0)
      await insertDerivedPage(
        context,
        definition.register,
        all.map(({ record, derived }) => ({ id: record.id, ...derived })),
      );
  });
  announceRecords(
    context,
    definition,
    all.map(({ record }) => [record.id, record.version + 1]),
  );
  for (const { record, fields, set } of all) {
    const isKept = (key: string) => !calculated.includes(key) && set[key] !== (record.values[key] ?? null);
    const before = Object.fromEntries([...fields].filter(isKept).map((key) => [key, record.values[key] ?? null]));
    const values = withCalculated(definition.fields, { ...record.values, ...set });
    const after = { ...record, values, shape: definition.shape, version: record.version + 1, changedAt: now };
    outcomes.set(record.id, { id: record.id, state: 'done', problems: [], record: after, before });
  }
  return outcomes;
}

/** Moves records to the trash, or out of it. `version`: only when it is still that one. */
export async function moveRecords(
  context: Context,
  definition: Definition,
  moves: readonly { id: string; version?: number }[],
  isTrashed: boolean,
): Promise<ReadonlyMap<string, Outcome>> {
  const keys = await context.keys();
  const held = await holdRecords(
    context,
    definition,
    moves.map(({ id }) => id),
  );
  const outcomes = new Map<string, Outcome>();
  const writes = new Map<string, Write>();
  for (const { id, version } of moves) {
    const record = held.get(id);
    if (!record) outcomes.set(id, failed(id, 'field.record_gone'));
    else if (version !== undefined && version !== record.version) outcomes.set(id, failed(id, 'field.stale'));
    else if ((record.trashedAt !== null) === isTrashed) outcomes.set(id, { id, state: 'same', problems: [], record });
    else {
      const derived = isTrashed ? { keys: [], terms: [] } : derive(definition, record.values, keys);
      writes.set(id, { record, fields: new Set(), derived });
    }
  }
  for (const [id, field] of await findTaken(context, definition.register, writes)) {
    writes.delete(id);
    outcomes.set(id, failed(id, 'field.duplicate', field));
  }
  const { organisation, now, db } = context;
  const trashedAt = isTrashed ? now : null;
  const ids = [...writes.keys()];
  if (ids.length > 0) {
    await refusingRaces(async () => {
      await sql`
        update records set trashed_at = ${trashedAt}, changed_at = ${now}, version = version + 1
         where organisation_id = ${organisation}::uuid and id = any (${ids}::uuid[])`.execute(db);
      if (isTrashed) {
        for (const table of ['record_keys', 'record_terms'] as const)
          await sql`delete from ${sql.table(table)} where organisation_id = ${organisation}::uuid and record_id = any (${ids}::uuid[])`.execute(
            db,
          );
      } else {
        const page = [...writes.values()].map(({ record, derived }) => ({ id: record.id, ...derived }));
        await insertDerivedPage(context, definition.register, page);
      }
    });
  }
  announceRecords(
    context,
    definition,
    [...writes.values()].map(({ record }) => [record.id, record.version + 1]),
  );
  for (const { record } of writes.values()) {
    const after = { ...record, version: record.version + 1, changedAt: now, trashedAt };
    outcomes.set(record.id, { id: record.id, state: 'done', problems: [], record: after, before: {} });
  }
  return outcomes;
}

/**
 * Which of the writes want a unique value that another record has or gets: id → field. Two records may exchange their values;
 * of two that want the same one the first has it. One that is refused keeps its old value, which may refuse another in turn.
 */
async function findTaken(
  context: Context,
  register: string,
  writes: ReadonlyMap<string, Write>,
): Promise<ReadonlyMap<string, string>> {
  const claims = [...writes.values()].flatMap(({ record, derived }) =>
    derived.keys
      .filter((key) => key.is_unique)
      .map(({ field, fold }) => ({ id: record.id, field, fold: fold ?? '', value: `${field} ${fold}` })),
  );
  const refused = new Map<string, string>();
  if (claims.length === 0) return refused;
  const { rows: holders } = await sql<{ id: string; field: string; value: string }>`
    select k.record_id as id, k.field, k.field || ' ' || k.fold as value
      from jsonb_to_recordset(${JSON.stringify(claims)}::jsonb) as c (field text, fold text collate "C")
      join record_keys k on k.organisation_id = ${context.organisation}::uuid and k.register_id = ${register}::uuid
       and k.field = c.field and k.fold = c.fold and k.is_unique`.execute(context.db);
  const wants = new Set(claims.map(({ id, value }) => `${id} ${value}`));
  for (let size = -1; size !== refused.size;) {
    size = refused.size;
    const owners = new Map<string, string>();
    for (const { id, field, value } of holders) {
      const isGivenUp = !refused.has(id) && writes.get(id)?.fields.has(field) && !wants.has(`${id} ${value}`);
      if (!isGivenUp) owners.set(value, id);
    }
    for (const { id, field, value } of claims) {
      if (refused.has(id)) continue;
      const owner = owners.get(value);
      if (owner === undefined || owner === id) owners.set(value, id);
      else refused.set(id, field);
    }
  }
  return refused;
}

interface Row {
  id: string;
  fields: string[];
  set: Record<string, string>;
}

async function insertRows({ db, organisation, now }: Context, definition: Definition, rows: Row[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into records (organisation_id, id, register_id, version, shape, data, created_at, changed_at)
      select ${organisation}::uuid, id, ${definition.register}::uuid, 1, ${definition.shape}, set, ${now}, ${now}
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, set jsonb)`.execute(db);
}

async function updateRows({ db, organisation, now }: Context, definition: Definition, rows: Row[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update records r set data = (r.data - array(select jsonb_array_elements_text(c.fields))) || c.set, version = r.version + 1, changed_at = ${now}, shape = ${definition.shape}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c (id uuid, fields jsonb, set jsonb)
     where r.organisation_id = ${organisation}::uuid and r.id = c.id`.execute(db);
}

/** The keys and words of the fields that change. */
async function deleteDerived({ db, organisation }: Context, writes: Write[]): Promise<void> {
  if (writes.length === 0) return;
  const changed = JSON.stringify(
    writes.flatMap(({ record, fields }) => [...fields].map((field) => ({ id: record.id, field }))),
  );
  for (const table of ['record_keys', 'record_terms'] as const)
    await sql`
      delete from ${sql.table(table)} d using jsonb_to_recordset(${changed}::jsonb) as c (id uuid, field text)
       where d.organisation_id = ${organisation}::uuid and d.record_id = c.id and d.field = c.field`.execute(db);
}

/** Somebody took a unique value between our look and our write. Nothing of it is done; once more, and the look tells which. */
async function refusingRaces(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isDuplicate(error, 'record_keys_unique')) throw new Problem(409, 'record.duplicate', { cause: error });
    throw error;
  }
}
