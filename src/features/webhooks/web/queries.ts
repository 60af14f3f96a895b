import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call, type Output } from '#web/client.ts';

export type Webhook = Output<'GET /organisations/{organisation}/webhooks/{webhook}'>;
export type Subscription = Webhook['subscriptions'][number];
export type RecordEvent = Subscription['events'][number];
export type Delivery = Output<'GET /organisations/{organisation}/webhooks/{webhook}/deliveries'>['deliveries'][number];
export type DeliveryState = Delivery['state'];

export const RECORD_EVENTS: readonly RecordEvent[] = [
  'record.created',
  'record.changed',
  'record.trashed',
  'record.restored',
];

export interface Place {
  organisation: string;
  webhook: string;
}

export const webhooksKey = (organisation: string) => ['webhooks', organisation] as const;

export const webhooksQuery = (organisation: string) =>
  queryOptions({
    queryKey: [...webhooksKey(organisation), 'list'],
    queryFn: ({ signal }) => call('GET /organisations/{organisation}/webhooks', { params: { organisation }, signal }),
  });

export const webhookQuery = (place: Place) =>
  queryOptions({
    queryKey: [...webhooksKey(place.organisation), place.webhook],
    queryFn: ({ signal }) =>
      call('GET /organisations/{organisation}/webhooks/{webhook}', { params: { ...place }, signal }),
  });

const PAGE_SIZE = 30;
/** What is about to be sent is so within a second or two. */
const LOOK_AGAIN_MS = 2_000;

export const deliveriesQuery = (place: Place, state: DeliveryState | 'all') =>
  infiniteQueryOptions({
    queryKey: [...webhooksKey(place.organisation), place.webhook, 'deliveries', state],
    queryFn: ({ signal, pageParam }) =>
      call('GET /organisations/{organisation}/webhooks/{webhook}/deliveries', {
        params: { ...place },
        query: {
          limit: PAGE_SIZE,
          ...(state !== 'all' && { state }),
          ...(pageParam !== null && { after: pageParam }),
        },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ deliveries }) => deliveries.some(isOnItsWay)) ? LOOK_AGAIN_MS : false,
  });

/** Due by now: looked at again until it is known what came of it. */
const isOnItsWay = ({ state, dueAt }: Delivery) =>
  state === 'waiting' && dueAt !== null && new Date(dueAt) <= new Date();
