import { sql } from 'kysely';
import type { Context } from '#gate/context.ts';
import type { Definition, Field } from './definition.ts';
import { openRow } from './conversion.ts';
import { equalityKey, type Values } from './derive.ts';
import { mapRow } from './import-columns.ts';
import { columnsOf, type StoredImport } from './imports.ts';
import type { StoredRecord } from './stored-records.ts';
import { isAsked } from './records.ts';
import { faultsOfReferences } from './references.ts';
import { momentOf, parseValue } from './values.ts';

// What a row of a file says, by the definition in force when it is asked: its values, the record that it is about, and all that
// is wrong with it. Checking a file and taking it in both judge here.

/** What is wrong with a row, without its values: it is kept and shown as long as the import is. */
export interface StoredProblem {
  field: string | null;
  code: string;
  values?: Record<string, string | number>;
}

export interface Judged {
  values: Values;
  problems: StoredProblem[];
  /** The value of the key by which its record is found, if it is one. */
  key: string | null;
}

export const keyField = (definition: Definition, row: StoredImport): Field | undefined =>
  definition.fields.find((field) => field.key === row.key_field && field.isUnique);

/**
 * A row by itself. When records may be updated, empty cells leave what is there, and what a new record must have is only asked
 * for once it is known that the row makes one (`asNew`).
 */
export function judgeRow(context: Context, definition: Definition, row: StoredImport, cells: string[]): Judged {
  const written = mapRow(cells, columnsOf(row).fields);
  const problems = goneFields(definition, written);
  const isAdding = row.mode === 'add';
  const values = parseAll(context, definition, written, isAdding, problems);
  if (isAdding) return { values, problems, key: null };
  const field = keyField(definition, row);
  if (!field) problems.push({ field: row.key_field, code: 'field.key_not_unique' });
  else if ((written[field.key] ?? '').trim() === '') problems.push({ field: field.key, code: 'field.key_empty' });
  return { values, problems, key: (field && values[field.key]) ?? null };
}

/** A column whose field has been taken away since it was mapped: what stands in it would be lost in silence. */
const goneFields = (definition: Definition, written: Values): StoredProblem[] =>
  Object.entries(written).flatMap(([key, cell]) =>
    (cell ?? '').trim() === '' || definition.fields.some((field) => field.key === key)
      ? []
      : [{ field: key, code: 'field.gone', values: { field: key } }],
  );

function parseAll(
  context: Context,
  definition: Definition,
  written: Values,
  isWhole: boolean,
  problems: StoredProblem[],
): Values {
  const values: Record<string, string | null> = {};
  const moment = momentOf(context);
  for (const field of definition.fields) {
    const cell = field.key in written ? (written[field.key] ?? null) : isWhole ? field.default : null;
    // What is calculated follows from the others; a number of a sequence that a file brings is kept.
    if (field.isRetired || field.type === 'calculated' || (!isWhole && (cell ?? '').trim() === '')) continue;
    const isRequired = field.isRequired && isAsked(definition, field, written);
    const parsed = parseValue({ ...field, isRequired }, cell, moment);
    if (parsed.ok) values[field.key] = parsed.value;
    else problems.push({ field: field.key, code: parsed.code, ...(parsed.values && { values: parsed.values }) });
  }
  return values;
}

export type Decision =
  | { outcome: 'faulty'; problems: StoredProblem[] }
  | { outcome: 'new'; values: Values }
  | { outcome: 'changed'; record: StoredRecord; changes: Values }
  | { outcome: 'same'; record: StoredRecord };

/** What a row does to the register, given the record that its key has found. */
export function decide(
  context: Context,
  definition: Definition,
  row: StoredImport,
  cells: string[],
  judged: Judged,
  record: StoredRecord | undefined,
): Decision {
  const { values, problems } = judged;
  if (problems.length > 0) return { outcome: 'faulty', problems };
  if (row.mode === 'add') return { outcome: 'new', values };
  if (record) {
    const changes = changesOf(record, values);
    return Object.keys(changes).length === 0 ? { outcome: 'same', record } : { outcome: 'changed', record, changes };
  }
  if (row.mode === 'update')
    return { outcome: 'faulty', problems: [{ field: row.key_field, code: 'import.no_match' }] };
  const asNew = judgeRow(context, definition, { ...row, mode: 'add' }, cells);
  return asNew.problems.length > 0
    ? { outcome: 'faulty', problems: asNew.problems }
    : { outcome: 'new', values: asNew.values };
}

/** The decisions with rows refused whose links lead nowhere. */
export async function checkReferences(
  context: Context,
  definition: Definition,
  decisions: readonly Decision[],
): Promise<Decision[]> {
  const checked: Decision[] = [];
  for (const decision of decisions) {
    const written =
      decision.outcome === 'new' ? decision.values : decision.outcome === 'changed' ? decision.changes : {};
    const own = decision.outcome === 'changed' ? decision.record.id : undefined;
    const faults = await faultsOfReferences(context, definition, written, own);
    const problems = faults.map(({ path, code }) => ({ field: path.replace('body.data.', ''), code }));
    checked.push(problems.length > 0 ? { outcome: 'faulty', problems } : decision);
  }
  return checked;
}

/** What really changes of a record. */
const changesOf = (record: StoredRecord, values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([key, value]) => value !== (record.values[key] ?? null)));

