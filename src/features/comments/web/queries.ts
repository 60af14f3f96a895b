import { infiniteQueryOptions, queryOptions, useQuery, type InfiniteData } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { recordsKey, type Place } from '#features/registers/web/queries.ts';
import { call, type Output } from '#web/client.ts';

export type CommentPage = Output<'GET /organisations/{organisation}/registers/{register}/records/{record}/comments'>;
export type Comment = CommentPage['comments'][number];
export type CommentPages = InfiniteData<CommentPage>;
export type Mention = Output<'GET /organisations/{organisation}/mentions'>['mentions'][number];

const PAGE_COMMENTS = 50;

/** Of one record: whoever learns that somebody commented on it makes this stale, and nothing else. */
export const commentsKey = (place: Place, record: string) => [...recordsKey(place), 'comments', record] as const;

export const commentsQuery = (place: Place, record: string) =>
  infiniteQueryOptions({
    queryKey: commentsKey(place, record),
    queryFn: ({ signal, pageParam }) =>
      call('GET /organisations/{organisation}/registers/{register}/records/{record}/comments', {
        params: { ...place, record },
        query: { limit: PAGE_COMMENTS, ...(pageParam !== null && { after: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

export const mentionsKey = (organisation: string) => ['mentions', organisation] as const;

export const mentionsQuery = (organisation: string) =>
  infiniteQueryOptions({
    queryKey: [...mentionsKey(organisation), 'list'],
    queryFn: ({ signal, pageParam }) =>
      call('GET /organisations/{organisation}/mentions', {
        params: { organisation },
        query: { limit: PAGE_COMMENTS, ...(pageParam !== null && { after: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

const FRESH_MS = 60_000;
const ASK_AGAIN_MS = 300_000;

const unreadQuery = (organisation: string) =>
  queryOptions({
    queryKey: [...mentionsKey(organisation), 'unread'],
    queryFn: ({ signal }) =>
      call('GET /organisations/{organisation}/mentions/count', { params: { organisation }, signal }),
    staleTime: FRESH_MS,
    // Each question is an entry in the journal: seldom by itself, and never while nobody sees the page.
    refetchInterval: ASK_AGAIN_MS,
  });

/** How many mentions wait to be read. Asked anew by whoever goes to another page, once a minute at most. */
export function useUnreadMentions(organisation: string, mayRead: boolean): number {
  const { data, isStale, refetch } = useQuery({ ...unreadQuery(organisation), enabled: mayRead });
  const { pathname } = useLocation();
  useEffect(() => {
    if (mayRead && isStale) void refetch({ cancelRefetch: false });
    // oxlint-disable-next-line react/exhaustive-deps -- it is the going that asks
  }, [pathname]);
  return data?.unread ?? 0;
}

/** Names of active members, and whether a mention reaches them; fields that name a member have read the same. */
export const memberNamesQuery = (organisation: string) =>
  queryOptions({
    queryKey: ['member-names', organisation],
    queryFn: ({ signal }) =>
      call('GET /organisations/{organisation}/member-names', { params: { organisation }, signal }),
    staleTime: 60_000,
  });
