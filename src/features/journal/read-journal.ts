import type { Input, Output } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import type { readJournal } from './contract.ts';
import { readNames } from './names.ts';
import { presentEntry } from './present-entry.ts';
import { readEntries } from './stored-entry.ts';

/** A page of the organisation's journal. Its own access entry names the filters that were used, not what they held. */
export async function listEntries(
  context: Context,
  { query }: Input<typeof readJournal>,
): Promise<Output<typeof readJournal>> {
  const { member, ...selection } = query;
  const actors = member === undefined ? undefined : await actorsOf(context, member);
  const { entries, next } = await readEntries(context, { ...selection, actors });
  const names = await readNames(context, entries);
  const asked = (['target', 'member', 'kind', 'from', 'to'] as const).filter((name) => query[name] !== undefined);
  context.note({ rows: entries.length, ...(asked.length > 0 && { query: [...asked] }) });
  return { entries: entries.map((entry) => presentEntry(entry, names)), next };
}

/** What a member did they did as their account, or through a key that acts for them. */
async function actorsOf(context: Context, membership: string): Promise<string[]> {
  const { db, organisation } = context;
  const [accounts, keys] = await Promise.all([
    db
      .selectFrom('memberships')
      .select('account_id')
      .where('organisation_id', '=', organisation)
      .where('id', '=', membership)
      .execute(),
    db
      .selectFrom('api_keys')
      .select('id')
      .where('organisation_id', '=', organisation)
      .where('membership_id', '=', membership)
      .execute(),
  ]);
  return [...accounts.map((row) => `account:${row.account_id}`), ...keys.map((row) => `key:${row.id}`)];
}
