import { randomUUIDv7 } from 'node:crypto';
import { invalid, notFound, Problem, type FieldProblem } from '#kernel/errors/problem.ts';
import type { Input, Output } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import type {
  changeRecord,
  createRecord,
  discloseIdentityNumber,
  listRelated,
  readRecord,
  RecordView,
  restoreRecord,
  trashRecord,
} from './contract.ts';
import { openRow } from './conversion.ts';
import type { Definition, Field } from './definition.ts';
import { definitionOf, holdDefinition, readDefinitions } from './definitions.ts';
import type { Values } from './derive.ts';
import { fieldAccess } from './field-access.ts';
import { insertRecord, setTrashed, updateRecord, type StoredRecord } from './stored-records.ts';
import { typeOf } from './field-types/index.ts';
import { faultsOfReferences, findRelated, linksTo, titleOf, withNames } from './references.ts';
import { maskValue, momentOf, parseValue } from './values.ts';

// The life of a record: made, read, changed, put in the trash, taken back. Values come in as people write them and go out
// as the reader may see them.

/** A record as the principal may see it: invisible fields are not there, unreadable ones are masked. */
export function presentRecord(context: Context, definition: Definition, record: StoredRecord): RecordView {
  const data: Record<string, string | null> = {};
  for (const field of definition.fields) {
    const access = fieldAccess(field, context.principal);
    if (!access.isVisible || field.isRetired) continue;
    const value = record.values[field.key] ?? null;
    data[field.key] = value === null || access.isReadable ? value : maskValue(field, value);
  }
  const { id, version, createdAt, changedAt, trashedAt } = record;
  return {
    id,
    version,
    data,
    title: titleOf(context, definition, data),
    names: {},
    createdAt: createdAt.toISOString(),
    changedAt: changedAt.toISOString(),
    trashedAt: trashedAt?.toISOString() ?? null,
  };
}

/**
 * What was written, parsed by the definition; every fault with its path. A field that the principal may not see does not
 * exist, and one they may not read they may not write unseen either, but for identity numbers, which are always written blind.
 */
export function parseRecord(
  context: Context,
  definition: Definition,
  written: Values,
  isNew: boolean,
  before: Values = {},
): Values {
  const faults: FieldProblem[] = [];
  const values: Record<string, string | null> = {};
  for (const key of Object.keys(written)) {
    const field = definition.fields.find((candidate) => candidate.key === key);
    const access = field && fieldAccess(field, context.principal);
    if (!field || field.isRetired || !access?.isVisible)
      faults.push({ path: `body.data.${key}`, code: 'field.unknown' });
    else if (typeOf[field.type].isWritten === false)
      faults.push({ path: `body.data.${key}`, code: 'field.not_written' });
    else if (!access.isReadable && field.type !== 'identity_number')
      faults.push({ path: `body.data.${key}`, code: 'field.not_readable' });
  }
  const moment = momentOf(context);
  for (const field of definition.fields) {
    if (field.isRetired || typeOf[field.type].isWritten === false || (!isNew && !(field.key in written))) continue;
    const isRequired = field.isRequired && isAsked(definition, field, { ...before, ...written });
    const given = isNew && !(field.key in written) ? field.default : (written[field.key] ?? null);
    const parsed = parseValue({ ...field, isRequired }, given, moment);
    if (parsed.ok) values[field.key] = parsed.value;
    else
      faults.push({
        path: `body.data.${field.key}`,
        code: parsed.code,
        ...(parsed.values && { values: parsed.values }),
      });
  }
  if (faults.length > 0) throw invalid(faults);
  return values;
}

/** Whether the form asks for the field, by what another one holds. Choices are compared by their codes. */
export function isAsked({ fields }: Definition, { showIf }: Field, values: Values): boolean {
  if (showIf === null) return true;
  const value = values[showIf.field] ?? null;
  if (value === null || value === '' || !fields.some(({ key }) => key === showIf.field)) return false;
  return showIf.values.length === 0 || value.split(',').some((one) => showIf.values.includes(one));
}

/** The same, and what its links lead to asked of the database. */
export async function parseWithReferences(
  context: Context,
  definition: Definition,
  written: Values,
  isNew: boolean,
  record?: StoredRecord,
): Promise<Values> {
  const values = parseRecord(context, definition, written, isNew, record?.values);
  const faults = await faultsOfReferences(context, definition, values, record?.id);
  if (faults.length > 0) throw invalid(faults);
  return values;
}

async function present(context: Context, definition: Definition, record: StoredRecord): Promise<RecordView> {
  const [view] = await withNames(context, definition, [presentRecord(context, definition, record)]);
  return view ?? presentRecord(context, definition, record);
}

/**
 * A record of a register of the organisation, in clear, with its definition. 404 for any other. For who writes, the definition is
 * held as by `holdDefinition`: `update` holds the record too, `change` leaves it to its version whether somebody was faster.
 */
