import { sql } from 'kysely';
import type { Context } from '#gate/context.ts';
import type { Definition } from './definition.ts';
import { getDefinition } from './definitions.ts';
import type { Values } from './derive.ts';
import {
  checkReferences,
  decide,
  findByKey,
  findTaken,
  findTwins,
  judgeRow,
  keyField,
  keyTwice,
  noteKeys,
  type Decision,
  type StoredProblem,
  type Twin,
  type Writing,
} from './import-judgement.ts';
import { openCells, rowColumns, settleRows, type Settled, type StoredRow } from './import-rows.ts';
import { enqueueUnit, getImport, noOutcomes, updateImport, type StoredImport } from './imports.ts';

// The whole file judged as it would be taken in, without a record being touched: by the definition, by the records that are
// there, and by the file's other rows.

const unitSize = 2_000;

interface Checked {
  stored: StoredRow;
  values: Values;
  decision: Decision;
}

/** Checks the next unit and asks for the one after it. */
export async function checkUnit(context: Context, payload: { register: string; import: string }): Promise<void> {
  const row = await getImport(context, payload.register, payload.import, 'update');
  if (row.status !== 'checking') return;
  const definition = await getDefinition(context, payload.register);
  const rows = (await context.db
    .selectFrom('import_rows')
    .select(rowColumns)
    .where('organisation_id', '=', context.organisation)
    .where('import_id', '=', row.id)
    .where('outcome', 'is', null)
    .orderBy('row_number')
    .limit(unitSize)
    .execute()) as StoredRow[];
  const twins = await judgeRows(context, definition, row, rows);
  await tellEarlierTwins(context, row, rows[0]?.row_number ?? 0, twins);
  context.note({ target: row.id, rows: rows.length });
  const now = { checked_count: row.checked_count + rows.length };
  if (rows.length < unitSize) {
    await finish(context, row, now.checked_count);
  } else {
    await updateImport(context, row, now);
    await enqueueUnit(context, 'check', row.register_id, row.id);
  }
}

/** Judges these rows as if each came in now, keeps what came out, and gives those that share a unique value with other rows. */
async function judgeRows(
  context: Context,
  definition: Definition,
  row: StoredImport,
  rows: readonly StoredRow[],
): Promise<Twin[]> {
  const checked = await decideAll(context, definition, row, rows);
  const problems = new Map<number, StoredProblem[]>();
  const add = (number: number, problem: StoredProblem) =>
    problems.set(number, [...(problems.get(number) ?? []), problem]);
  for (const { stored, decision } of checked)
    if (decision.outcome === 'faulty') for (const problem of decision.problems) add(stored.row_number, problem);
  for (const { number, field } of await findTaken(context, definition, checked.map(writingOf)))
    add(number, { field, code: 'field.duplicate' });
  await noteKeys(
    context,
    definition,
    row.id,
    checked.map(({ stored, values }) => ({ number: stored.row_number, values })),
  );
  const twins = await findTwins(
    context,
    row.id,
    rows.map(({ row_number: number }) => number),
  );
  for (const twin of twins) {
    if (twin.field === row.key_field) add(twin.number, keyTwice(twin));
    else if ((twin.others[0] ?? twin.number) < twin.number)
      add(twin.number, { field: twin.field, code: 'import.value_twice', values: { row: twin.others[0] ?? 0 } });
  }
  await settleRows(
    context,
    row.id,
    checked.map((one) => settled(one, problems.get(one.stored.row_number) ?? [])),
  );
  return twins;
}

/**
 * Judges one row of a checked file anew, its cells written over already, with those that shared a unique value with it before or do
 * now: nothing else of the check hangs on it. False when so many share one that the whole file is better checked again.
 */
export async function checkAgain(context: Context, row: StoredImport, number: number): Promise<boolean> {
  const definition = await getDefinition(context, row.register_id);
  const before = await findTwins(context, row.id, [number]);
  await context.db
    .deleteFrom('import_keys')
    .where('organisation_id', '=', context.organisation)
    .where('import_id', '=', row.id)
    .where('row_number', '=', number)
    .execute();
  const [corrected] = await readRows(context, row, [number]);
  if (!corrected) return false;
  const judged = judgeRow(context, definition, row, openCells(await context.keys(), row.id, corrected));
  await noteKeys(context, definition, row.id, [{ number, values: judged.values }]);
  const twins = [...before, ...(await findTwins(context, row.id, [number]))];
  if (twins.some(({ others }) => others.length > twinsMax)) return false;
  const numbers = [...new Set([number, ...twins.flatMap(({ others }) => others)])];
  await judgeRows(context, definition, row, await readRows(context, row, numbers));
  await updateImport(context, row, await countOutcomes(context, row));
  return true;
}

