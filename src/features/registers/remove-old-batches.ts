import { sql } from 'kysely';
import type { Context } from '#gate/context.ts';
import type { Gate } from '#gate/gate.ts';
import { keptDays } from './stored-batches.ts';

const pageSize = 200;

/** What would undo a batch is kept for 30 days and no longer: it holds values that the records no longer have. */
export async function removeOldBatches(gate: Gate): Promise<void> {
  const actor = 'job:batch.remove_old';
  const action = 'batch.old_removed';
  for (let after = ''; ;) {
    const page = await gate.runAs(
      { actor, organisation: gate.installation, action: 'batch.old_sought' },
      async ({ db }) => {
        const { rows } = await sql<{ organisation_id: string; slug: string }>`
        select organisation_id, slug from valv.list_organisations(${after}, ${pageSize})`.execute(db);
        return rows;
      },
    );
    for (const { organisation_id: organisation } of page)
      await gate.runAs({ actor, organisation, action }, (context) => removeOfOrganisation(context));
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    after = last.slug;
  }
}

async function removeOfOrganisation({ db, organisation, now, note }: Context): Promise<void> {
  const { rows } = await sql<{ count: number }>`
    with old as (
      select id from batches where organisation_id = ${organisation}::uuid and created_at < ${new Date(now.getTime() - keptDays * 86_400_000)}
    ), emptied as (
      update batches set sealed = null where organisation_id = ${organisation}::uuid and id in (select id from old) and sealed is not null
    ), removed as (
      delete from batch_records where organisation_id = ${organisation}::uuid and batch_id in (select id from old) returning 1
    )
    select count(*)::int as count from removed`.execute(db);
  note({ rows: rows[0]?.count ?? 0 });
}
