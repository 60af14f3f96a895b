import { randomUUIDv7 } from 'node:crypto';
import { sql } from 'kysely';
import { Problem } from '#kernel/errors/problem.ts';
import type { Context } from '#gate/context.ts';
import { fitValues } from './conversion.ts';
import type { Definition } from './definition.ts';
import { holdDefinition } from './definitions.ts';
import { fold, type Values } from './derive.ts';
import {
  checkReferences,
  decide,
  findByKey,
  findTaken,
  findTwins,
  judgeRow,
  keyField,
  keyTwice,
  type Decision,
  type StoredProblem,
  type Writing,
} from './import-judgement.ts';
import { openCells, rowColumns, settleRows, type Settled, type StoredRow } from './import-rows.ts';
import { enqueueUnit, getImport, updateImport, type StoredImport } from './imports.ts';
import { getRecord } from './records.ts';
import { insertRecord, insertRecords, setTrashed, updateRecord } from './stored-records.ts';
import { momentOf } from './values.ts';

// An import is taken in by units of 500 rows, each one transaction: its records, the state of its rows, the counts and the
// job for the next unit are there together or not at all. After a crash the unit is simply done again.

const unitSize = 500;

interface Payload {
  register: string;
  import: string;
}

async function nextRows(context: Context, importId: string, state: 'waiting' | 'done'): Promise<StoredRow[]> {
  const rows = await context.db
    .selectFrom('import_rows')
    .select(rowColumns)
    .where('organisation_id', '=', context.organisation)
    .where('import_id', '=', importId)
    .where('state', '=', state)
    .orderBy('row_number')
    .limit(unitSize)
    .execute();
  return rows as StoredRow[];
}

/** Takes in the next unit and asks for the one after it. Each row is wholly in, or reported with what is wrong. */
export async function runUnit(context: Context, payload: Payload): Promise<void> {
  // Held, so that two runs of one job never take the same rows.
  const row = await getImport(context, payload.register, payload.import, 'update');
  if (row.status !== 'running') return;
  const definition = await holdDefinition(context, payload.register);
  const rows = await nextRows(context, row.id, 'waiting');
  const decisions = await checkReferences(context, definition, await decideAll(context, definition, row, rows));
  const settled = await takeAll(
    context,
    definition,
    row,
    rows.flatMap(({ row_number: number }, index) => {
      const decision = decisions[index];
      return decision ? [{ number, decision }] : [];
    }),
  );
  await settleRows(context, row.id, settled);
  const isLast = rows.length < unitSize;
  const count = (outcome: Settled['outcome']) => settled.filter((one) => one.outcome === outcome).length;
  const failed = count('faulty');
  await updateImport(context, row, {
    done_count: row.done_count + settled.length - failed,
    failed_count: row.failed_count + failed,
    new_count: row.new_count + count('new'),
    changed_count: row.changed_count + count('changed'),
    same_count: row.same_count + count('same'),
    faulty_count: row.faulty_count + failed,
    ...(isLast && { status: 'done', finished_at: context.now }),
  });
  context.note({ target: row.id, rows: rows.length });
  if (!isLast) await enqueueUnit(context, 'run', payload.register, row.id);
}

async function decideAll(
  context: Context,
  definition: Definition,
  row: StoredImport,
  rows: readonly StoredRow[],
): Promise<Decision[]> {
  const keys = await context.keys();
  const judged = rows.map((stored) => {
    const cells = openCells(keys, row.id, stored);
    return { stored, cells, judged: judgeRow(context, definition, row, cells) };
  });
  const field = keyField(definition, row);
  if (!field) return judged.map((one) => decide(context, definition, row, one.cells, one.judged, undefined));
  const found = await findByKey(
    context,
    definition,
    field,
    judged.flatMap((one) => one.judged.key ?? []),
    'update',
  );
  const twins = await findTwins(
    context,
    row.id,
    rows.map((stored) => stored.row_number),
  );
  return judged.map(({ stored, cells, judged: one }) => {
    const twin = twins.find(({ number, field: of }) => number === stored.row_number && of === field.key);
    if (twin) return { outcome: 'faulty', problems: [...one.problems, keyTwice(twin)] };
    return decide(context, definition, row, cells, one, one.key === null ? undefined : found.get(one.key));
  });
}

/**
 * New records are made all at once, when nothing speaks against it; the others, and all of them when something did, one by one,
 * so that it is known which row it was.
 */
async function takeAll(
  context: Context,
  definition: Definition,
  row: StoredImport,
  writings: readonly Writing[],
): Promise<Settled[]> {
  const isSuspect = await suspects(context, definition, writings);
  const together = writings.flatMap(({ number, decision }) =>
    decision.outcome === 'new' && !isSuspect.has(number)
      ? [{ number, id: randomUUIDv7(), values: decision.values }]
      : [],
  );
  const refused =
    together.length > 0 ? await attempt(context, () => insertRecords(context, definition, together)) : undefined;
  const made = new Map(refused ? [] : together.map(({ number, id }) => [number, id]));
  const settled: Settled[] = [];
  for (const { number, decision } of writings) {
    const record = made.get(number);
    settled.push(
      record === undefined
        ? await takeIn(context, definition, row, number, decision)
        : { number, state: 'done', outcome: 'new', problems: [], record, version: 1, before: null },
    );
  }
  return settled;
}

