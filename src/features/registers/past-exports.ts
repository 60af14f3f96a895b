import { sql } from 'kysely';
import type { Context } from '#gate/context.ts';
import type { PastExport } from './register-contract.ts';

// What left as files. The journal is asked here as it stands: features may not lead in circles.

const exportsMax = 50;

interface Row {
  at: string;
  action: string;
  actor: string;
  rows: number | null;
  fields: string[] | null;
  query: string[] | null;
  count: number;
}

/**
 * Exports of the register that held one of these fields, newest first: the latest fifty and how many there are. Those from before
 * entries listed their fields are among them, since they may have. `before`: an id; those that had begun when it was made.
 */
export async function findExports(
  context: Context,
  register: string,
  fields: readonly string[],
  before = 'ffffffff-ffff-ffff-ffff-ffffffffffff',
): Promise<{ exports: PastExport[]; count: number }> {
  const { db, organisation } = context;
  const started = sql.join(['csv', 'xlsx', 'json'].map((format) => sql.lit(`record.exported_${format}.started`)));
  const ended = sql.join(['csv', 'xlsx', 'json'].map((format) => sql.lit(`record.exported_${format}.ended`)));
  const { rows } = await sql<Row>`
    with left_with as (
      select id, request_id, actor, action, leaf::jsonb as leaf, count(*) over ()::int as count from journal_entries
       where organisation_id = ${organisation}::uuid and target_id = ${register}::uuid and action in (${started})
         and id < ${before}::uuid
         and (leaf::jsonb -> 'fields' is null or leaf::jsonb -> 'fields' ?| ${[...fields]}::text[])
       order by id desc limit ${exportsMax}
    )
    select s.leaf ->> 'at' as at, s.action, s.actor, (e.leaf::jsonb ->> 'rows')::int as rows, s.leaf -> 'fields' as fields,
           s.leaf -> 'query' as query, s.count
      from left_with s left join journal_entries e on e.organisation_id = ${organisation}::uuid and e.target_id = ${register}::uuid
       and e.id > s.id and e.request_id = s.request_id and e.action in (${ended}) and e.leaf::jsonb ->> 'outcome' = 'ended'
     order by s.id desc`.execute(db);
  const names = await namesOf(context, [...new Set(rows.map(({ actor }) => actor))]);
  const exports = rows.map(({ at, action, actor, rows: count, fields: listed, query }) => ({
    at,
    format: action.replace(/^record\.exported_|\.started$/g, '') as PastExport['format'],
    by: names.get(actor) ?? null,
    rows: count,
    fields: listed,
    query: query ?? [],
  }));
  return { exports, count: rows[0]?.count ?? 0 };
}

/** Members and API keys by the names of actors. */
async function namesOf({ db, organisation }: Context, actors: string[]): Promise<Map<string, string>> {
  if (actors.length === 0) return new Map();
  const { rows } = await sql<{ actor: string; name: string }>`
    select 'account:' || account_id as actor, display_name as name from memberships
     where organisation_id = ${organisation}::uuid and 'account:' || account_id = any (${actors}::text[])
    union all
    select 'key:' || id, name from api_keys
     where organisation_id = ${organisation}::uuid and 'key:' || id = any (${actors}::text[])`.execute(db);
  return new Map(rows.map(({ actor, name }) => [actor, name]));
}
