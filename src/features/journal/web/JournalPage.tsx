import './journal.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Button } from '#web/ui/Button.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { PageHeader } from '#web/ui/PageHeader.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { JournalDays } from './JournalDays.tsx';
import { JournalFilters } from './JournalFilters.tsx';
import { messages } from './messages.ts';
import { journalQuery, readJournalView, type JournalView } from './queries.ts';
import { useNear } from './useNear.ts';

/** The organisation's journal, newest first. */
export function JournalPage() {
  const text = useMessages(messages);
  const organisation = useOrganisation();
  const navigate = useNavigate();
  const address: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const view = useMemo(() => readJournalView(address), [address]);
  const show = (next: JournalView) => void navigate({ to: '.', search: () => next } as never);
  const journal = useInfiniteQuery(journalQuery(organisation.id, view));
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = journal;
  const end = useNear(() => {
    if (hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage();
  });
  const entries = useMemo(() => journal.data?.pages.flatMap((page) => page.entries) ?? [], [journal.data]);
  const isNarrowed = Object.keys(view).length > 0;

  return (
    <div className="f-page">
      <PageHeader title={text.journal} description={text.description} />
      <JournalFilters view={view} onShow={show} />
      {journal.isPending ? (
        <SkeletonLines lines={12} />
      ) : entries.length === 0 && journal.isError ? (
        <ErrorState error={journal.error} onRetry={() => void journal.refetch()} isRetrying={journal.isRefetching} />
      ) : entries.length === 0 ? (
        <EmptyState
          icon="clock"
          title={text.emptyTitle}
          action={isNarrowed && <Button onPress={() => show({})}>{text.clear}</Button>}
        >
          {isNarrowed ? text.emptyNarrowed : text.emptyText}
        </EmptyState>
      ) : (
        <>
          <JournalDays
            entries={entries}
            isStale={journal.isPlaceholderData}
            onTarget={(target) => show({ ...view, target })}
            target={view.target}
          />
          <div ref={end}>
            {journal.isFetchNextPageError ? (
              <ErrorState error={journal.error} onRetry={() => void fetchNextPage()} isRetrying={isFetching} />
            ) : (
              hasNextPage && (
                <Button isPending={journal.isFetchingNextPage} onPress={() => void fetchNextPage()}>
                  {text.more}
                </Button>
              )
            )}
          </div>
        </>
      )}
    </div>
  );
}
