import type { QueryClient } from '@tanstack/react-query';
import { commentsKey, mentionsKey } from '#features/comments/web/queries.ts';
import type { Contracts } from '#web/contracts.ts';
import {
  historyQuery,
  listsKey,
  readPage,
  recordKey,
  recordsKey,
  recordsOf,
  registersQuery,
  type Place,
  type RecordPages,
} from './queries.ts';
import { findKnown } from './record-store.ts';
import { viewsKey } from './saved-views.ts';
import type { Selection } from './view.ts';

// What others have changed is read anew, and nothing else: what this page itself has written it knows already, by its version.

export type Told = Contracts['GET /organisations/{organisation}/registers/{register}/events']['event'];
export type Change = Told['changes'][number];

/** Reading again is one call for each page of a list: of longer ones only the pages with what changed are read. */
const WHOLE_PAGES_MAX = 3;

type Versions = ReadonlyMap<string, number>;

function versionsShown(queries: QueryClient, place: Place): Versions {
  const shown = new Map<string, number>();
  for (const query of queries.getQueryCache().findAll({ queryKey: listsKey(place), type: 'active' }))
    for (const { id, version } of recordsOf(query.state.data as RecordPages | undefined)) shown.set(id, version);
  return shown;
}

/** The changes of records that this page does not know of; null when it cannot tell which. */
export function findUnknown(queries: QueryClient, place: Place, changes: readonly Change[]): Versions | null {
  const unknown = new Map<string, number>();
  for (const { kind, records } of changes) {
    if (kind !== 'records') continue;
    if (records === null) return null;
    for (const { id, version } of records)
      if ((version ?? 0) > (findKnown(queries, place, id)?.version ?? 0)) unknown.set(id, version ?? 0);
  }
  return unknown;
}

/** Reads what is shown of these records again (null: of all), and gives those that then were others than before. */
export async function rereadRecords(queries: QueryClient, place: Place, unknown: Versions | null): Promise<string[]> {
  const before = versionsShown(queries, place);
  const all = recordsKey(place);
  const parts = unknown
    ? [...unknown.keys()].flatMap((id) => [recordKey(place, id), historyQuery(place, id).queryKey])
    : [
        [...all, 'one'],
        [...all, 'history'],
      ];
  const others = [...parts, [...all, 'count'], [...all, 'summary'], [...all, 'trash']].map((queryKey) =>
    queries.invalidateQueries({ queryKey }),
  );
  const lists = queries.getQueryCache().findAll({ queryKey: listsKey(place), type: 'active' });
  await queries.invalidateQueries({ queryKey: listsKey(place), refetchType: 'none' });
  await Promise.all([
    ...others,
    ...lists.map(({ queryKey, state }) => {
      const data = state.data as RecordPages | undefined;
      return unknown === null || (data?.pages.length ?? 0) <= WHOLE_PAGES_MAX
        ? queries.refetchQueries({ queryKey, exact: true })
        : rereadPages(queries, place, queryKey, unknown);
    }),
  ]);
  return [...versionsShown(queries, place)].flatMap(([id, version]) =>
    (before.has(id) ? version > (before.get(id) ?? 0) : unknown?.has(id)) ? id : [],
  );
}

/** Of a long list, the pages on which these records are: each stays in the place where the reader sees it. */
async function rereadPages(
  queries: QueryClient,
  place: Place,
  queryKey: readonly unknown[],
  unknown: Versions,
): Promise<void> {
  const data = queries.getQueryData<RecordPages>(queryKey);
  if (!data) return;
  const wanted = data.pages.flatMap(({ records }, index) => (records.some(({ id }) => unknown.has(id)) ? index : []));
  const read = await Promise.all(
    wanted
      .slice(0, WHOLE_PAGES_MAX)
      .map((index) => readPage(place, queryKey.at(-1) as Selection, (data.pageParams[index] ?? null) as string | null)),
  );
  const byId = new Map(read.flatMap(({ records }) => records.map((record) => [record.id, record])));
  queries.setQueryData<RecordPages>(
    queryKey,
    (now) =>
      now && {
        ...now,
        pages: now.pages.map((page) => ({
          ...page,
          records: page.records.map((record) => {
            const newer = byId.get(record.id);
            return newer && newer.version > record.version ? newer : record;
          }),
        })),
      },
  );
}

/** What is not records: definition, views, comments. */
export function rereadOthers(queries: QueryClient, place: Place, changes: readonly Change[]): void {
  const keys = changes.flatMap(({ kind, records }): (readonly unknown[])[] => {
    if (kind === 'definition') return [registersQuery(place.organisation).queryKey, listsKey(place)];
    if (kind === 'views') return [viewsKey(place)];
    if (kind !== 'comments') return [];
    const spokenOf = records?.map(({ id }) => commentsKey(place, id)) ?? [[...recordsKey(place), 'comments']];
    return [...spokenOf, mentionsKey(place.organisation)];
  });
  for (const queryKey of keys) void queries.invalidateQueries({ queryKey });
}

/** Everything of the register that is shown and was read before this instant. */
export async function rereadEverything(queries: QueryClient, place: Place, readBefore: number): Promise<string[]> {
  const before = versionsShown(queries, place);
  const parts = [recordsKey(place), viewsKey(place), registersQuery(place.organisation).queryKey];
  await Promise.all(
    [...parts, mentionsKey(place.organisation)].map((queryKey) =>
      queries.invalidateQueries({ queryKey, predicate: ({ state }) => state.dataUpdatedAt < readBefore }),
    ),
  );
  return [...versionsShown(queries, place)].flatMap(([id, version]) =>
    before.has(id) && version > (before.get(id) ?? 0) ? id : [],
  );
}
