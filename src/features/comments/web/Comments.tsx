import './comments.css';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { Place } from '#features/registers/web/queries.ts';
import { useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Banner } from '#web/ui/Banner.tsx';
import { Button } from '#web/ui/Button.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { announce } from '#web/ui/LiveRegion.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { CommentItem } from './CommentItem.tsx';
import { keepDraft, send, showRead, takeBack, useMarkRead, useUnsent } from './comment-store.ts';
import { Composer } from './Composer.tsx';
import { messages } from './messages.ts';
import { OutgoingItem } from './OutgoingItem.tsx';
import { commentsQuery, type Comment } from './queries.ts';

interface CommentsProps {
  place: Place;
  record: string;
  isInTrash: boolean;
  /** The comment that the address leads to. */
  target: string | undefined;
}

/** The conversation about a record, its end in sight; what is written goes to its end. */
export default function Comments({ place, record, isInTrash, target }: CommentsProps) {
  const text = useMessages(messages);
  const { may } = useOrganisation();
  const queries = useQueryClient();
  const query = useInfiniteQuery(commentsQuery(place, record));
  const { draft, outgoing } = useUnsent(place, record);
  const [turn, setTurn] = useState(0);
  const comments = query.data?.pages.flatMap((page) => page.comments).toReversed() ?? [];
  const list = useRef<HTMLDivElement>(null);
  const mayWrite = may('comment.write') && !isInTrash;
  // What is written is kept for as long as the page is open; the browser asks before it is not.
  useBlocker({ shouldBlockFn: () => false, enableBeforeUnload: draft.length + outgoing.length > 0 });
  useReading(place, record, comments);
  useTarget(query, comments, target);
  const sent = outgoing.map(({ key, error }) => (error === undefined ? key : `${key} failed`)).join();
  useEndInSight(list, {
    first: comments[0]?.id,
    last: `${comments.at(-1)?.id} ${sent}`,
    isLedElsewhere: target !== undefined,
  });

  if (query.isPending) return <SkeletonLines lines={6} />;
  if (query.isError && comments.length === 0)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isRefetching} />;

  const onSend = async (words: string, segments: typeof draft) => {
    keepDraft(queries, place, record, []);
    const one = { key: crypto.randomUUID(), segments, text: words, error: undefined };
    announce((await send(queries, place, record, one)) ? text.sent : text.notSent);
  };
  return (
    <div ref={list} className="c-comments">
      {query.hasNextPage && (
        <Button size="small" isPending={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
          {text.older}
        </Button>
      )}
      {comments.length + outgoing.length === 0 ? (
        <EmptyState icon="comment" title={text.empty}>
          {mayWrite ? text.emptyText : text.emptyReadOnly}
        </EmptyState>
      ) : (
        <ol className="c-list" aria-label={text.comments}>
          {comments.map((comment) => (
            <CommentItem
              key={comment.id}
              comment={comment}
              place={place}
              record={record}
              isReadOnly={!mayWrite}
              isTarget={comment.id === target}
            />
          ))}
          {outgoing.map((one) => (
            <OutgoingItem
              key={one.key}
              outgoing={one}
              onRetry={() => void send(queries, place, record, one)}
              onTakeBack={() => {
                takeBack(queries, place, record, one);
                setTurn(turn + 1);
              }}
            />
          ))}
        </ol>
      )}
      {isInTrash && may('comment.write') && <Banner tone="info">{text.inTrash}</Banner>}
      {mayWrite && (
        <Composer
          key={turn}
          label={text.write}
          placeholder={text.placeholder}
          initial={draft}
          hasFocus={turn > 0}
          onChange={(segments) => keepDraft(queries, place, record, segments)}
          onSend={(words, segments) => void onSend(words, segments)}
        />
      )}
    </div>
  );
}

/** Each mention of the reader is read once it is shown, whichever way they came to it. */
function useReading(place: Place, record: string, comments: readonly Comment[]): void {
  const queries = useQueryClient();
  const markRead = useMarkRead(place.organisation);
  const unread = comments.flatMap(({ unreadMention }) => unreadMention ?? []).join();
  useEffect(() => {
    if (unread !== '') void markRead(unread.split(',')).then((read) => showRead(queries, place, record, read));
    // oxlint-disable-next-line react/exhaustive-deps -- what is newly shown is read, and only that
  }, [unread]);
}

/** Reads back until the comment is there that the address leads to; ids are in the order of time. */
function useTarget(
  { hasNextPage, isFetching, fetchNextPage }: ReturnType<typeof useInfiniteQuery>,
  comments: readonly Comment[],
  target: string | undefined,
): void {
  const first = comments[0]?.id;
  const isBefore = target !== undefined && first !== undefined && target < first && hasNextPage && !isFetching;
  useEffect(() => {
    if (isBefore) void fetchNextPage();
  }, [isBefore, fetchNextPage]);
}

/**
 * The end of the conversation is in sight when it is opened and when something is added to it; where earlier comments are
 * added above, what was being read stays where it is.
 */
function useEndInSight(
  list: RefObject<HTMLElement | null>,
  { first, last, isLedElsewhere }: { first: string | undefined; last: string; isLedElsewhere: boolean },
): void {
  const shown = useRef<{ last: string; heightPx: number }>(undefined);
  useLayoutEffect(() => {
    const scroller = list.current?.closest('.v-panel-body');
    if (!scroller) return;
    const before = shown.current;
    if (before?.last === last) scroller.scrollTop += scroller.scrollHeight - before.heightPx;
    else if (before || !isLedElsewhere) scroller.scrollTop = scroller.scrollHeight;
    shown.current = { last, heightPx: scroller.scrollHeight };
    // oxlint-disable-next-line react/exhaustive-deps -- where the address leads decides at the beginning alone
  }, [list, first, last]);
}
