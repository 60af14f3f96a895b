import { sql } from 'kysely';
import type { Context } from '#gate/context.ts';
import type { Gate } from '#gate/gate.ts';

const keptDays = 30;
const pageSize = 200;

/** The log of deliveries goes back thirty days; what waits for a webhook that is paused for longer goes with it. */
export async function removeOldDeliveries(gate: Gate): Promise<void> {
  const actor = 'job:webhook.remove_old';
  for (let after = ''; ;) {
    const page = await gate.runAs(
      { actor, organisation: gate.installation, action: 'webhook.old_sought' },
      async ({ db }) => {
        const { rows } = await sql<{ organisation_id: string; slug: string }>`
          select organisation_id, slug from valv.list_organisations(${after}, ${pageSize})`.execute(db);
        return rows;
      },
    );
    for (const { organisation_id: organisation } of page)
      await gate.runAs({ actor, organisation, action: 'webhook.old_removed' }, removeOfOrganisation);
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    after = last.slug;
  }
}

async function removeOfOrganisation({ db, organisation, now, note }: Context): Promise<void> {
  const removed = await db
    .deleteFrom('webhook_deliveries')
    .where('organisation_id', '=', organisation)
    .where('occurred_at', '<', new Date(now.getTime() - keptDays * 86_400_000))
    .executeTakeFirst();
  note({ rows: Number(removed.numDeletedRows) });
}
