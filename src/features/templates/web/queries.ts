import { queryOptions } from '@tanstack/react-query';
import { call, type Output } from '#web/client.ts';

export type Template = Output<'GET /organisations/{organisation}/templates'>['templates'][number];

export const templatesKey = (organisation: string) => ['templates', organisation] as const;

export const templatesQuery = (organisation: string) =>
  queryOptions({
    queryKey: templatesKey(organisation),
    queryFn: ({ signal }) => call('GET /organisations/{organisation}/templates', { params: { organisation }, signal }),
  });
