import { randomUUIDv7 } from 'node:crypto';
import { sql } from 'kysely';
import type { Context } from '#gate/context.ts';
import type { Input, Output } from '#gate/contract.ts';
import { withdrawAnswers } from '#gate/idempotency.ts';
import { notFound } from '#kernel/errors/problem.ts';
import type { listSealings } from './contract.ts';
import type { Definition } from './definition.ts';
import { findExports } from './past-exports.ts';

// A field whose class becomes one that seals was in clear until then: in records, their keys and words, what views filter by,
// answers kept to be given again, and the journal. The first four follow here and in preparation.ts; the journal when that is done
// (`journal.seal`), since rewriting the records is told there too, with the values from before. Where values lie and what becomes
// of them: docs/decisions/0014.

/** Notes that these fields are sealed from this version on. In the transaction of the change, before the records follow. */
export async function planSealing(context: Context, definition: Definition, fields: string[]): Promise<void> {
  const { db, organisation, now, principal } = context;
  const { count } = await findExports(context, definition.register, fields);
  await db
    .insertInto('sealings')
    .values({
      organisation_id: organisation,
      id: randomUUIDv7(),
      register_id: definition.register,
      version: definition.version,
      fields,
      export_count: count,
      created_by: principal.actor,
      created_at: now,
    })
    .execute();
  await emptyFilters(context, definition.register, fields);
  await withdrawAnswers(context);
}

/** What views compare these fields with is a value too. The filter stays without it, so that nobody is shown more than before. */
async function emptyFilters({ db, organisation }: Context, register: string, fields: string[]): Promise<void> {
  const isOfThem = sql`split_part(f.text, ':', 1) = any (${fields}::text[]) and split_part(f.text, ':', 3) <> ''`;
  await sql`
    update views v
       set version = version + 1,
           view = jsonb_set(view, '{filter}', (
             select jsonb_agg(case when ${isOfThem} then split_part(f.text, ':', 1) || ':' || split_part(f.text, ':', 2) || ':' else f.text end order by f.place)
               from jsonb_array_elements_text(v.view -> 'filter') with ordinality as f (text, place)))
     where organisation_id = ${organisation}::uuid and register_id = ${register}::uuid
       and exists (select from jsonb_array_elements_text(v.view -> 'filter') as f (text) where ${isOfThem})`.execute(
    db,
  );
}

/** The records of the register are sealed: asks for what is left, the journal. */
export async function startSealings({ db, organisation, enqueue }: Context, register: string): Promise<void> {
  const started = await db
    .updateTable('sealings')
    .set({ status: 'running' })
    .where('organisation_id', '=', organisation)
    .where('register_id', '=', register)
    .where('status', '=', 'waiting')
    .returning('id')
    .execute();
  for (const { id } of started) await enqueue('journal.seal', { organisation, sealing: id });
}

const sealingsMax = 50;

/** What was sealed in the register, newest first, with what had left in clear by then. */
export async function showSealings(
  context: Context,
  { params }: Input<typeof listSealings>,
): Promise<Output<typeof listSealings>> {
  const { db, organisation } = context;
  const known = await db
    .selectFrom('registers')
    .select('id')
    .where('organisation_id', '=', organisation)
    .where('id', '=', params.register)
    .executeTakeFirst();
  if (!known) throw notFound();
  const rows = await db
    .selectFrom('sealings')
    .selectAll()
    .where('organisation_id', '=', organisation)
    .where('register_id', '=', params.register)
    .orderBy('id', 'desc')
    .limit(sealingsMax)
    .execute();
  const sealings = [];
  for (const row of rows) {
    const { exports } = await findExports(context, params.register, row.fields, row.id);
    sealings.push({
      id: row.id,
      version: row.version,
      fields: row.fields,
      status: row.status as 'waiting' | 'running' | 'done',
      entryCount: Math.max(row.entry_count, row.seen_count),
      seenCount: row.seen_count,
      sealedCount: row.sealed_count,
      createdAt: row.created_at.toISOString(),
      finishedAt: row.finished_at?.toISOString() ?? null,
      exports,
      exportCount: row.export_count,
    });
  }
  context.note({ rows: sealings.length });
  return { sealings };
}
