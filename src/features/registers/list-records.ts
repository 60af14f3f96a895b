import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Input, Output } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import type { countRecords, listRecords, listTrash, RecordView, Selection } from './contract.ts';
import { openRow } from './conversion.ts';
import type { Definition } from './definition.ts';
import { getDefinition } from './definitions.ts';
import { presentRecord } from './records.ts';
import { withNames } from './references.ts';
import { fewMaxDefault, findRows, type Position, type Row } from './list-plan.ts';
import { cursorRefused, parseSelection } from './selection.ts';
import type { StoredRecord } from './stored-records.ts';

// Lists stay flat in time from a thousand to a million records: they walk an index in the wanted order from where the last
// page ended, and never count or skip.

/** A page of a selection, in clear, and the cursor to the next. */
export async function readPage(
  context: Context,
  definition: Definition,
  asked: Selection,
  cursor: string | undefined,
  limit: number,
): Promise<{ records: StoredRecord[]; next: string | null }> {
  const selection = await parseSelection(context, definition, asked);
  const list = createHash('sha256')
    .update(JSON.stringify([definition.register, asked.sort, asked.filter, asked.search]))
    .digest('base64url');
  const from = cursor === undefined ? undefined : await openCursor(context, list, cursor, selection.sorts.length);
  const { sorts, conditions } = selection;
  const scope = { organisation: context.organisation, register: definition.register };
  // Unsorted is newest first. One row more than asked for tells whether there is a next page.
  const rows = await findRows(context, {
    scope,
    sorts,
    conditions,
    isIdDescending: sorts[0]?.isDescending ?? true,
    from,
    limit: limit + 1,
    fewMax: fewMaxDefault,
  });
  const page = rows.slice(0, limit);
  const records = await openRows(context, definition, page);
  const last = page.at(-1);
  context.note({ rows: page.length, query: selection.note });
  return {
    records,
    next: rows.length > limit && last ? await sealCursor(context, list, { at: last.at, id: last.id }) : null,
  };
}

async function openRows(context: Context, definition: Definition, rows: Omit<Row, 'at'>[]): Promise<StoredRecord[]> {
  const records: StoredRecord[] = [];
  for (const row of rows)
    records.push({
      id: row.id,
      version: row.version,
      shape: row.shape,
      values: await openRow(context, definition, row),
      createdAt: row.created_at,
      changedAt: row.changed_at,
      trashedAt: row.trashed_at,
    });
  return records;
}

// A cursor holds names of people and stands in addresses: it is sealed, and bound to organisation and list.
const cursorBinding = (list: string) => ({ table: 'records', column: 'cursor', row: list });

async function sealCursor(context: Context, list: string, position: Position): Promise<string> {
  return (await context.keys()).seal(cursorBinding(list), JSON.stringify(position));
}

async function openCursor(context: Context, list: string, cursor: string, sortCount: number): Promise<Position> {
  const keys = await context.keys();
  try {
    const position = JSON.parse(keys.open(cursorBinding(list), cursor)) as Position;
    if (position.at.length === sortCount) return position;
  } catch {
    // Refused below, whatever was wrong with it.
  }
  throw cursorRefused();
}

export async function showRecords(
  context: Context,
  { params, query }: Input<typeof listRecords>,
): Promise<Output<typeof listRecords>> {
  const definition = await getDefinition(context, params.register);
  const { after: cursor, limit, ...asked } = query;
  const { records, next } = await readPage(context, definition, asked, cursor, limit);
  const views = records.map((record) => presentRecord(context, definition, record));
  return { records: await withNames(context, definition, views), next };
}

/** A count beyond this is told as "more than": counting is the one thing that cannot be flat. */
const countMax = 100_000;

export async function count(
  context: Context,
  { params, query }: Input<typeof countRecords>,
): Promise<Output<typeof countRecords>> {
  const definition = await getDefinition(context, params.register);
  const selection = await parseSelection(context, definition, query);
  const conditions = selection.conditions.map(({ hits }) => sql`and r.id in (${hits})`);
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (
      select 1 from records r
       where r.organisation_id = ${context.organisation}::uuid and r.register_id = ${definition.register}::uuid and r.trashed_at is null
         ${conditions.length > 0 ? sql.join(conditions, sql` `) : sql``}
       limit ${countMax + 1}) as counted`.execute(context.db);
  const counted = rows[0]?.count ?? 0;
  context.note({ query: selection.note });
  return { count: Math.min(counted, countMax), isExact: counted <= countMax };
}

export async function showTrash(
  context: Context,
  { params, query }: Input<typeof listTrash>,
): Promise<{ records: RecordView[]; next: string | null }> {
  const definition = await getDefinition(context, params.register);
  const list = `trash ${definition.register}`;
  const from = query.after === undefined ? undefined : await openCursor(context, list, query.after, 1);
  const { rows } = await sql<Row>`
    select r.id, r.version, r.shape, r.data, r.created_at, r.changed_at, r.trashed_at, array[trashed_at::text] as at from records r
     where r.organisation_id = ${context.organisation}::uuid and r.register_id = ${definition.register}::uuid and r.trashed_at is not null
       ${from ? sql`and (r.trashed_at, r.id) < (${from.at[0]}::timestamptz, ${from.id}::uuid)` : sql``}
     order by r.trashed_at desc, r.id desc limit ${query.limit + 1}`.execute(context.db);
  const page = rows.slice(0, query.limit);
  const records = await openRows(context, definition, page);
  const last = page.at(-1);
  context.note({ rows: page.length });
  return {
    records: records.map((record) => presentRecord(context, definition, record)),
    next: rows.length > query.limit && last ? await sealCursor(context, list, { at: last.at, id: last.id }) : null,
  };
}
