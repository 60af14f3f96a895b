import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call, type Output } from '#web/client.ts';
import { inOrder } from './role-words.ts';

export type Role = Output<'GET /organisations/{organisation}/roles'>['roles'][number];
export type Member = Output<'GET /organisations/{organisation}/members'>['members'][number];
export type Invitation = Output<'GET /organisations/{organisation}/invitations'>['invitations'][number];
export type ApiKey = Output<'GET /organisations/{organisation}/api-keys'>['apiKeys'][number];

export const rolesQuery = (organisation: string) =>
  queryOptions({
    queryKey: ['roles', organisation],
    queryFn: async ({ signal }) => {
      const { roles } = await call('GET /organisations/{organisation}/roles', { params: { organisation }, signal });
      return { roles: inOrder(roles) };
    },
  });

const PAGE_SIZE = 100;

export const membersQuery = (organisation: string) =>
  infiniteQueryOptions({
    queryKey: ['members', organisation],
    queryFn: ({ signal, pageParam }) =>
      call('GET /organisations/{organisation}/members', {
        params: { organisation },
        query: { limit: PAGE_SIZE, ...(pageParam !== null && { after: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });

export const invitationsQuery = (organisation: string) =>
  queryOptions({
    queryKey: ['invitations', organisation],
    queryFn: ({ signal }) =>
      call('GET /organisations/{organisation}/invitations', { params: { organisation }, signal }),
  });

export const apiKeysQuery = (organisation: string) =>
  queryOptions({
    queryKey: ['api-keys', organisation],
    queryFn: ({ signal }) => call('GET /organisations/{organisation}/api-keys', { params: { organisation }, signal }),
  });
