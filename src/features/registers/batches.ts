import { randomUUIDv7 } from 'node:crypto';
import { sql } from 'kysely';
import { forbidden, invalid, notFound, Problem, type FieldProblem } from '#kernel/errors/problem.ts';
import type { Context } from '#gate/context.ts';
import type { Input, Output } from '#gate/contract.ts';
import { runUnit, settleRows, undoUnit, type Settled } from './batch-units.ts';
import type {
  Batch,
  BatchReport,
  changeRecords,
  editRecords,
  listBatches,
  Many,
  restoreRecords,
  trashRecords,
} from './batch-contract.ts';
import type { Definition } from './definition.ts';
import { getDefinition, holdDefinition } from './definitions.ts';
import type { Values } from './derive.ts';
import { fieldAccess, visibleFields } from './field-access.ts';
import type { StoredProblem } from './import-judgement.ts';
import { writeRecords, type Change, type Outcome } from './many-records.ts';
import { parseWithReferences, presentRecord } from './records.ts';
import { parseSelection } from './selection.ts';
import { openValues, type StoredRecord } from './stored-records.ts';
import { batchBinding, getBatch, keptDays, type StoredBatch } from './stored-batches.ts';

// The same done to many records: asked for here, carried out by units (batch-units.ts). Whatever it is, each record is wholly
// done or reported, nobody's change is overwritten unseen, and the whole can be undone in one action for 30 days.

/** So many are done before the answer; more become a job. */
const atOnceMax = 200;
const selectionMax = 100_000;
const listMax = 100;
const problemsMax = 100;

