import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { call } from '#web/client.ts';
import type { Place } from '#features/registers/web/queries.ts';
import type { Segments } from './draft.ts';
import { commentsKey, mentionsKey, type Comment, type CommentPages } from './queries.ts';

// What the pages know of a conversation, kept right after a change without reading it anew, and what is being written in it. All
// of it lies with what was read: whoever signs out leaves nothing of it behind (P18).

/** On its way, or refused on it: kept until it has arrived or is taken back into the draft. */
export interface Outgoing {
  /** The same for every try, so that a comment whose answer was lost is not made twice. */
  key: string;
  segments: Segments;
  text: string;
  error: unknown;
}

interface Unsent {
  draft: Segments;
  outgoing: readonly Outgoing[];
}

const nothing: Unsent = { draft: [], outgoing: [] };
const unsentKey = ({ organisation, register }: Place, record: string) =>
  ['unsent-comments', organisation, register, record] as const;

/** What is being written on a record, whichever record is shown meanwhile. */
export function useUnsent(place: Place, record: string): Unsent {
  const { data } = useQuery<Unsent>({
    queryKey: unsentKey(place, record),
    queryFn: () => nothing,
    initialData: nothing,
    enabled: false,
    gcTime: Infinity,
  });
  return data;
}

function changeUnsent(queries: QueryClient, place: Place, record: string, change: (unsent: Unsent) => Unsent): void {
  // Nothing is kept for somebody who has signed out meanwhile.
  queries.setQueryData<Unsent>(unsentKey(place, record), (unsent) => unsent && change(unsent));
}

export const keepDraft = (queries: QueryClient, place: Place, record: string, draft: Segments) =>
  changeUnsent(queries, place, record, (unsent) => ({ ...unsent, draft }));

function patch(queries: QueryClient, place: Place, record: string, change: (pages: CommentPages) => CommentPages) {
  queries.setQueryData<CommentPages>(commentsKey(place, record), (pages) => pages && change(pages));
}

function showAdded(queries: QueryClient, place: Place, record: string, comment: Comment): void {
  patch(queries, place, record, ({ pages, pageParams }) => ({
    pageParams,
    pages: pages.map((page, place_) =>
      place_ > 0 || page.comments.some(({ id }) => id === comment.id)
        ? page
        : { ...page, comments: [comment, ...page.comments], count: page.count + 1 },
    ),
  }));
}

/** The comment as it now is; one that was removed, or came back, is counted so. */
export function showChanged(queries: QueryClient, place: Place, record: string, comment: Comment): void {
  patch(queries, place, record, ({ pages, pageParams }) => {
    const before = pages.flatMap((page) => page.comments).find(({ id }) => id === comment.id);
    const more = Number(comment.removal === null) - Number(before?.removal === null);
    return {
      pageParams,
      pages: pages.map((page) => ({
        ...page,
        count: page.count + more,
        comments: page.comments.map((one) => (one.id === comment.id ? comment : one)),
      })),
    };
  });
}

const path = '/organisations/{organisation}/registers/{register}/records/{record}/comments';

/** Sends it, again if need be; true when it has arrived. It stays among the unsent until then, with what was wrong. */
export async function send(queries: QueryClient, place: Place, record: string, sent: Outgoing): Promise<boolean> {
  const others = (unsent: Unsent) => unsent.outgoing.filter(({ key }) => key !== sent.key);
  const again = { ...sent, error: undefined };
  changeUnsent(queries, place, record, (unsent) => ({ ...unsent, outgoing: [...others(unsent), again] }));
  try {
    const comment = await call(`POST ${path}`, {
      params: { ...place, record },
      body: { text: sent.text },
      idempotencyKey: sent.key,
    });
    showAdded(queries, place, record, comment);
    changeUnsent(queries, place, record, (unsent) => ({ ...unsent, outgoing: others(unsent) }));
    return true;
  } catch (error) {
    changeUnsent(queries, place, record, (unsent) => ({
      ...unsent,
      outgoing: unsent.outgoing.map((one) => (one.key === sent.key ? { ...sent, error } : one)),
    }));
    return false;
  }
}

/** Out of what is being sent and back into the draft, before what has been written since. */
export function takeBack(queries: QueryClient, place: Place, record: string, { key, segments }: Outgoing): void {
  changeUnsent(queries, place, record, ({ draft, outgoing }) => ({
    draft: draft.length === 0 ? segments : [...segments, { type: 'text', text: '\n' }, ...draft],
    outgoing: outgoing.filter((one) => one.key !== key),
  }));
}

/** Writes one's own comment anew; `removed` ones come back so. */
export const change = (place: Place, record: string, of: Pick<Comment, 'id' | 'version'>, text: string) =>
  call(`PATCH ${path}/{comment}`, {
    params: { ...place, record, comment: of.id },
    body: { version: of.version, text },
  });

export const remove = (place: Place, record: string, comment: string) =>
  call(`DELETE ${path}/{comment}`, { params: { ...place, record, comment } });

/** Marks them as read and tells which are: one that could not be marked stays unread, and is tried again when it is shown again. */
export function useMarkRead(organisation: string): (mentions: readonly string[]) => Promise<string[]> {
  const queries = useQueryClient();
  return async (mentions) => {
    const marked = await Promise.allSettled(
      mentions.map(async (mention) => {
        await call('PUT /organisations/{organisation}/mentions/{mention}/reading', {
          params: { organisation, mention },
        });
        return mention;
      }),
    );
    const read = marked.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    if (read.length > 0) void queries.invalidateQueries({ queryKey: mentionsKey(organisation) });
    return read;
  };
}

export function showRead(queries: QueryClient, place: Place, record: string, mentions: readonly string[]): void {
  patch(queries, place, record, ({ pages, pageParams }) => ({
    pageParams,
    pages: pages.map((page) => ({
      ...page,
      comments: page.comments.map((one) =>
        one.unreadMention !== null && mentions.includes(one.unreadMention) ? { ...one, unreadMention: null } : one,
      ),
    })),
  }));
}
