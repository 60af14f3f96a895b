import { notFound, Problem } from '#kernel/errors/problem.ts';
import type { Input, Output } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import type { Import, listImports, mapImport } from './import-contract.ts';
import { getDefinition } from './definitions.ts';
import { mappingFaults, missingFields, type Columns } from './import-columns.ts';

// A file on its way into a register. Staged first (import-file.ts), so that nothing is changed before somebody has seen what
// would happen; checked (import-check.ts), taken in and undone (import-units.ts) by units of work of their own.

export interface StoredImport {
  id: string;
  register_id: string;
  file_name: string;
  format: unknown;
  status: Import['status'];
  mapping: unknown;
  mode: Import['mode'];
  key_field: string | null;
  row_count: number;
  is_run_wanted: boolean;
  checked_count: number;
  checked_at: Date | null;
  new_count: number;
  changed_count: number;
  same_count: number;
  faulty_count: number;
  done_count: number;
  failed_count: number;
  created_at: Date;
  finished_at: Date | null;
}

export const columnsOf = (row: Pick<StoredImport, 'mapping'>) => row.mapping as Columns;

export function present(row: StoredImport): Import {
  const { headers, fields } = columnsOf(row);
  // Imports from before have neither a format nor counts.
  const isRun = !['staged', 'checking'].includes(row.status) && row.format !== null;
  const isCounted = row.checked_at !== null || isRun;
  return {
    id: row.id,
    register: row.register_id,
    fileName: row.file_name,
    format: row.format as Import['format'],
    status: row.status,
    columns: headers.map((header, index) => ({ header, field: fields[index] ?? null })),
    mode: row.mode,
    key: row.key_field,
    rowCount: row.row_count,
    checkedCount: row.checked_count,
    outcomes: isCounted
      ? { new: row.new_count, changed: row.changed_count, same: row.same_count, faulty: row.faulty_count }
      : null,
    doneCount: row.done_count,
    failedCount: row.failed_count,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}

const importColumns = [
  'id',
  'register_id',
  'file_name',
  'format',
  'status',
  'mapping',
  'mode',
  'key_field',
  'row_count',
  'is_run_wanted',
  'checked_count',
  'checked_at',
  'new_count',
  'changed_count',
  'same_count',
  'faulty_count',
  'done_count',
  'failed_count',
  'created_at',
  'finished_at',
] as const;

/** An import of this register; 404 for any other. `update` holds it against a run at the same time. */
export async function getImport(
  context: Context,
  register: string,
  id: string,
  lock: 'read' | 'update' = 'read',
): Promise<StoredImport> {
  let query = context.db
    .selectFrom('imports')
    .select(importColumns)
    .where('organisation_id', '=', context.organisation)
    .where('register_id', '=', register)
    .where('id', '=', id);
  if (lock === 'update') query = query.forUpdate();
  const row = await query.executeTakeFirst();
  if (!row) throw notFound();
  return row as StoredImport;
}

/** The same for what may only be done before it has been run; who asks while it is at work is told to wait. */
export async function getStaged(context: Context, register: string, id: string): Promise<StoredImport> {
  const row = await getImport(context, register, id, 'update');
  if (row.status !== 'staged') throw new Problem(409, 'import.not_staged');
  return row;
}

type Changes = Partial<
  Pick<
    StoredImport,
    | 'status'
    | 'mode'
    | 'key_field'
    | 'row_count'
    | 'is_run_wanted'
    | 'checked_count'
    | 'checked_at'
    | 'new_count'
    | 'changed_count'
    | 'same_count'
    | 'faulty_count'
    | 'done_count'
    | 'failed_count'
    | 'finished_at'
    | 'file_name'
  > & { mapping: string; format: string }
>;

/** Changes an import that is held, and gives it as it is then. */
export async function updateImport(context: Context, row: StoredImport, changes: Changes): Promise<StoredImport> {
  const changed = await context.db
    .updateTable('imports')
    .set(changes)
    .where('organisation_id', '=', context.organisation)
    .where('id', '=', row.id)
    .returning(importColumns)
    .executeTakeFirstOrThrow();
  return changed as StoredImport;
}

export async function showImports(
  context: Context,
  { params }: Input<typeof listImports>,
): Promise<Output<typeof listImports>> {
  await getDefinition(context, params.register);
  const rows = await context.db
    .selectFrom('imports')
    .select(importColumns)
    .where('organisation_id', '=', context.organisation)
    .where('register_id', '=', params.register)
    .orderBy('id', 'desc')
    .limit(100)
    .execute();
  context.note({ rows: rows.length });
  return { imports: rows.map((row) => present(row as StoredImport)) };
}

interface OneImport {
  params: { register: string; import: string };
}

export async function showImport(context: Context, { params }: OneImport): Promise<Import> {
  return present(await getImport(context, params.register, params.import));
}

/** What was checked before was checked for another mapping. */
export async function changeColumns(context: Context, { params, body }: Input<typeof mapImport>): Promise<Import> {
  const row = await getStaged(context, params.register, params.import);
  const definition = await getDefinition(context, params.register);
  const { headers } = columnsOf(row);
  const faults = mappingFaults(context, definition, headers.length, body);
  if (faults.length > 0) throw new Problem(422, 'input.invalid', { fields: faults });
  const changed = await updateImport(context, row, {
    mapping: JSON.stringify({ headers, fields: body.fields }),
    mode: body.mode,
    key_field: body.key,
    checked_at: null,
    checked_count: 0,
  });
  return present(changed);
}

export const enqueueUnit = (context: Context, job: 'check' | 'run' | 'undo', register: string, id: string) =>
  context.enqueue(`import.${job}`, { organisation: context.organisation, register, import: id });

/** Starts an import, or takes it up where it stopped. Harmless while it runs. */
export async function start(context: Context, { params }: OneImport): Promise<Import> {
  const row = await getImport(context, params.register, params.import, 'update');
  if (row.status === 'undone' || row.status === 'undoing') throw new Problem(409, 'import.not_staged');
  if (row.status === 'done') return present(row);
  if (row.status !== 'running') await assertRunnable(context, row);
  // Records are found by a key only once it is known that no other row has the same.
  if (row.status === 'checking' || (row.status === 'staged' && row.mode !== 'add' && row.checked_at === null)) {
    return present(await beginCheck(context, row, true));
  }
  const changed = await updateImport(context, row, { status: 'running', ...(row.status === 'staged' && noOutcomes) });
  await enqueueUnit(context, 'run', params.register, row.id);
  return present(changed);
}

export const noOutcomes = { new_count: 0, changed_count: 0, same_count: 0, faulty_count: 0 };

async function assertRunnable(context: Context, row: StoredImport): Promise<void> {
  const definition = await getDefinition(context, row.register_id);
  const { fields } = columnsOf(row);
  const refuse = (code: string, values?: Record<string, string>) =>
    new Problem(409, 'import.nothing_mapped', { fields: [{ path: 'body.fields', code, ...(values && { values }) }] });
  if (fields.every((field) => field === null)) throw refuse('field.nothing_mapped');
  // Records that are there have what they must; a row that would make one without it is reported by itself.
  const missing = row.mode === 'add' ? missingFields(definition, fields) : [];
  if (missing.length === 0) return;
  const names = missing.map((key) => definition.fields.find((field) => field.key === key)?.label[context.language]);
  throw refuse('field.required_not_mapped', { names: names.join(', ') });
}

/** Checks the whole file, changing nothing; asked for while it is checked already, it goes on. */
export async function startCheck(context: Context, { params }: OneImport): Promise<Import> {
  const row = await getImport(context, params.register, params.import, 'update');
  if (row.status !== 'staged' && row.status !== 'checking') throw new Problem(409, 'import.not_staged');
  return present(await beginCheck(context, row, row.is_run_wanted));
}

async function beginCheck(context: Context, row: StoredImport, isRunWanted: boolean): Promise<StoredImport> {
  const isNew = row.status === 'staged';
  if (isNew) await forgetChecks(context, row.id);
  await enqueueUnit(context, 'check', row.register_id, row.id);
  return updateImport(context, row, {
    status: 'checking',
    is_run_wanted: isRunWanted,
    ...(isNew && { checked_at: null, checked_count: 0, ...noOutcomes }),
  });
}

async function forgetChecks(context: Context, id: string): Promise<void> {
  await Promise.all([
    context.db
      .deleteFrom('import_keys')
      .where('organisation_id', '=', context.organisation)
      .where('import_id', '=', id)
      .execute(),
    context.db
      .updateTable('import_rows')
      .set({ outcome: null, problems: '[]' })
      .where('organisation_id', '=', context.organisation)
      .where('import_id', '=', id)
      .where('outcome', 'is not', null)
      .execute(),
  ]);
}

export async function undo(context: Context, { params }: OneImport): Promise<Import> {
  const row = await getImport(context, params.register, params.import, 'update');
  if (row.status === 'staged' || row.status === 'checking') throw new Problem(409, 'import.not_done');
  if (row.status === 'undone') return present(row);
  const changed = await updateImport(context, row, { status: 'undoing' });
  await enqueueUnit(context, 'undo', params.register, row.id);
  return present(changed);
}