/** The live records that have these values in the key field, by value. `update` holds them until the unit is done. */
export async function findByKey(
  context: Context,
  definition: Definition,
  field: Field,
  wanted: readonly string[],
  lock: 'read' | 'update',
): Promise<Map<string, StoredRecord>> {
  const keys = await context.keys();
  const folds = new Map(wanted.map((value) => [equalityKey(definition, field, value, keys), value]));
  const found = new Map<string, StoredRecord>();
  if (folds.size === 0) return found;
  let query = context.db
    .selectFrom('record_keys as k')
    .innerJoin('records as r', (join) =>
      join.onRef('r.organisation_id', '=', 'k.organisation_id').onRef('r.id', '=', 'k.record_id'),
    )
    .select(['k.fold', 'r.id', 'r.version', 'r.shape', 'r.data', 'r.created_at', 'r.changed_at', 'r.trashed_at'])
    .where('k.organisation_id', '=', context.organisation)
    .where('k.register_id', '=', definition.register)
    .where('k.field', '=', field.key)
    .where('k.fold', 'in', [...folds.keys()])
    .where('k.is_unique', '=', true)
    // In one order, so that two imports never wait for each other in a circle.
    .orderBy('r.id');
  if (lock === 'update') query = query.forUpdate('r');
  for (const row of await query.execute()) {
    const value = folds.get(row.fold ?? '');
    if (value === undefined) continue;
    found.set(value, {
      id: row.id,
      version: row.version,
      shape: row.shape,
      values: await openRow(context, definition, row),
      createdAt: row.created_at,
      changedAt: row.changed_at,
      trashedAt: row.trashed_at,
    });
  }
  return found;
}

export interface Writing {
  number: number;
  decision: Decision;
}

/** Rows that would give a record a unique value that another record has. */
export async function findTaken(
  context: Context,
  definition: Definition,
  writings: readonly Writing[],
): Promise<{ number: number; field: string }[]> {
  const keys = await context.keys();
  const unique = definition.fields.filter((field) => field.isUnique);
  const wanted = writings.flatMap(({ number, decision }) => {
    const { values, record } = writtenBy(decision);
    return unique.flatMap((field) => {
      const value = values[field.key] ?? null;
      return value === null
        ? []
        : [{ number, field: field.key, fold: equalityKey(definition, field, value, keys), record }];
    });
  });
  if (wanted.length === 0) return [];
  const { rows } = await sql<{ number: number; field: string }>`
    select w.number, w.field
      from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w (number int, field text, fold text, record uuid)
      cross join lateral (
        select 1 from record_keys k
         where k.organisation_id = ${context.organisation}::uuid and k.register_id = ${definition.register}::uuid
           and k.field = w.field and k.fold = w.fold and k.is_unique and k.record_id is distinct from w.record
         limit 1) taken
     order by w.number`.execute(context.db);
  return rows;
}

/** What is written, and to which record. */
function writtenBy(decision: Decision): { values: Values; record: string | null } {
  if (decision.outcome === 'new') return { values: decision.values, record: null };
  if (decision.outcome === 'changed') return { values: decision.changes, record: decision.record.id };
  return { values: {}, record: null };
}

/** Notes which rows have which values of unique fields, each blind, so that those standing twice in the file are found. */
export async function noteKeys(
  context: Context,
  definition: Definition,
  importId: string,
  rows: readonly { number: number; values: Values }[],
): Promise<void> {
  const keys = await context.keys();
  const unique = definition.fields.filter((field) => field.isUnique);
  const noted = rows.flatMap(({ number, values }) =>
    unique.flatMap((field) => {
      const value = values[field.key] ?? null;
      if (value === null) return [];
      const key = equalityKey(definition, field, value, keys);
      return [{ number, field: field.key, hash: keys.blindIndex(`import.${importId}.${field.key}`, key) }];
    }),
  );
  if (noted.length === 0) return;
  await sql`
    insert into import_keys (organisation_id, import_id, field, key_hash, row_number)
      select ${context.organisation}::uuid, ${importId}::uuid, n.field, n.hash, n.number
        from jsonb_to_recordset(${JSON.stringify(noted)}::jsonb) as n (field text, hash text, number int)
      on conflict do nothing`.execute(context.db);
}

export interface Twin {
  number: number;
  field: string;
  /** The first of them: a file may have one value in every row. */
  others: number[];
}

const namedMax = 5;

/** Rows among these that share a unique value with other rows of the file, with the numbers of those. */
export async function findTwins(context: Context, importId: string, numbers: readonly number[]): Promise<Twin[]> {
  if (numbers.length === 0) return [];
  const { rows } = await sql<Twin>`
    select a.row_number as number, a.field, b.others
      from import_keys a cross join lateral (
        select array_agg(t.row_number order by t.row_number) as others from (
          select k.row_number from import_keys k
           where k.organisation_id = a.organisation_id and k.import_id = a.import_id and k.field = a.field and k.key_hash = a.key_hash
             and k.row_number <> a.row_number
           order by k.row_number limit ${namedMax + 1}) t) b
     where a.organisation_id = ${context.organisation}::uuid and a.import_id = ${importId}::uuid and a.row_number = any (${[...numbers]}::int[])
       and b.others is not null`.execute(context.db);
  return rows;
}

/** Both rows of a key that stands twice are told of each other. */
export const keyTwice = ({ field, others }: Twin): StoredProblem => ({
  field,
  code: 'import.key_twice',
  values: { rows: `${others.slice(0, namedMax).join(', ')}${others.length > namedMax ? ' …' : ''}` },
});
