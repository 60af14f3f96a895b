import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMessages } from '#web/language.ts';
import { Button } from '#web/ui/Button.tsx';
import { Card } from '#web/ui/Card.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { Select } from '#web/ui/Select.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { DeliveryItem } from './DeliveryItem.tsx';
import { messages } from './messages.ts';
import { deliveriesQuery, type DeliveryState, type Place } from './queries.ts';

const STATES: readonly DeliveryState[] = ['waiting', 'delivered', 'given_up'];

/** The log of a webhook. It looks again by itself while something is on its way. */
export function Deliveries({ place, isActive }: { place: Place; isActive: boolean }) {
  const text = useMessages(messages);
  const [state, setState] = useState<DeliveryState | 'all'>('all');
  const read = useInfiniteQuery(deliveriesQuery(place, state));
  const deliveries = read.data?.pages.flatMap((page) => page.deliveries) ?? [];
  return (
    <Card
      title={text.log}
      description={text.logText}
      isFlush={deliveries.length > 0}
      actions={
        <Select
          label={text.show}
          isLabelHidden
          value={state}
          onChange={(id) => setState(id as DeliveryState | 'all')}
          options={[{ id: 'all', label: text.all }, ...STATES.map((one) => ({ id: one, label: text.states[one] }))]}
        />
      }
    >
      {read.isPending && <SkeletonLines lines={5} />}
      {read.isError && (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} isRetrying={read.isRefetching} />
      )}
      {read.isSuccess && deliveries.length === 0 && (
        <EmptyState icon="clock" title={state === 'all' ? text.logEmpty : text.logNothing}>
          {state === 'all' ? text.logEmptyText : null}
        </EmptyState>
      )}
      {deliveries.length > 0 && (
        <ul className="webhook-log" aria-label={text.log}>
          {deliveries.map((delivery) => (
            <DeliveryItem key={delivery.id} place={place} delivery={delivery} isActive={isActive} />
          ))}
        </ul>
      )}
      {read.hasNextPage && (
        <div className="webhook-more">
          <Button onPress={() => void read.fetchNextPage()} isPending={read.isFetchingNextPage}>
            {text.showMore}
          </Button>
        </div>
      )}
    </Card>
  );
}
