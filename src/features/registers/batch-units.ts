import { sql } from 'kysely';
import type { Context } from '#gate/context.ts';
import type { Batch } from './batch-contract.ts';
import { fitValues, type Fitted } from './conversion.ts';
import type { Definition } from './definition.ts';
import { holdDefinition } from './definitions.ts';
import type { Values } from './derive.ts';
import type { StoredProblem } from './import-judgement.ts';
import { moveRecords, writeRecords, type Outcome } from './many-records.ts';
import { batchBinding, beforeBinding, getBatch, type StoredBatch } from './stored-batches.ts';
import type { StoredRecord } from './stored-records.ts';
import { momentOf } from './values.ts';

// A batch is carried out by units of 500 records, each one transaction: the records, what undoes them, the counts and the job
// for the next unit are there together or not at all. After a crash the unit is simply done again.

const unitSize = 500;

interface Payload {
  register: string;
  batch: string;
}

interface BatchRecord {
  place: number;
  record_id: string;
  is_new: boolean;
  sealed: string | null;
  version_after: number | null;
}

/** What became of the record at a place of the batch. */
export interface Settled {
  place: number;
  outcome: Outcome;
}

async function nextRows(context: Context, batch: string, state: 'waiting' | 'done'): Promise<BatchRecord[]> {
  return context.db
    .selectFrom('batch_records')
    .select(['place', 'record_id', 'is_new', 'sealed', 'version_after'])
    .where('organisation_id', '=', context.organisation)
    .where('batch_id', '=', batch)
    .where('state', '=', state)
    .orderBy('place')
    .limit(unitSize)
    .execute();
}

/** Does the next unit and asks for the one after it; gives the records that it was about, as they now are. */
export async function runUnit(context: Context, payload: Payload): Promise<StoredRecord[]> {
  const batch = await getBatch(context, payload.register, payload.batch, 'update');
  if (batch.status !== 'running') return [];
  const definition = await holdDefinition(context, payload.register);
  const rows = await nextRows(context, batch.id, 'waiting');
  const outcomes = await carryOut(context, definition, batch, rows);
  const settled = rows.map(({ place, record_id: id }): Settled => ({ place, outcome: given(outcomes, id) }));
  const isLast = rows.length < unitSize;
  await settleRows(context, batch.id, settled, { isLast });
  context.note({ target: batch.id, rows: rows.length });
  if (!isLast) await context.enqueue('batch.run', { organisation: context.organisation, ...payload });
  return settled.flatMap(({ outcome }) => outcome.record ?? []);
}

async function carryOut(context: Context, definition: Definition, batch: StoredBatch, rows: BatchRecord[]) {
  const records = rows.map(({ record_id: id }) => ({ id }));
  if (batch.kind !== 'change') return moveRecords(context, definition, records, batch.kind === 'trash');
  const asked = JSON.parse((await context.keys()).open(batchBinding(batch.id), batch.sealed ?? '')) as Values;
  const { values, problems } = fitValues(definition, asked, momentOf(context), false);
  if (problems.length > 0) return unfit(records, () => problems);
  return writeRecords(
    context,
    definition,
    records.map(({ id }) => ({ id, values })),
  );
}

/** Not done, for the definition has changed since it was asked for. */
const unfit = <Of extends { id: string }>(records: readonly Of[], problemsOf: (record: Of) => StoredProblem[]) =>
  new Map(
    records.map((record): [string, Outcome] => [
      record.id,
      { id: record.id, state: 'failed', problems: problemsOf(record) },
    ]),
  );

function given(outcomes: ReadonlyMap<string, Outcome>, id: string): Outcome {
  const outcome = outcomes.get(id);
  if (!outcome) throw new Error('a record of the batch was forgotten');
  return outcome;
}

