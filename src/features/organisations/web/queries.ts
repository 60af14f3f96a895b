import { infiniteQueryOptions } from '@tanstack/react-query';
import { call } from '#web/client.ts';

const PAGE_SIZE = 100;

export const hostedOrganisationsQuery = (installation: string) =>
  infiniteQueryOptions({
    queryKey: ['hosted-organisations', installation],
    queryFn: ({ signal, pageParam }) =>
      call('GET /organisations/{organisation}/hosted-organisations', {
        params: { organisation: installation },
        query: { after: pageParam, limit: PAGE_SIZE },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
