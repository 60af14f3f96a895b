import { randomUUIDv7 } from 'node:crypto';
import { sql } from 'kysely';
import type { Input } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import type { Import, rereadImport, stageImport } from './import-contract.ts';
import { getDefinition } from './definitions.ts';
import { cut } from './derive.ts';
import { visibleFields } from './field-access.ts';
import { readFile } from './files/read-file.ts';
import type { FileChoices, FileRow, FileTable } from './files/table.ts';
import { suggestFields, type Columns } from './import-columns.ts';
import { rowBinding } from './import-rows.ts';
import { columnsOf, getImport, getStaged, present, updateImport } from './imports.ts';

// A file is read through before anything of it is stored: what is wrong in its last row, or that it has a million of them, is told
// in a second or two. Then its rows are sealed and stored page by page, so that a large file takes no more memory than a small one,
// in one transaction.

export async function stage(context: Context, { params, query, body }: Input<typeof stageImport>): Promise<Import> {
  const definition = await getDefinition(context, params.register);
  const { fileName, ...chosen } = query;
  const table = await readThrough(body, chosen);
  const headers = headersOf(table);
  const id = randomUUIDv7();
  const mapping: Columns = { headers, fields: suggestFields(headers, visibleFields(definition, context.principal)) };
  await context.db
    .insertInto('imports')
    .values({
      organisation_id: context.organisation,
      id,
      register_id: params.register,
      file_name: fileName,
      format: JSON.stringify(table.format),
      status: 'staged',
      mapping: JSON.stringify(mapping),
      row_count: 0,
      created_by: context.principal.actor,
    })
    .execute();
  const rowCount = await storeRows(context, id, table);
  context.note({ target: id, rows: rowCount });
  const row = await getImport(context, params.register, id);
  return present(await updateImport(context, row, { row_count: rowCount }));
}

/** The file once more, read in another way: what stood in the import's rows is thrown away. Columns that are called the same stay mapped. */
export async function reread(context: Context, { params, query, body }: Input<typeof rereadImport>): Promise<Import> {
  const row = await getStaged(context, params.register, params.import);
  const definition = await getDefinition(context, params.register);
  const table = await readThrough(body, query);
  const headers = headersOf(table);
  await context.db
    .deleteFrom('import_rows')
    .where('organisation_id', '=', context.organisation)
    .where('import_id', '=', row.id)
    .execute();
  const rowCount = await storeRows(context, row.id, table);
  const before = columnsOf(row);
  const isSame = JSON.stringify(headers) === JSON.stringify(before.headers);
  const fields = isSame ? before.fields : suggestFields(headers, visibleFields(definition, context.principal));
  const isKeyed = row.key_field !== null && fields.includes(row.key_field);
  context.note({ rows: rowCount });
  const changed = await updateImport(context, row, {
    format: JSON.stringify(table.format),
    mapping: JSON.stringify({ headers, fields } satisfies Columns),
    row_count: rowCount,
    checked_at: null,
    checked_count: 0,
    ...(!isKeyed && { mode: 'add', key_field: null }),
  });
  return present(changed);
}

/** The file, to be read from its first row, when nothing up to its last one is in the way. */
async function readThrough(bytes: Uint8Array, chosen: FileChoices): Promise<FileTable> {
  const tried = await readFile(bytes, chosen);
  for await (const _ of tried.rows) continue;
  return readFile(bytes, chosen);
}

const headersOf = ({ headers }: FileTable) => headers.map((header) => cut(header.trim(), 200));

const pageRows = 2_000;
/** Letters of a page: rows may be long. */
const pageLength = 2_000_000;

async function storeRows(context: Context, id: string, table: FileTable): Promise<number> {
  const keys = await context.keys();
  let count = 0;
  for await (const rows of pagesOf(table.rows)) {
    count += rows.length;
    const page = rows.map(({ number, cells }) => ({
      number,
      sealed: keys.seal(rowBinding(id, number), JSON.stringify(cells)),
    }));
    await sql`
      insert into import_rows (organisation_id, import_id, row_number, sealed)
        select ${context.organisation}::uuid, ${id}::uuid, number, sealed from jsonb_to_recordset(${JSON.stringify(page)}::jsonb) as r (number int, sealed text)`.execute(
      context.db,
    );
  }
  return count;
}

async function* pagesOf(rows: AsyncIterable<FileRow>): AsyncGenerator<FileRow[]> {
  let page: FileRow[] = [];
  let length = 0;
  for await (const row of rows) {
    page.push(row);
    for (const cell of row.cells) length += cell.length;
    if (page.length < pageRows && length < pageLength) continue;
    yield page;
    page = [];
    length = 0;
  }
  if (page.length > 0) yield page;
}