/** Writes down what became of these records, with their values from before, and counts them. */
export async function settleRows(
  context: Context,
  batch: string,
  settled: readonly Settled[],
  { isLast }: { isLast: boolean },
): Promise<void> {
  const keys = await context.keys();
  const { organisation, now, db } = context;
  const rows = settled.map(({ place, outcome: { id, state, problems, before, record } }) => ({
    place,
    state,
    problems,
    sealed: before ? keys.seal(beforeBinding(batch, id), JSON.stringify(before)) : null,
    version_after: state === 'done' ? record?.version : null,
  }));
  const countOf = (wanted: Outcome['state']) => settled.filter(({ outcome }) => outcome.state === wanted).length;
  await sql`
    update batch_records b set state = s.state, problems = s.problems, sealed = s.sealed, version_after = s.version_after
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s (place int, state text, problems jsonb, sealed text, version_after int)
     where b.organisation_id = ${organisation}::uuid and b.batch_id = ${batch}::uuid and b.place = s.place`.execute(db);
  await db
    .updateTable('batches')
    .set((eb) => ({
      done_count: eb('done_count', '+', countOf('done')),
      same_count: eb('same_count', '+', countOf('same')),
      failed_count: eb('failed_count', '+', countOf('failed')),
      ...(isLast && { status: 'done', finished_at: now }),
    }))
    .where('organisation_id', '=', organisation)
    .where('id', '=', batch)
    .execute();
}

/** Puts back the next unit. A record that somebody has changed since is theirs: it stays and is reported. */
export async function undoUnit(context: Context, payload: Payload): Promise<StoredRecord[]> {
  const batch = await getBatch(context, payload.register, payload.batch, 'update');
  if (batch.status !== 'undoing') return [];
  const definition = await holdDefinition(context, payload.register);
  const rows = await nextRows(context, batch.id, 'done');
  const outcomes = await putBack(context, definition, batch, rows);
  const settled = rows.map(({ place, record_id: id }) => {
    const { state, problems } = given(outcomes, id);
    return state === 'failed'
      ? { place, state: 'kept', problems: problems.map(changedSince) }
      : { place, state: 'undone', problems: [] };
  });
  const isLast = rows.length < unitSize;
  const undone = settled.filter(({ state }) => state === 'undone').length;
  const { organisation, now, db } = context;
  await sql`
    update batch_records b set state = s.state, problems = s.problems
      from jsonb_to_recordset(${JSON.stringify(settled)}::jsonb) as s (place int, state text, problems jsonb)
     where b.organisation_id = ${organisation}::uuid and b.batch_id = ${batch.id}::uuid and b.place = s.place`.execute(
    db,
  );
  await db
    .updateTable('batches')
    .set((eb) => ({
      undone_count: eb('undone_count', '+', undone),
      kept_count: eb('kept_count', '+', rows.length - undone),
      ...(isLast && { status: 'undone', finished_at: now }),
    }))
    .where('organisation_id', '=', organisation)
    .where('id', '=', batch.id)
    .execute();
  context.note({ target: batch.id, rows: rows.length });
  if (!isLast) await context.enqueue('batch.undo', { organisation, ...payload });
  return rows.flatMap(({ record_id: id }) => given(outcomes, id).record ?? []);
}

const changedSince = ({ field, code }: Outcome['problems'][number]) =>
  code === 'field.duplicate' ? { field, code } : { field: null, code: 'field.changed_since_batch' };

async function putBack(
  context: Context,
  definition: Definition,
  batch: Pick<StoredBatch, 'id'> & { kind: Batch['kind'] },
  rows: BatchRecord[],
): Promise<ReadonlyMap<string, Outcome>> {
  const asLeft = ({ record_id: id, version_after: version }: BatchRecord) => ({ id, version: version ?? 0 });
  if (batch.kind !== 'change') return moveRecords(context, definition, rows.map(asLeft), batch.kind === 'restore');
  const keys = await context.keys();
  const made = rows.filter((row) => row.is_new);
  const changed = rows.filter((row) => !row.is_new);
  const trashed = await moveRecords(context, definition, made.map(asLeft), true);
  const moment = momentOf(context);
  const fitted = changed.map((row) => {
    const before = JSON.parse(keys.open(beforeBinding(batch.id, row.record_id), row.sealed ?? '')) as Values;
    return { ...asLeft(row), ...fitValues(definition, before, moment, true) };
  });
  const isFitting = ({ problems }: Fitted) => problems.length === 0;
  const written = await writeRecords(context, definition, fitted.filter(isFitting));
  const left = unfit(
    fitted.filter((one) => !isFitting(one)),
    ({ problems }) => problems,
  );
  return new Map([...trashed, ...written, ...left]);
}
