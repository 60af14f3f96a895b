import { queryOptions } from '@tanstack/react-query';
import { call, type Output } from '#web/client.ts';

export type PromiseView = Output<'GET /promises'>['promises'][number];
export type PromiseState = PromiseView['state'];

/** From what holds to what does not: the order in which the states are told. */
export const STATES: readonly PromiseState[] = ['kept', 'configured', 'attested', 'at_risk', 'not_yet'];

export const promisesQuery = queryOptions({
  queryKey: ['promises'],
  queryFn: ({ signal }) => call('GET /promises', { signal }),
});