// A value that stands in more rows is named with the first few of them only.
const twinsMax = 5;

const readRows = async (context: Context, row: StoredImport, numbers: readonly number[]) =>
  (await context.db
    .selectFrom('import_rows')
    .select(rowColumns)
    .where('organisation_id', '=', context.organisation)
    .where('import_id', '=', row.id)
    .where('row_number', 'in', numbers)
    .orderBy('row_number')
    .execute()) as StoredRow[];

async function decideAll(
  context: Context,
  definition: Definition,
  row: StoredImport,
  rows: readonly StoredRow[],
): Promise<Checked[]> {
  const keys = await context.keys();
  const judged = rows.map((stored) => {
    const cells = openCells(keys, row.id, stored);
    return { stored, cells, judged: judgeRow(context, definition, row, cells) };
  });
  const field = keyField(definition, row);
  const wanted = judged.flatMap(({ judged: { key } }) => key ?? []);
  const found = field ? await findByKey(context, definition, field, wanted, 'read') : undefined;
  const decisions = await checkReferences(
    context,
    definition,
    judged.map(({ cells, judged: one }) =>
      decide(context, definition, row, cells, one, one.key === null ? undefined : found?.get(one.key)),
    ),
  );
  return judged.flatMap(({ stored, judged: one }, index) => {
    const decision = decisions[index];
    return decision ? [{ stored, values: one.values, decision }] : [];
  });
}

const writingOf = ({ stored, decision }: Checked): Writing => ({ number: stored.row_number, decision });

function settled({ stored, decision }: Checked, problems: StoredProblem[]): Settled {
  const record = 'record' in decision ? decision.record.id : null;
  return {
    number: stored.row_number,
    state: 'waiting',
    outcome: problems.length > 0 ? 'faulty' : decision.outcome,
    problems,
    record,
    version: null,
    before: null,
  };
}

/** A row that was alone with its key until this unit came is not any more. */
async function tellEarlierTwins(
  context: Context,
  row: StoredImport,
  firstNumber: number,
  twins: readonly Twin[],
): Promise<void> {
  const numbers = twins
    .filter(({ field }) => field === row.key_field)
    .flatMap(({ others }) => others.filter((number) => number < firstNumber));
  for (const twin of await findTwins(context, row.id, [...new Set(numbers)])) {
    if (twin.field !== row.key_field) continue;
    const problem = JSON.stringify([keyTwice(twin)]);
    // Told once: a third row with the key changes nothing of what the first must do.
    await sql`
      update import_rows set outcome = 'faulty', problems = problems || ${problem}::jsonb
       where organisation_id = ${context.organisation}::uuid and import_id = ${row.id}::uuid and row_number = ${twin.number}
         and not problems @> '[{"code": "import.key_twice"}]'`.execute(context.db);
  }
}

/** How many rows of the file would do what. */
async function countOutcomes(context: Context, row: StoredImport) {
  const counted = await context.db
    .selectFrom('import_rows')
    .select((eb) => ['outcome', eb.fn.countAll<string>().as('count')])
    .where('organisation_id', '=', context.organisation)
    .where('import_id', '=', row.id)
    .groupBy('outcome')
    .execute();
  const count = (outcome: Settled['outcome']) => Number(counted.find((one) => one.outcome === outcome)?.count ?? 0);
  return {
    new_count: count('new'),
    changed_count: count('changed'),
    same_count: count('same'),
    faulty_count: count('faulty'),
  };
}

async function finish(context: Context, row: StoredImport, checkedCount: number): Promise<void> {
  const isGoingOn = row.is_run_wanted;
  await updateImport(context, row, {
    status: isGoingOn ? 'running' : 'staged',
    is_run_wanted: false,
    checked_count: checkedCount,
    checked_at: context.now,
    ...(isGoingOn ? noOutcomes : await countOutcomes(context, row)),
  });
  if (isGoingOn) await enqueueUnit(context, 'run', row.register_id, row.id);
}
