import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { recordsOf, recordsQuery } from './queries.ts';
import { useRegister, useView } from './register.ts';
import { selectionOf } from './view.ts';

export interface Neighbours {
  /** Undefined at the beginning of the table, and for a record that is not in it. */
  previous: string | undefined;
  /** Reads further where the table has not been read so far; undefined at its end. */
  next: (() => Promise<string | undefined>) | undefined;
}

/** The records before and after this one in the table beside it: as it is sorted, filtered and searched. */
export function useNeighbours(record: string): Neighbours {
  const { place } = useRegister();
  const [view] = useView();
  const selection = useMemo(() => selectionOf(view), [view]);
  const { data, hasNextPage, fetchNextPage } = useInfiniteQuery(recordsQuery(place, selection));
  const rows = useMemo(() => recordsOf(data), [data]);
  const at = rows.findIndex(({ id }) => id === record);
  const following = rows[at + 1]?.id;
  if (at < 0) return { previous: undefined, next: undefined };
  return {
    previous: rows[at - 1]?.id,
    next:
      following !== undefined
        ? () => Promise.resolve(following)
        : hasNextPage
          ? async () => recordsOf((await fetchNextPage()).data)[at + 1]?.id
          : undefined,
  };
}
