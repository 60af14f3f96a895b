import { sql } from 'kysely';
import type { Input, Output } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import type { OrganisationKeys } from '#kernel/keyring/organisation-keys.ts';
import type { ImportRow, listImportRows } from './import-contract.ts';
import type { Definition, Field } from './definition.ts';
import { getDefinition } from './definitions.ts';
import { fieldAccess } from './field-access.ts';
import { judgeRow, type StoredProblem } from './import-judgement.ts';
import { columnsOf, getImport, type StoredImport } from './imports.ts';
import type { Moment } from './field-types/field-type.ts';
import { maskValue, momentOf, parseValue } from './values.ts';

/** The row as it stood in the file is sealed: it may hold identity numbers in clear. */
export const rowBinding = (importId: string, number: number) => ({
  table: 'import_rows',
  column: 'sealed',
  row: `${importId} ${number}`,
});

export interface StoredRow {
  row_number: number;
  sealed: string | null;
  state: ImportRow['state'];
  outcome: ImportRow['outcome'];
  problems: unknown;
  record_id: string | null;
  record_version: number | null;
  sealed_before: string | null;
}

export const rowColumns = [
  'row_number',
  'sealed',
  'state',
  'outcome',
  'problems',
  'record_id',
  'record_version',
  'sealed_before',
] as const;

export const openCells = (keys: OrganisationKeys, importId: string, row: StoredRow): string[] =>
  row.sealed === null ? [] : (JSON.parse(keys.open(rowBinding(importId, row.row_number), row.sealed)) as string[]);

/** What became of a row, or would. */
export interface Settled {
  number: number;
  state: ImportRow['state'];
  outcome: ImportRow['outcome'];
  problems: StoredProblem[];
  record: string | null;
  version: number | null;
  before: string | null;
}

/** All rows of a unit in one statement. */
export async function settleRows(context: Context, importId: string, rows: readonly Settled[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update import_rows r
       set state = s.state, outcome = s.outcome, problems = s.problems, record_id = s.record, record_version = s.version, sealed_before = s.before
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as s (number int, state text, outcome text, problems jsonb, record uuid, version int, before text)
     where r.organisation_id = ${context.organisation}::uuid and r.import_id = ${importId}::uuid and r.row_number = s.number`.execute(
    context.db,
  );
}

/** Rows with their problems. Rows that wait unchecked are judged by themselves, so that faults show at once. */
export async function showRows(
  context: Context,
  { params, query }: Input<typeof listImportRows>,
): Promise<Output<typeof listImportRows>> {
  const row = await getImport(context, params.register, params.import);
  const definition = await getDefinition(context, params.register);
  let select = context.db
    .selectFrom('import_rows')
    .select(rowColumns)
    .where('organisation_id', '=', context.organisation)
    .where('import_id', '=', row.id)
    .where('row_number', '>', query.after);
  if (query.state !== undefined) select = select.where('state', '=', query.state);
  if (query.outcome !== undefined) select = select.where('outcome', '=', query.outcome);
  const rows = (await select
    .orderBy('row_number')
    .limit(query.limit + 1)
    .execute()) as StoredRow[];
  const page = rows.slice(0, query.limit);
  const keys = await context.keys();
  context.note({ rows: page.length });
  return {
    rows: page.map((stored) => presentRow(context, keys, definition, row, stored)),
    next: rows.length > query.limit ? (page.at(-1)?.row_number ?? null) : null,
  };
}

export function presentRow(
  context: Context,
  keys: OrganisationKeys,
  definition: Definition,
  row: StoredImport,
  stored: StoredRow,
): ImportRow {
  const cells = openCells(keys, row.id, stored);
  const columns = columnsOf(row).fields;
  const isChecked = stored.state !== 'waiting' || (row.checked_at !== null && stored.outcome !== null);
  const problems = isChecked
    ? (stored.problems as StoredProblem[])
    : judgeRow(context, definition, row, cells).problems;
  return {
    number: stored.row_number,
    state: stored.state,
    outcome: isChecked ? stored.outcome : null,
    values: cells.map((cell, index) => {
      const field = definition.fields.find((candidate) => candidate.key === columns[index]);
      if (!field) return looksLikeIdentityNumber.test(cell) ? '••••••••-••••' : cell;
      const access = fieldAccess(field, context.principal);
      return access.isReadable || cell === '' ? cell : maskCell(field, cell, momentOf(context));
    }),
    problems: problems.map(({ field, code, values }) => ({ field, code, message: context.say(code, values) })),
    record: stored.record_id,
  };
}

/** A cell is masked as its value would be; one that holds no value of its field shows nothing of what stands in it. */
function maskCell(field: Field, cell: string, moment: Moment): string {
  const parsed = parseValue(field, cell, moment);
  return parsed.ok && parsed.value !== null ? maskValue(field, parsed.value) : '••••••';
}

/** A column that no field takes may hold identity numbers all the same. */
const looksLikeIdentityNumber = /^\s*(?:\d{2})?\d{6}[-+]?\d{4}\s*$/;