export async function getRecord(
  context: Context,
  register: string,
  id: string,
  lock: 'read' | 'change' | 'update' = 'read',
): Promise<{ definition: Definition; record: StoredRecord }> {
  let query = context.db
    .selectFrom('records')
    .innerJoin('registers', (join) =>
      join
        .onRef('registers.organisation_id', '=', 'records.organisation_id')
        .onRef('registers.id', '=', 'records.register_id'),
    )
    .select([
      'records.id',
      'version',
      'shape',
      'data',
      'records.created_at',
      'changed_at',
      'trashed_at',
      'definition_version',
    ])
    .where('records.organisation_id', '=', context.organisation)
    .where('records.register_id', '=', register)
    .where('records.id', '=', id);
  // The definition before the record, as everybody does who holds both.
  if (lock !== 'read') query = query.forKeyShare('registers');
  if (lock === 'update') query = query.forUpdate('records');
  const row = await query.executeTakeFirst();
  if (!row) throw notFound();
  const definition = await definitionOf(context, register, row.definition_version);
  const record = {
    id: row.id,
    version: row.version,
    shape: row.shape,
    values: await openRow(context, definition, row),
    createdAt: row.created_at,
    changedAt: row.changed_at,
    trashedAt: row.trashed_at,
  };
  return { definition, record };
}

/** When a record was put in the trash, null for one that is in use. 404 when the register has no such record. */
export async function getTrashedAt(context: Context, register: string, id: string): Promise<Date | null> {
  const row = await context.db
    .selectFrom('records')
    .select('trashed_at')
    .where('organisation_id', '=', context.organisation)
    .where('register_id', '=', register)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound();
  return row.trashed_at;
}

export async function showRecord(
  context: Context,
  { params }: Input<typeof readRecord>,
): Promise<Output<typeof readRecord>> {
  const { definition, record } = await getRecord(context, params.register, params.record);
  return present(context, definition, record);
}

/** Records of other registers, and of this one, that lead to the record; by fields that the reader may see. */
export async function showRelated(
  context: Context,
  { params }: Input<typeof listRelated>,
): Promise<Output<typeof listRelated>> {
  await getRecord(context, params.register, params.record);
  const links = linksTo(await readDefinitions(context), params.register).filter(
    ({ field }) => fieldAccess(field, context.principal).isReadable,
  );
  const found = await findRelated(context, links, params.record);
  context.note({ rows: found.reduce((sum, { records }) => sum + records.length, 0) });
  return {
    related: found.map(({ register, field, count, records }) => ({
      register: register.register,
      field: field.key,
      label: field.inverse ?? register.name,
      count,
      records,
    })),
  };
}

export async function addRecord(context: Context, { params, body }: Input<typeof createRecord>): Promise<RecordView> {
  const definition = await holdDefinition(context, params.register);
  const values = await parseWithReferences(context, definition, body.data, true);
  const id = randomUUIDv7();
  const record = await insertRecord(context, definition, id, values);
  context.note({ target: id });
  return present(context, definition, record);
}

/** Changes only what is given, and only what is known: with both sides (409) when somebody else was faster. */
export async function editRecord(context: Context, { params, body }: Input<typeof changeRecord>): Promise<RecordView> {
  const { definition, record } = await getRecord(context, params.register, params.record, 'change');
  const changes = await parseWithReferences(context, definition, body.data, false, record);
  if (record.trashedAt !== null) throw new Problem(409, 'record.in_trash');
  if (record.version !== body.version) throw stale(context, definition, record, changes);
  const real = Object.fromEntries(
    Object.entries(changes).filter(([key, value]) => value !== (record.values[key] ?? null)),
  );
  if (Object.keys(real).length === 0) return present(context, definition, record);
  const changed = await updateRecord(context, definition, record, real);
  if (changed) return present(context, definition, changed);
  // Somebody committed between our look and our change.
  const { record: newer } = await getRecord(context, params.register, params.record);
  throw stale(context, definition, newer, changes);
}

/** Both sides of a stale change: what is there now, and what was wanted, each as the principal may see it. */
function stale(context: Context, definition: Definition, current: StoredRecord, changes: Values): Problem {
  const wanted = presentRecord(context, definition, { ...current, values: { ...current.values, ...changes } });
  return new Problem(409, 'record.stale', {
    extension: { current: presentRecord(context, definition, current), wanted },
  });
}

export async function moveToTrash(context: Context, { params }: Input<typeof trashRecord>): Promise<RecordView> {
  const { definition, record } = await getRecord(context, params.register, params.record, 'update');
  const trashed = record.trashedAt === null ? await setTrashed(context, definition, record, true) : record;
  return present(context, definition, trashed);
}

export async function takeFromTrash(context: Context, { params }: Input<typeof restoreRecord>): Promise<RecordView> {
  const { definition, record } = await getRecord(context, params.register, params.record, 'update');
  const restored = record.trashedAt === null ? record : await setTrashed(context, definition, record, false);
  return present(context, definition, restored);
}

/** An identity number in clear, one at a time. The reason lies beside the access entry, where the person concerned can have it. */
export async function disclose(
  context: Context,
  { params, body }: Input<typeof discloseIdentityNumber>,
): Promise<{ field: string; value: string | null }> {
  const { definition, record } = await getRecord(context, params.register, params.record);
  const field = definition.fields.find(
    (candidate) => candidate.key === body.field && candidate.type === 'identity_number',
  );
  if (!field || !fieldAccess(field, context.principal).isVisible)
    throw invalid([{ path: 'body.field', code: 'field.unknown' }]);
  context.note({ reason: body.reason });
  return { field: field.key, value: record.values[field.key] ?? null };
}
