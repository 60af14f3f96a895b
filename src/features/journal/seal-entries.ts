import { sql } from 'kysely';
import type { Context } from '#gate/context.ts';
import { openCommitted, sealCommitted } from './sealed-values.ts';

// After the class of fields became one that seals, their values in the journal follow: all change entries of the organisation are
// looked through in units of one transaction each, and those that hold such a value are sealed. It runs as valv_sealer, who can
// put sealed values in the place of clear ones and nothing else. What a unit did, how far it came and the job for the next are
// there together or not at all; a unit that is done again finds its entries sealed.

const unitSize = 2_000;
/** Payloads of one unit that are in memory at once; a single one may be larger. */
const unitBytesMax = 8_000_000;

interface Found {
  id: string;
  target_id: string | null;
  is_view: boolean;
  size_bytes: number;
}

/** Seals the next unit of a sealing and asks for the one after it. */
export async function sealUnit(context: Context, payload: { sealing: string }): Promise<void> {
  const { db, organisation, now } = context;
  const sealing = await db
    .selectFrom('sealings')
    .selectAll()
    .where('organisation_id', '=', organisation)
    .where('id', '=', payload.sealing)
    .forUpdate()
    .executeTakeFirst();
  if (!sealing || sealing.status !== 'running') return;
  const { count, last, isLast, found } = await lookThrough(context, sealing.fields, sealing.seen_to);
  const wanted = await onlyOfRegister(context, sealing.register_id, found);
  const sealed = await seal(context, sealing.fields, wanted);
  await db
    .updateTable('sealings')
    .set({
      seen_count: sealing.seen_count + count,
      sealed_count: sealing.sealed_count + sealed,
      ...(sealing.seen_to === null && { entry_count: await countEntries(context) }),
      ...(last !== undefined && { seen_to: last }),
      ...(isLast && { status: 'done', finished_at: now }),
    })
    .where('organisation_id', '=', organisation)
    .where('id', '=', sealing.id)
    .execute();
  context.note({ target: sealing.register_id, rows: sealed });
  if (!isLast) await context.enqueue('journal.seal', { organisation, sealing: sealing.id });
}

async function countEntries({ db, organisation }: Context): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from journal_entries
     where organisation_id = ${organisation}::uuid and kind = 'change'`.execute(db);
  return rows[0]?.count ?? 0;
}

/** The next change entries in the order of time, no more than fit in memory: how many, the last of them, and which may have to be sealed. */
async function lookThrough(
  { db, organisation }: Context,
  fields: string[],
  after: string | null,
): Promise<{ count: number; last: string | undefined; isLast: boolean; found: Found[] }> {
  const names = fields.map((key) => `data.${key}`);
  const { rows } = await sql<Found & { is_candidate: boolean }>`
    select e.id, e.target_id, e.action like 'views.%' as is_view, coalesce(octet_length(v.payload), 0) as size_bytes,
           v.payload is not null and (e.action like 'views.%' or e.action like 'records.%' and e.leaf::jsonb -> 'fields' ?| ${names}::text[]) as is_candidate
      from journal_entries e left join journal_values v on v.organisation_id = e.organisation_id and v.entry_id = e.id
     where e.organisation_id = ${organisation}::uuid and e.kind = 'change' and e.id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid
     order by e.id limit ${unitSize}`.execute(db);
  const found: Found[] = [];
  let count = 0;
  let bytes = 0;
  for (const { is_candidate, ...row } of rows) {
    if (is_candidate) {
      bytes += row.size_bytes;
      if (bytes > unitBytesMax && found.length > 0) break;
      found.push(row);
    }
    count += 1;
  }
  return { count, last: rows[count - 1]?.id, isLast: count < unitSize && count === rows.length, found };
}

/**
 * Leaves out records that are in another register. One that is gone cannot be asked where it was: its entries are sealed too, which
 * hides nothing from those who may read them.
 */
async function onlyOfRegister({ db, organisation }: Context, register: string, found: Found[]): Promise<Found[]> {
  const targets = [...new Set(found.flatMap(({ target_id: id, is_view }) => (is_view ? [] : (id ?? []))))];
  if (targets.length === 0) return found;
  const elsewhere = await db
    .selectFrom('records')
    .select('id')
    .where('organisation_id', '=', organisation)
    .where('register_id', '!=', register)
    .where(sql<boolean>`id = any (${targets}::uuid[])`)
    .execute();
  const others = new Set(elsewhere.map(({ id }) => id));
  return found.filter(({ target_id: id }) => id === null || !others.has(id));
}

/** Whether the payload of a change of a view compares one of the fields with something. */
function filtersBy(payload: string, fields: readonly string[]): boolean {
  const values = JSON.parse(payload) as Record<'old' | 'new', { view?: { filter?: string[] } }>;
  return [values.old, values.new].some(({ view }) =>
    view?.filter?.some((text) => fields.some((key) => text.startsWith(`${key}:`))),
  );
}

async function seal(context: Context, fields: readonly string[], found: readonly Found[]): Promise<number> {
  if (found.length === 0) return 0;
  const { db, organisation } = context;
  const keys = await context.keys();
  const isView = new Map(found.map(({ id, is_view }) => [id, is_view]));
  const rows = await db
    .selectFrom('journal_values')
    .select(['entry_id', 'salt', 'payload'])
    .where('organisation_id', '=', organisation)
    .where(sql<boolean>`entry_id = any (${[...isView.keys()]}::uuid[])`)
    .where('sealed', 'is', null)
    .execute();
  const sealed = rows.flatMap(({ entry_id: id, salt, payload }) => {
    if (salt === null || payload === null || (isView.get(id) && !filtersBy(payload, fields))) return [];
    const text = sealCommitted(keys, id, { salt, payload });
    // What is written replaces the only copy: it is opened once before.
    const opened = openCommitted(keys, id, text);
    if (!opened.salt.equals(salt) || opened.payload !== payload)
      throw new Error('a seal does not give back what it holds');
    return [{ id, sealed: text }];
  });
  // Of two sealings at once the second finds what the first has sealed.
  const { numAffectedRows } = await sql`
    update journal_values v set sealed = s.sealed, salt = null, payload = null
      from jsonb_to_recordset(${JSON.stringify(sealed)}::jsonb) as s (id uuid, sealed text)
     where v.organisation_id = ${organisation}::uuid and v.entry_id = s.id and v.sealed is null`.execute(db);
  return Number(numAffectedRows ?? 0);
}
