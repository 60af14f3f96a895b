import { invalid, notFound, Problem } from '#kernel/errors/problem.ts';
import type { Input } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import type { correctRow, discardImport, Import, ImportRow, retryRows } from './import-contract.ts';
import { getDefinition } from './definitions.ts';
import { fieldAccess } from './field-access.ts';
import { isKeepable } from './files/table.ts';
import { checkAgain } from './import-check.ts';
import { judgeRow, noteKeys } from './import-judgement.ts';
import { openCells, presentRow, rowBinding, rowColumns, type StoredRow } from './import-rows.ts';
import { columnsOf, enqueueUnit, getImport, getStaged, present, updateImport } from './imports.ts';

// Rows put right in the browser, so that nobody has to find them again in the file.

async function getRow(context: Context, importId: string, number: number): Promise<StoredRow> {
  const stored = await context.db
    .selectFrom('import_rows')
    .select(rowColumns)
    .where('organisation_id', '=', context.organisation)
    .where('import_id', '=', importId)
    .where('row_number', '=', number)
    .executeTakeFirst();
  if (!stored) throw notFound();
  return stored as StoredRow;
}

/**
 * Writes over cells. A row that has failed is tried again when that is asked for, not before. Of a checked file the check stays: the
 * row is judged anew, with those that share a unique value with it; only where very many do, the file is to be checked again.
 */
export async function correct(context: Context, { params, body }: Input<typeof correctRow>): Promise<ImportRow> {
  const row = await getImport(context, params.register, params.import, 'update');
  const definition = await getDefinition(context, params.register);
  const stored = await getRow(context, row.id, params.row);
  const mayBe = row.status === 'staged' ? 'waiting' : row.status === 'done' ? 'failed' : undefined;
  if (stored.state !== mayBe) throw new Problem(409, 'import.row_settled');
  const { headers, fields } = columnsOf(row);
  const keys = await context.keys();
  const cells = openCells(keys, row.id, stored);
  for (const [index, text] of Object.entries(body.cells)) {
    const column = Number(index);
    const path = `body.cells.${index}`;
    if (column >= headers.length) throw invalid([{ path, code: 'field.unknown' }]);
    // As with records: what one may not read one may not write unseen, but for identity numbers.
    const field = definition.fields.find((candidate) => candidate.key === fields[column]);
    const access = field && fieldAccess(field, context.principal);
    if (field && (!access?.isVisible || (!access.isReadable && field.type !== 'identity_number')))
      throw invalid([{ path, code: 'field.not_readable' }]);
    while (cells.length < column) cells.push('');
    cells[column] = text;
  }
  if (!isKeepable(cells)) throw invalid([{ path: 'body.cells', code: 'field.too_long' }]);
  const judged = judgeRow(context, definition, row, cells);
  const set = {
    sealed: keys.seal(rowBinding(row.id, params.row), JSON.stringify(cells)),
    problems: JSON.stringify(judged.problems),
  };
  const isWaiting = stored.state === 'waiting';
  const ofRow = { ...row, ...(isWaiting && { checked_at: null }) };
  await context.db
    .updateTable('import_rows')
    .set({ ...set, ...(isWaiting && { outcome: null }) })
    .where('organisation_id', '=', context.organisation)
    .where('import_id', '=', row.id)
    .where('row_number', '=', params.row)
    .execute();
  if (isWaiting && row.checked_at !== null) {
    if (await checkAgain(context, row, params.row))
      return presentRow(context, keys, definition, row, await getRow(context, row.id, params.row));
    await updateImport(context, row, { checked_at: null, checked_count: 0 });
  } else {
    // Its keys stand beside those of the other rows, so that a retry knows which of them are twice.
    await context.db
      .deleteFrom('import_keys')
      .where('organisation_id', '=', context.organisation)
      .where('import_id', '=', row.id)
      .where('row_number', '=', params.row)
      .execute();
    if (row.mode !== 'add')
      await noteKeys(context, definition, row.id, [{ number: params.row, values: judged.values }]);
  }
  return presentRow(context, keys, definition, ofRow, {
    ...stored,
    sealed: set.sealed,
    problems: judged.problems,
    ...(isWaiting && { outcome: null }),
  });
}

/** Failed rows wait again, and the import runs for them alone. */
export async function retry(context: Context, { params, body }: Input<typeof retryRows>): Promise<Import> {
  const row = await getImport(context, params.register, params.import, 'update');
  if (row.status === 'running') return present(row);
  if (row.status !== 'done') throw new Problem(409, 'import.not_done');
  let failed = context.db
    .updateTable('import_rows')
    .set({ state: 'waiting', outcome: null, problems: '[]' })
    .where('organisation_id', '=', context.organisation)
    .where('import_id', '=', row.id)
    .where('state', '=', 'failed');
  if (body.rows !== undefined) failed = failed.where('row_number', 'in', body.rows);
  const { numUpdatedRows } = await failed.executeTakeFirst();
  const count = Number(numUpdatedRows);
  if (count === 0) return present(row);
  context.note({ rows: count });
  const changed = await updateImport(context, row, {
    status: 'running',
    failed_count: row.failed_count - count,
    faulty_count: Math.max(0, row.faulty_count - count),
    finished_at: null,
  });
  await enqueueUnit(context, 'run', params.register, row.id);
  return present(changed);
}

/** Rows of a file hold what people are called and more: what will not be used need not be kept. */
export async function discard(context: Context, { params }: Input<typeof discardImport>): Promise<void> {
  const row = await getStaged(context, params.register, params.import);
  await context.db
    .deleteFrom('imports')
    .where('organisation_id', '=', context.organisation)
    .where('id', '=', row.id)
    .execute();
}
