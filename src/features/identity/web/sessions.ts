import { queryOptions } from '@tanstack/react-query';
import { call } from '#web/client.ts';

export const sessionsKey = ['sessions'];

export const sessionsQuery = queryOptions({
  queryKey: sessionsKey,
  queryFn: ({ signal }) => call('GET /sessions', { signal }),
});
