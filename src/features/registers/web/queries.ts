import { infiniteQueryOptions, keepPreviousData, queryOptions, type InfiniteData } from '@tanstack/react-query';
import { call, type Output } from '#web/client.ts';
import type { Selection } from './view.ts';

export type Register = Output<'GET /organisations/{organisation}/registers/{register}'>;
/** As lists show it, without its fields. */
export type RegisterSummary = Output<'GET /organisations/{organisation}/registers'>['registers'][number];
export type Field = Register['fields'][number];
export type RecordPage = Output<'GET /organisations/{organisation}/registers/{register}/records'>;
export type RecordView = RecordPage['records'][number];
export type RecordPages = InfiniteData<RecordPage>;

/** Where a register is: ids of the organisation and of the register. */
export interface Place {
  organisation: string;
  register: string;
}

export const registersQuery = (organisation: string) =>
  queryOptions({
    queryKey: ['registers', organisation],
    queryFn: ({ signal }) => call('GET /organisations/{organisation}/registers', { params: { organisation }, signal }),
    staleTime: 60_000,
  });

/** A register with all its fields. Forgotten with the list. */
export const registerQuery = ({ organisation, register }: Place) =>
  queryOptions({
    queryKey: [...registersQuery(organisation).queryKey, register],
    queryFn: ({ signal }) =>
      call('GET /organisations/{organisation}/registers/{register}', { params: { organisation, register }, signal }),
    staleTime: 60_000,
  });

/** The address of a register's own page; the navigation and the start of an organisation lead there. */
export const registerHref = (slug: string, register: Pick<Register, 'key'>): string =>
  `/o/${slug}/registers/${encodeURIComponent(register.key)}`;

// The longest page that the contract gives: a fast scroll meets few of its ends.
const PAGE_ROWS = 200;
// Reading again is one call for each page that has been read: past this, only what is new or changed here is shown.
const REREAD_PAGES_MAX = 3;

export const recordsKey = ({ organisation, register }: Place) => ['records', organisation, register] as const;
export const listsKey = (place: Place) => [...recordsKey(place), 'list'] as const;

/** The page of a list that begins at `after`. */
export const readPage = (place: Place, selection: Selection, after: string | null, signal?: AbortSignal) =>
  call('GET /organisations/{organisation}/registers/{register}/records', {
    params: { ...place },
    query: { ...selection, limit: PAGE_ROWS, ...(after !== null && { after }) },
    signal,
  });

export const recordsQuery = (place: Place, selection: Selection) =>
  infiniteQueryOptions({
    queryKey: [...listsKey(place), selection],
    queryFn: ({ signal, pageParam }) => readPage(place, selection, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: ({ state }) => (state.data?.pages.length ?? 0) <= REREAD_PAGES_MAX,
    refetchOnReconnect: ({ state }) => (state.data?.pages.length ?? 0) <= REREAD_PAGES_MAX,
    refetchOnMount: ({ state }) => (state.data?.pages.length ?? 0) <= REREAD_PAGES_MAX,
  });

export const countQuery = (place: Place, { sort: _sort, ...selection }: Selection) =>
  queryOptions({
    queryKey: [...recordsKey(place), 'count', selection],
    queryFn: ({ signal }) =>
      call('GET /organisations/{organisation}/registers/{register}/count', {
        params: { ...place },
        query: selection,
        signal,
      }),
  });

export const recordKey = (place: Place, record: string) => [...recordsKey(place), 'one', record] as const;

export const recordQuery = (place: Place, record: string) =>
  queryOptions({
    queryKey: recordKey(place, record),
    queryFn: ({ signal }) =>
      call('GET /organisations/{organisation}/registers/{register}/records/{record}', {
        params: { ...place, record },
        signal,
      }),
  });

export const historyQuery = (place: Place, record: string) =>
  infiniteQueryOptions({
    queryKey: [...recordsKey(place), 'history', record],
    queryFn: ({ signal, pageParam }) =>
      call('GET /organisations/{organisation}/registers/{register}/records/{record}/history', {
        params: { ...place, record },
        query: { limit: 50, ...(pageParam !== null && { after: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

export const trashKey = (place: Place) => [...recordsKey(place), 'trash'] as const;

export const trashQuery = (place: Place) =>
  infiniteQueryOptions({
    queryKey: trashKey(place),
    queryFn: ({ signal, pageParam }) =>
      call('GET /organisations/{organisation}/registers/{register}/trash', {
        params: { ...place },
        query: { limit: PAGE_ROWS, ...(pageParam !== null && { after: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

/** The records of all pages, each once: one that was moved by a change between two pages stands on both. */
export function recordsOf(data: Pick<RecordPages, 'pages'> | undefined): readonly RecordView[] {
  if (!data) return [];
  const [first] = data.pages;
  if (first && data.pages.length === 1) return first.records;
  const byId = new Map<string, RecordView>();
  for (const page of data.pages) for (const record of page.records) byId.set(record.id, record);
  return [...byId.values()];
}
