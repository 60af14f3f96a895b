import { useInfiniteQuery } from '@tanstack/react-query';
import { useLanguage, useMessages } from '#web/language.ts';
import { Button } from '#web/ui/Button.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import type { IconName } from '#web/ui/Icon.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { Timeline, type TimelineEntry } from '#web/ui/Timeline.tsx';
import type { Output } from '#web/client.ts';
import { messages } from './messages.ts';
import { historyQuery } from './queries.ts';
import { useRegister } from './register.ts';

type Entry =
  Output<'GET /organisations/{organisation}/registers/{register}/records/{record}/history'>['entries'][number];

/** Who changed what in a record, newest first. */
export function RecordHistory({ record }: { record: string }) {
  const text = useMessages(messages);
  const language = useLanguage();
  const { fields, place } = useRegister();
  const history = useInfiniteQuery(historyQuery(place, record));
  if (history.isPending) return <SkeletonLines lines={6} />;
  if (history.isError) {
    return (
      <ErrorState error={history.error} onRetry={() => void history.refetch()} isRetrying={history.isRefetching} />
    );
  }
  const entries = history.data.pages.flatMap((page) => page.entries);
  if (entries.length === 0) return <p className="v-muted">{text.noHistory}</p>;

  const order = new Map(fields.map(({ key }, at) => [`data.${key}`, at]));
  const shown = entries.map((entry): TimelineEntry => {
    const { what, icon } = happened(entry, text);
    const icons = icon && { icon };
    return {
      id: entry.id,
      at: entry.at,
      who: entry.actor.name === null ? text.somebody : (text.machines[entry.actor.name] ?? entry.actor.name),
      what,
      ...icons,
      changes: entry.changes
        .filter(({ field }) => field.startsWith('data.'))
        .toSorted((a, b) => (order.get(a.field) ?? 0) - (order.get(b.field) ?? 0))
        .map(({ field, label, old, new: now, isMasked }) => ({
          field: label?.[language] ?? field.slice('data.'.length),
          from: isMasked || entry.action === 'records.inserted' ? null : (old ?? undefined),
          to: isMasked ? <Masked /> : (now ?? undefined),
        })),
    };
  });
  return (
    <>
      <Timeline label={text.history} entries={shown} />
      {history.hasNextPage && (
        <Button isPending={history.isFetchingNextPage} onPress={() => void history.fetchNextPage()}>
          {text.older}
        </Button>
      )}
    </>
  );
}

function Masked() {
  return <span className="r-masked">{useMessages(messages).maskedValue}</span>;
}

/** The trash is a mark on the record, and so a change like any other. */
function happened(entry: Entry, text: (typeof messages)['sv']): { what: string; icon?: IconName } {
  const trashing = entry.changes.find(({ field }) => field === 'trashed_at');
  if (entry.action === 'records.inserted') return { what: text.didCreate, icon: 'add' };
  if (trashing) {
    return trashing.new === null ? { what: text.didRestore, icon: 'restore' } : { what: text.didTrash, icon: 'trash' };
  }
  return { what: text.didChange(entry.changes.length) };
}
