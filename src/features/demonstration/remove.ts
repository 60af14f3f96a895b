import { sql } from 'kysely';
import type { Gate } from '#gate/gate.ts';
import type { OwnerConnection } from '#kernel/database/as-owner.ts';
import { asOwner } from '#kernel/database/as-owner.ts';

/**
 * Takes away every organisation marked as a demonstration with all it holds, its journal and keys too, and the people made
 * for it, unless they have joined another organisation. Only made-up data is in them, and only the machine's own command line leads here. Returns how many there were.
 */
export async function removeDemonstration(gate: Gate, owner: OwnerConnection): Promise<number> {
  const ids = await asOwner(owner, async (run) => {
    // The owner of the tables is under row level security like everybody; these policies live for this transaction.
    await run(`create policy removal on organisations for all to current_user using (is_demonstration)`);
    const { rows } = await run<{ organisation_id: string }>(
      'select organisation_id from organisations where is_demonstration',
    );
    const found = rows.map((row) => row.organisation_id);
    const removeFrom = async (table: string) => {
      await run(`create policy removal on ${table} for all to current_user using (true)`);
      await run(`delete from ${table} where organisation_id = any ($1::uuid[])`, [found]);
      await run(`drop policy removal on ${table}`);
    };
    // Who holds a role is gone before the role: a role that somebody holds cannot be removed, not even with its organisation.
    await removeFrom('membership_roles');
    await run('delete from organisations where is_demonstration');
    // Last, since all of this was a change too. Journal tables have no foreign keys that would take their rows along.
    for (const table of ['journal_entries', 'journal_values']) await removeFrom(table);
    await run('drop policy removal on organisations');
    return found;
  });
  const as = {
    actor: 'command:demo-remove',
    organisation: gate.installation,
    action: 'demonstration.removed',
    database: 'identity',
  } as const;
  await gate.runAs(as, async ({ db, note }) => {
    note({ rows: ids.length });
    await sql`delete from accounts a where a.is_demonstration and not exists (select 1 from memberships m where m.account_id = a.id)`.execute(
      db,
    );
  });
  for (const id of ids) await gate.keyring.destroyOrganisation(id);
  return ids.length;
}
