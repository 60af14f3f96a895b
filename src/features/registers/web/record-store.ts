import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { call } from '#web/client.ts';
import { historyQuery, listsKey, recordKey, recordsKey, trashKey } from './queries.ts';
import type { Place, RecordPages, RecordView } from './queries.ts';

// What the pages know of records, kept right after a change without reading everything again: the row stays where the reader
// sees it, even when it no longer belongs there by its new value.

export type Values = Record<string, string | null>;

function patchLists(queries: QueryClient, place: Place, patch: (records: RecordView[]) => RecordView[]): void {
  queries.setQueriesData<RecordPages>({ queryKey: listsKey(place) }, (data) =>
    data ? { ...data, pages: data.pages.map((page) => ({ ...page, records: patch(page.records) })) } : data,
  );
  void queries.invalidateQueries({ queryKey: listsKey(place), refetchType: 'none' });
}

function keep(queries: QueryClient, place: Place, record: RecordView): void {
  queries.setQueryData(recordKey(place, record.id), record);
  void queries.invalidateQueries({ queryKey: historyQuery(place, record.id).queryKey });
}

/** The record as it now is, everywhere that it is shown. */
export function showChanged(queries: QueryClient, place: Place, record: RecordView): void {
  keep(queries, place, record);
  patchLists(queries, place, (records) => records.map((one) => (one.id === record.id ? record : one)));
}

function showGone(queries: QueryClient, place: Place, record: RecordView): void {
  keep(queries, place, record);
  patchLists(queries, place, (records) => records.filter((one) => one.id !== record.id));
  void queries.invalidateQueries({ queryKey: [...recordsKey(place), 'count'] });
  void queries.invalidateQueries({ queryKey: trashKey(place) });
}

/** A record that is new in the lists has a place there that only the server knows. */
function showAdded(queries: QueryClient, place: Place, record: RecordView): void {
  keep(queries, place, record);
  for (const part of ['list', 'count', 'trash']) {
    void queries.invalidateQueries({ queryKey: [...recordsKey(place), part] });
  }
}

/** Makes a record, or changes the given fields of one that has been read at `version`. */
export function useSave(place: Place) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ of, data }: { of: Pick<RecordView, 'id' | 'version'> | undefined; data: Values }) =>
      of === undefined
        ? call('POST /organisations/{organisation}/registers/{register}/records', {
            params: { ...place },
            body: { data },
          })
        : call('PATCH /organisations/{organisation}/registers/{register}/records/{record}', {
            params: { ...place, record: of.id },
            body: { version: of.version, data },
          }),
    onSuccess: (record, { of }) => (of ? showChanged : showAdded)(queries, place, record),
  });
}

export function useTrash(place: Place) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (record: string) =>
      call('PUT /organisations/{organisation}/registers/{register}/records/{record}/trashing', {
        params: { ...place, record },
      }),
    onSuccess: (record) => showGone(queries, place, record),
  });
}

export function useRestore(place: Place) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (record: string) =>
      call('DELETE /organisations/{organisation}/registers/{register}/records/{record}/trashing', {
        params: { ...place, record },
      }),
    onSuccess: (record) => showAdded(queries, place, record),
  });
}

/** Many records as they now are, in one go: those in the trash leave the lists, and those that are new there are looked for. */
export function showMany(queries: QueryClient, place: Place, records: readonly RecordView[]): void {
  const byId = new Map(records.map((record) => [record.id, record]));
  const listed = new Set<string>();
  patchLists(queries, place, (page) =>
    page.flatMap((one) => {
      const record = byId.get(one.id);
      if (record) listed.add(one.id);
      return record === undefined ? one : record.trashedAt === null ? record : [];
    }),
  );
  for (const record of records) {
    if (queries.getQueryData(recordKey(place, record.id))) queries.setQueryData(recordKey(place, record.id), record);
  }
  void queries.invalidateQueries({ queryKey: [...recordsKey(place), 'history'] });
  const isMoved = records.some(({ id, trashedAt }) => trashedAt !== null || !listed.has(id));
  const isAdded = records.some(({ id, trashedAt }) => trashedAt === null && !listed.has(id));
  for (const part of [...(isAdded ? ['list'] : []), ...(isMoved ? ['count', 'trash'] : [])])
    void queries.invalidateQueries({ queryKey: [...recordsKey(place), part] });
}

/** The newest that the pages know of a record. */
export function findKnown(queries: QueryClient, place: Place, id: string): RecordView | undefined {
  const one = queries.getQueryData<RecordView>(recordKey(place, id));
  const lists = queries.getQueriesData<RecordPages>({ queryKey: listsKey(place) });
  return lists
    .flatMap(([, data]) => data?.pages ?? [])
    .flatMap((page) => page.records.filter((record) => record.id === id))
    .reduce((newest, record) => (newest && newest.version >= record.version ? newest : record), one);
}
