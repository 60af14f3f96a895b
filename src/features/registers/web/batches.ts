import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call, type Output } from '#web/client.ts';
import { recordsKey, type Place } from './queries.ts';
import { showMany, type Values } from './record-store.ts';
import type { Selection } from './view.ts';

export type Batch = Output<'GET /organisations/{organisation}/registers/{register}/batches/{batch}'>;

/** Which records: those chosen, or all that the selection has. */
export type Many = { ids: string[] } | { selection: Omit<Selection, 'sort'> };

/** A record with values of its own; without an id it is a new one. */
export interface Edit {
  record: string | null;
  version: number | null;
  data: Values;
}

const POLL_MS = 600;
/** As many as the server takes in one call with values of their own. */
export const EDITS_MAX = 200;

export const isAtWork = ({ status }: Pick<Batch, 'status'>): boolean => status === 'running' || status === 'undoing';

const batchesKey = (place: Place) => ['batches', place.organisation, place.register] as const;
const followedKey = (place: Place) => [...batchesKey(place), 'followed'] as const;

export const batchQuery = (place: Place, batch: string) =>
  queryOptions({
    queryKey: [...batchesKey(place), batch],
    queryFn: ({ signal }) =>
      call('GET /organisations/{organisation}/registers/{register}/batches/{batch}', {
        params: { ...place, batch },
        signal,
      }),
    refetchInterval: ({ state }) => (state.data && !isAtWork(state.data) ? false : POLL_MS),
  });

/** The batches begun here that the machine is still at work on; they are followed from page to page. */
export function useFollowed(place: Place): readonly string[] {
  const { data } = useQuery({
    queryKey: followedKey(place),
    queryFn: () => [] as string[],
    enabled: false,
    initialData: [] as string[],
    gcTime: Number.POSITIVE_INFINITY,
  });
  return data;
}

/** The calls that do something to many records; what they answer is seen in the table at once. */
export function useBatches(place: Place) {
  const queries = useQueryClient();
  return useMemo(() => {
    const params = { ...place };
    const seen = (batch: Batch): Batch => {
      queries.setQueryData(batchQuery(place, batch.id).queryKey, batch);
      if (isAtWork(batch))
        queries.setQueryData<string[]>(followedKey(place), (ids = []) => [...new Set([...ids, batch.id])]);
      else showMany(queries, place, batch.records);
      return batch;
    };
    return {
      edit: async (records: Edit[], isWhole: boolean) =>
        seen(
          await call('POST /organisations/{organisation}/registers/{register}/batches/edits', {
            params,
            body: { records, isWhole },
          }),
        ),
      change: async (many: Many, data: Values) =>
        seen(
          await call('POST /organisations/{organisation}/registers/{register}/batches/changes', {
            params,
            body: { ...many, data },
          }),
        ),
      trash: async (many: Many) =>
        seen(
          await call('POST /organisations/{organisation}/registers/{register}/batches/trashings', {
            params,
            body: many,
          }),
        ),
      undo: async ({ id, kind }: Pick<Batch, 'id' | 'kind'>) =>
        seen(
          await (kind === 'change'
            ? call('DELETE /organisations/{organisation}/registers/{register}/batches/changes/{batch}', {
                params: { ...place, batch: id },
              })
            : call('DELETE /organisations/{organisation}/registers/{register}/batches/trashings/{batch}', {
                params: { ...place, batch: id },
              })),
        ),
      /** Somebody else was faster: what was read is read again. */
      readAgain: () => void queries.invalidateQueries({ queryKey: recordsKey(place) }),
      /** The machine is done with it: everything that was read of the register may be another. */
      leave: (id: string) => {
        queries.setQueryData<string[]>(followedKey(place), (ids = []) => ids.filter((one) => one !== id));
        void queries.invalidateQueries({ queryKey: recordsKey(place) });
      },
    };
  }, [place, queries]);
}
