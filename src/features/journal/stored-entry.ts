import { sql, type SelectQueryBuilder } from 'kysely';
import type { Context } from '#gate/context.ts';
import type { DB } from '../../../database/types.ts';
import { openCommitted } from './sealed-values.ts';

/** The leaf of an entry: what the journal's tree proves. Names and codes only. */
export interface Leaf {
  readonly action: string;
  readonly actor: string;
  readonly at: string;
  readonly door: string;
  readonly kind: 'access' | 'change';
  readonly target?: string;
  readonly outcome?: 'done' | 'refused' | 'failed' | 'started' | 'ended';
  readonly status?: number;
  readonly code?: string;
  readonly rows?: number;
  /** Of a change: names of the columns; a record's own fields as `data.<field key>`. Of an export: keys of the fields that left. */
  readonly fields?: readonly string[];
  /** What a call selected by: `filter:city`, `sort:name`, `search:2` for two words. */
  readonly query?: readonly string[];
}

/** What lies beside the leaf, sealed when it must be, and may be erased or expire. Address and browser lie here too and are not read. */
export interface Values {
  readonly old?: Readonly<Record<string, unknown>>;
  readonly new?: Readonly<Record<string, unknown>>;
  readonly reason?: string;
}

export interface StoredEntry {
  readonly id: string;
  readonly leaf: Leaf;
  /** Undefined when they were erased. */
  readonly values: Values | undefined;
}

export interface EntrySelection {
  /** Actors as leaves name them; undefined is everybody, none is nobody. */
  actors?: readonly string[] | undefined;
  target?: string | undefined;
  kind?: 'access' | 'change' | undefined;
  from?: string | undefined;
  to?: string | undefined;
  after?: string | undefined;
  limit: number;
}

/**
 * A page of the entered organisation's entries, newest first, and the id after which the next begins. Entry ids are UUIDv7,
 * so a key is a place in time and every selection reads a bounded part of one index.
 */
export async function readEntries(
  context: Context,
  selection: EntrySelection,
): Promise<{ entries: StoredEntry[]; next: string | null }> {
  const { db, organisation } = context;
  const { actors, limit } = selection;
  const newest = (entries: Entries) =>
    selected(entries, selection)
      .where('journal_entries.organisation_id', '=', organisation)
      .orderBy('journal_entries.id', 'desc')
      .limit(limit + 1);
  const page =
    actors === undefined
      ? newest(db.selectFrom('journal_entries')).as('e')
      : // One bounded walk of the index for each key of the member, rather than a sort of all they ever did.
        db
          .selectFrom(sql<{ actor: string }>`(select unnest(${[...actors]}::text[]) as actor)`.as('a'))
          .innerJoinLateral(
            (eb) =>
              newest(eb.selectFrom('journal_entries').whereRef('journal_entries.actor', '=', 'a.actor')).as('of_actor'),
            (join) => join.onTrue(),
          )
          .select(['of_actor.organisation_id', 'of_actor.id', 'of_actor.leaf'])
          .orderBy('of_actor.id', 'desc')
          .limit(limit + 1)
          .as('e');
  const rows = await db
    .selectFrom(page)
    .leftJoin('journal_values as v', (join) =>
      join.onRef('v.organisation_id', '=', 'e.organisation_id').onRef('v.entry_id', '=', 'e.id'),
    )
    .select(['e.id', 'e.leaf', 'v.payload', 'v.sealed'])
    .orderBy('e.id', 'desc')
    .execute();
  const isAnySealed = rows.some(({ sealed }) => sealed !== null);
  const keys = isAnySealed ? await context.keys() : undefined;
  const entries = rows.slice(0, limit).map(({ id, leaf, payload, sealed }) => {
    const text = keys && sealed !== null ? openCommitted(keys, id, sealed).payload : payload;
    return {
      id,
      leaf: JSON.parse(leaf) as Leaf,
      values: text === null ? undefined : (JSON.parse(text) as Values),
    };
  });
  return { entries, next: rows.length > limit ? (entries.at(-1)?.id ?? null) : null };
}

// oxlint-disable-next-line typescript/no-explicit-any -- the same conditions, whatever stands around them
type Entries = SelectQueryBuilder<DB & Record<string, any>, 'journal_entries', {}>;

function selected(entries: Entries, { target, kind, from, to, after }: EntrySelection) {
  let query = entries.select(['journal_entries.organisation_id', 'journal_entries.id', 'journal_entries.leaf']);
  if (target !== undefined) query = query.where('journal_entries.target_id', '=', target);
  // A literal: a statement prepared for any kind could not use the index of changes.
  if (kind !== undefined) query = query.where('journal_entries.kind', '=', sql.lit(kind));
  if (from !== undefined) query = query.where('journal_entries.id', '>=', firstIdAt(from));
  if (to !== undefined) query = query.where('journal_entries.id', '<', firstIdAt(to));
  if (after !== undefined) query = query.where('journal_entries.id', '<', after);
  return query;
}

/** The lowest id that a row made at the instant could have (RFC 9562 §5.7: the first 48 bits are its milliseconds). */
export function firstIdAt(instant: string): string {
  const milliseconds = Math.max(0, Date.parse(instant));
  const hex = milliseconds.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