export function presentBatch(row: StoredBatch, now: Date): Batch {
  const isKept = row.created_at.getTime() > now.getTime() - keptDays * 86_400_000;
  return {
    id: row.id,
    register: row.register_id,
    kind: row.kind,
    status: row.status,
    rowCount: row.row_count,
    doneCount: row.done_count,
    sameCount: row.same_count,
    failedCount: row.failed_count,
    undoneCount: row.undone_count,
    keptCount: row.kept_count,
    isUndoable: isKept && row.done_count > 0 && (row.status === 'running' || row.status === 'done'),
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}

/** A batch with what was not done. A field that the reader may not see is not named. */
async function report(
  context: Context,
  definition: Definition,
  id: string,
  records: readonly StoredRecord[] = [],
): Promise<BatchReport> {
  const batch = await getBatch(context, definition.register, id);
  const hasProblems = batch.failed_count + batch.kept_count > 0;
  return {
    ...presentBatch(batch, context.now),
    problems: hasProblems ? await readProblems(context, definition, id) : [],
    records: records.map((record) => presentRecord(context, definition, record)),
  };
}

async function readProblems(context: Context, definition: Definition, batch: string): Promise<BatchReport['problems']> {
  const { organisation, db } = context;
  const { rows } = await sql<{ place: number; record_id: string; problems: StoredProblem[]; data: unknown }>`
    select b.place, b.record_id, b.problems, r.data
      from batch_records b left join records r on r.organisation_id = ${organisation}::uuid and r.id = b.record_id
     where b.organisation_id = ${organisation}::uuid and b.batch_id = ${batch}::uuid and b.state in ('failed', 'kept')
     order by b.place limit ${problemsMax}`.execute(db);
  const keys = await context.keys();
  const visible = new Set(visibleFields(definition, context.principal).map(({ key }) => key));
  return rows.flatMap(({ place, record_id: record, problems, data }) => {
    const values = openValues(definition, record, (data ?? {}) as Record<string, string>, keys);
    const title = definition.title.flatMap((key) => (visible.has(key) ? (values[key] ?? []) : [])).join(' ');
    return problems.map(({ field, code }) => ({
      place,
      record,
      title,
      field: field !== null && visible.has(field) ? field : null,
      code,
      message: context.say(code),
    }));
  });
}

async function insertBatch(
  context: Context,
  definition: Definition,
  batch: { kind: Batch['kind']; rowCount: number; fields?: string[]; sealedFor?: (id: string) => string },
): Promise<string> {
  const id = randomUUIDv7();
  await context.db
    .insertInto('batches')
    .values({
      organisation_id: context.organisation,
      id,
      register_id: definition.register,
      kind: batch.kind,
      status: 'running',
      fields: JSON.stringify(batch.fields ?? []),
      sealed: batch.sealedFor?.(id) ?? null,
      row_count: batch.rowCount,
      created_by: context.principal.actor,
      created_at: context.now,
    })
    .execute();
  context.note({ target: id, rows: batch.rowCount });
  return id;
}

/** Up to 200 records, each with its own values, and new ones among them: what an inline edit or a paste sends. */
export async function makeEdits(context: Context, { params, body }: Input<typeof editRecords>): Promise<BatchReport> {
  const definition = await holdDefinition(context, params.register);
  assertEachOnce(body.records);
  const changes: Change[] = [];
  const created: { id: string; values: Values }[] = [];
  const ids: string[] = [];
  const unfit = new Map<string, StoredProblem[]>();
  for (const { record, version, data } of body.records) {
    const id = record ?? randomUUIDv7();
    ids.push(id);
    const parsed = await tryParse(context, definition, data, record === null);
    if (Array.isArray(parsed)) unfit.set(id, parsed);
    else if (record === null) created.push({ id, values: parsed });
    else changes.push({ id, values: parsed, ...(version !== null && { version }) });
  }
  const written = await writeRecords(context, definition, changes, created);
  const outcomeOf = (id: string): Outcome =>
    written.get(id) ?? { id, state: 'failed', problems: unfit.get(id) ?? [{ field: null, code: 'field.record_gone' }] };
  const outcomes = ids.map(outcomeOf);
  if (body.isWhole) assertWhole(outcomes);

  const fields = [...new Set(body.records.flatMap(({ data }) => Object.keys(data)))];
  const known = fields.filter((key) => definition.fields.some((field) => field.key === key));
  const batch = await insertBatch(context, definition, { kind: 'change', rowCount: ids.length, fields: known });
  const isNew = new Set(created.map(({ id }) => id));
  await insertRows(
    context,
    batch,
    ids.map((id) => ({ id, isNew: isNew.has(id) })),
  );
  const settled = outcomes.map((outcome, place): Settled => ({ place, outcome }));
  await settleRows(context, batch, settled, { isLast: true });
  return report(
    context,
    definition,
    batch,
    outcomes.flatMap(({ record }) => record ?? []),
  );
}

/** The values, or everything that is wrong with them. */
async function tryParse(
  context: Context,
  definition: Definition,
  written: Values,
  isNew: boolean,
): Promise<Values | StoredProblem[]> {
  try {
    return await parseWithReferences(context, definition, written, isNew);
  } catch (error) {
    if (!(error instanceof Problem) || error.fields.length === 0) throw error;
    return error.fields.map(({ path, code }) => ({ field: path.replace('body.data.', ''), code }));
  }
}

function assertEachOnce(records: Input<typeof editRecords>['body']['records']): void {
  const seen = new Set<string>();
  const faults: FieldProblem[] = [];
  for (const [index, { record }] of records.entries()) {
    if (record === null) continue;
    if (seen.has(record)) faults.push({ path: `body.records.${index}.record`, code: 'field.record_twice' });
    seen.add(record);
  }
  if (faults.length > 0) throw invalid(faults);
}

const faultsMax = 1_000;

/** All or none: whatever is in the way of one record refuses them all, with the path of each fault. */
function assertWhole(outcomes: readonly Outcome[]): void {
  const faults = outcomes.flatMap(({ problems }, index) =>
    problems.map(({ field, code }): FieldProblem => {
      const at = field === null ? (code === 'field.stale' ? 'version' : 'record') : `data.${field}`;
      return { path: `body.records.${index}.${at}`, code };
    }),
  );
  if (faults.length > 0) throw invalid(faults.slice(0, faultsMax));
}

async function insertRows(context: Context, batch: string, rows: { id: string; isNew: boolean }[]): Promise<void> {
  await sql`
    insert into batch_records (organisation_id, batch_id, place, record_id, is_new)
      select ${context.organisation}::uuid, ${batch}::uuid, place, id, is_new
        from jsonb_to_recordset(${JSON.stringify(rows.map(({ id, isNew }, place) => ({ place, id, is_new: isNew })))}::jsonb) as r (place int, id uuid, is_new boolean)`.execute(
    context.db,
  );
}

/** The same values for many. They are judged once, as those of whoever asks; the job then needs no permission of its own. */
export async function makeChanges(
  context: Context,
  { params, body }: Input<typeof changeRecords>,
): Promise<BatchReport> {
  const { data, ...many } = body;
  const definition = await holdDefinition(context, params.register);
  const fields = Object.keys(data);
  if (fields.length === 0) throw invalid([{ path: 'body.data', code: 'field.required' }]);
  const values = await parseWithReferences(context, definition, data, false);
  const keys = await context.keys();
  const sealedFor = (id: string) => keys.seal(batchBinding(id), JSON.stringify(values));
  return begin(context, definition, many, { kind: 'change', fields, sealedFor });
}

export async function makeTrashings(
  context: Context,
  { params, body }: Input<typeof trashRecords>,
): Promise<BatchReport> {
  return begin(context, await holdDefinition(context, params.register), body, { kind: 'trash' });
}

export async function makeRestorations(
  context: Context,
  { params, body }: Input<typeof restoreRecords>,
): Promise<BatchReport> {
  return begin(context, await holdDefinition(context, params.register), body, { kind: 'restore' });
}

/** Notes which records it is about, as they are at this moment, and does them: a few at once, many by a job. */
async function begin(
  context: Context,
  definition: Definition,
  many: Many,
  what: { kind: Batch['kind']; fields?: string[]; sealedFor?: (id: string) => string },
): Promise<BatchReport> {
  const ids = await findMany(context, definition, many);
  const batch = await insertBatch(context, definition, { ...what, rowCount: ids.length });
  await sql`
    insert into batch_records (organisation_id, batch_id, place, record_id)
      select ${context.organisation}::uuid, ${batch}::uuid, (place - 1)::int, id from unnest(${ids}::uuid[]) with ordinality as r (id, place)`.execute(
    context.db,
  );
  const payload = { register: definition.register, batch };
  if (ids.length <= atOnceMax) return report(context, definition, batch, await runUnit(context, payload));
  await context.enqueue('batch.run', { organisation: context.organisation, ...payload });
  return report(context, definition, batch);
}

async function findMany(context: Context, definition: Definition, { ids, selection }: Many): Promise<string[]> {
  if ((ids === undefined) === (selection === undefined))
    throw invalid([{ path: ids ? 'body.selection' : 'body.ids', code: 'field.one_of_two' }]);
  if (ids) return onlyKnown(context, definition, ids);
  const { conditions, note } = await parseAsked(context, definition, selection ?? {});
  const { rows } = await sql<{ id: string }>`
    select r.id from records r
     where r.organisation_id = ${context.organisation}::uuid and r.register_id = ${definition.register}::uuid and r.trashed_at is null
       ${conditions.length > 0 ? sql.join([sql``, ...conditions.map(({ hits }) => sql`r.id in (${hits})`)], sql` and `) : sql``}
     order by r.id limit ${selectionMax + 1}`.execute(context.db);
  if (rows.length > selectionMax) throw new Problem(422, 'batch.too_many', { values: { rowsMax: selectionMax } });
  context.note({ query: note });
  return rows.map(({ id }) => id);
}

/** Each once. One that is not in the register is a fault of the call, and nothing is done of it. */
async function onlyKnown(context: Context, definition: Definition, ids: string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from records
     where organisation_id = ${context.organisation}::uuid and register_id = ${definition.register}::uuid and id = any (${ids}::uuid[])`.execute(
    context.db,
  );
  const known = new Set(rows.map(({ id }) => id));
  const faults = ids.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `body.ids.${index}`, code: 'field.record_gone' }],
  );
  if (faults.length > 0) throw invalid(faults.slice(0, faultsMax));
  return [...new Set(ids)];
}

/** A fault in the selection has the path that it has in this call. */
async function parseAsked(context: Context, definition: Definition, selection: NonNullable<Many['selection']>) {
  try {
    return await parseSelection(context, definition, selection);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw invalid(error.fields.map((field) => ({ ...field, path: field.path.replace('query.', 'body.selection.') })));
  }
}

export async function showBatches(
  context: Context,
  { params }: Input<typeof listBatches>,
): Promise<Output<typeof listBatches>> {
  await getDefinition(context, params.register);
  const rows = await context.db
    .selectFrom('batches')
    .selectAll()
    .where('organisation_id', '=', context.organisation)
    .where('register_id', '=', params.register)
    .orderBy('id', 'desc')
    .limit(listMax)
    .execute();
  context.note({ rows: rows.length });
  return { batches: rows.map((row) => presentBatch(row as StoredBatch, context.now)) };
}

interface OneBatch {
  params: { register: string; batch: string };
}

export async function showBatch(context: Context, { params }: OneBatch): Promise<BatchReport> {
  return report(context, await getDefinition(context, params.register), params.batch);
}

export const undoChanges = (context: Context, input: OneBatch) => undo(context, input, ['change']);
export const undoTrashings = (context: Context, input: OneBatch) => undo(context, input, ['trash', 'restore']);

/** Puts back what the batch did; while it still runs it is stopped and what is done is put back. Harmless when it is undone. */
async function undo(context: Context, { params }: OneBatch, kinds: Batch['kind'][]): Promise<BatchReport> {
  const definition = await holdDefinition(context, params.register);
  const row = await getBatch(context, params.register, params.batch, 'update');
  if (!kinds.includes(row.kind)) throw notFound();
  if (row.status === 'undone' || row.status === 'undoing') return report(context, definition, row.id);
  if (!presentBatch(row, context.now).isUndoable) throw new Problem(409, 'batch.not_kept');
  for (const key of row.fields as string[]) assertWritable(context, definition, key);
  await context.db
    .updateTable('batches')
    .set({ status: 'undoing', finished_at: null })
    .where('organisation_id', '=', context.organisation)
    .where('id', '=', row.id)
    .execute();
  const payload = { register: params.register, batch: row.id };
  if (row.row_count <= atOnceMax) return report(context, definition, row.id, await undoUnit(context, payload));
  await context.enqueue('batch.undo', { organisation: context.organisation, ...payload });
  return report(context, definition, row.id);
}

/** Putting a value back is writing it: nobody does that to a field that they could not have changed themselves. */
function assertWritable(context: Context, definition: Definition, key: string): void {
  const field = definition.fields.find((candidate) => candidate.key === key);
  const access = field && fieldAccess(field, context.principal);
  if (!field || !access?.isVisible || (!access.isReadable && field.type !== 'identity_number')) throw forbidden();
}