/** Rows whose unique values another record has, or another row of the unit. */
async function suspects(
  context: Context,
  definition: Definition,
  writings: readonly Writing[],
): Promise<ReadonlySet<number>> {
  const found = new Set((await findTaken(context, definition, writings)).map(({ number }) => number));
  for (const field of definition.fields.filter(({ isUnique }) => isUnique)) {
    const seen = new Set<string>();
    for (const { number, decision } of writings) {
      const value = decision.outcome === 'new' ? (decision.values[field.key] ?? null) : null;
      if (value === null) continue;
      const folded = fold(value);
      if (seen.has(folded)) found.add(number);
      seen.add(folded);
    }
  }
  // A change may take the value of a row that would be made before it: then the order of the file decides.
  return writings.some(({ decision }) => decision.outcome === 'changed')
    ? new Set(writings.map(({ number }) => number))
    : found;
}

async function takeIn(
  context: Context,
  definition: Definition,
  row: StoredImport,
  number: number,
  decision: Decision,
): Promise<Settled> {
  const none = { number, problems: [], record: null, version: null, before: null };
  const failed = (problems: StoredProblem[]): Settled => ({ ...none, state: 'failed', outcome: 'faulty', problems });
  const done = (outcome: Settled['outcome'], more: Partial<Settled>): Settled => ({
    ...none,
    state: 'done',
    outcome,
    ...more,
  });
  switch (decision.outcome) {
    case 'faulty':
      return failed(decision.problems);
    case 'same':
      return done('same', { record: decision.record.id });
    case 'new': {
      const id = randomUUIDv7();
      const refused = await attempt(context, () => insertRecord(context, definition, id, decision.values));
      return refused ? failed([refused]) : done('new', { record: id, version: 1 });
    }
    case 'changed': {
      const { record, changes } = decision;
      const refused = await attempt(context, async () => {
        if (!(await updateRecord(context, definition, record, changes))) throw new Problem(409, 'record.stale');
      });
      if (refused) return failed([refused]);
      const before = Object.fromEntries(Object.keys(changes).map((key) => [key, record.values[key] ?? null]));
      const sealed = (await context.keys()).seal(beforeBinding(row.id, number), JSON.stringify(before));
      return done('changed', { record: record.id, version: record.version + 1, before: sealed });
    }
  }
}

const beforeBinding = (importId: string, number: number) => ({
  table: 'import_rows',
  column: 'sealed_before',
  row: `${importId} ${number}`,
});

/** Only the database knows whether a value is taken; a row that it refuses must not take the unit with it. */
async function attempt(context: Context, work: () => Promise<unknown>): Promise<StoredProblem | undefined> {
  await sql`savepoint import_row`.execute(context.db);
  try {
    await work();
    await sql`release savepoint import_row`.execute(context.db);
    return undefined;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    await sql`rollback to savepoint import_row`.execute(context.db);
    const [fault] = error.fields;
    return { field: fault?.path.replace('body.data.', '') ?? null, code: fault?.code ?? error.code };
  }
}

/**
 * Undoes the next unit: what was made goes to the trash, what was changed gets its values from before. A record that somebody
 * has changed since is theirs: it stays and is reported.
 */
export async function undoUnit(context: Context, payload: Payload): Promise<void> {
  const row = await getImport(context, payload.register, payload.import, 'update');
  if (row.status !== 'undoing') return;
  await holdDefinition(context, payload.register);
  const rows = await nextRows(context, row.id, 'done');
  const settled: Settled[] = [];
  for (const stored of rows) {
    const problem = await undoRow(context, row, stored);
    settled.push({
      number: stored.row_number,
      state: problem ? 'kept' : 'undone',
      outcome: stored.outcome,
      problems: problem ? [problem] : [],
      record: stored.record_id,
      version: stored.record_version,
      before: stored.sealed_before,
    });
  }
  await settleRows(context, row.id, settled);
  const undone = settled.filter(({ state }) => state === 'undone').length;
  const isLast = rows.length < unitSize;
  await updateImport(context, row, {
    done_count: row.done_count - undone,
    ...(isLast && { status: 'undone', finished_at: context.now }),
  });
  context.note({ target: row.id, rows: undone });
  if (!isLast) await enqueueUnit(context, 'undo', payload.register, row.id);
}

async function undoRow(context: Context, row: StoredImport, stored: StoredRow): Promise<StoredProblem | undefined> {
  if (stored.outcome === 'same') return undefined;
  return attempt(context, async () => {
    const { definition, record } = await getRecord(context, row.register_id, stored.record_id ?? '', 'update');
    const changed = () => new Problem(409, 'field.changed_since_import');
    // Imports from before versions were kept made records only.
    if (record.version !== (stored.record_version ?? 1)) throw changed();
    if (stored.sealed_before === null) {
      await setTrashed(context, definition, record, true);
      return;
    }
    const keys = await context.keys();
    const opened = keys.open(beforeBinding(row.id, stored.row_number), stored.sealed_before);
    const before = fitValues(definition, JSON.parse(opened) as Values, momentOf(context), true);
    // A field that has another type since cannot have its value back.
    if (before.problems.length > 0 || !(await updateRecord(context, definition, record, before.values)))
      throw changed();
  });
}
