import { queryOptions } from '@tanstack/react-query';
import { createContext, use } from 'react';
import { call } from './client.ts';
import type { Organisation } from './contracts.ts';
import type { Session } from './session.ts';

export type Permission = Organisation['me']['permissions'][number];

/** The organisation that a page below `/o/$slug` is in. */
export interface CurrentOrganisation {
  id: string;
  slug: string;
  name: string;
  isDemonstration: boolean;
  isInstallation: boolean;
  me: Organisation['me'];
  /** What the reader may do here, for showing and hiding; the gate decides by itself. */
  may: (permission: Permission) => boolean;
}

export const organisationQuery = (organisation: string) =>
  queryOptions<Organisation>({
    queryKey: ['organisation', organisation],
    queryFn: ({ signal }) => call('GET /organisations/{organisation}', { params: { organisation }, signal }),
  });

/** `read` is absent for somebody whose roles give nothing, not even to read the organisation. */
export function currentOrganisation(
  own: NonNullable<Session>['organisations'][number],
  read: Organisation | undefined,
): CurrentOrganisation {
  const me = read?.me ?? { membershipId: null, permissions: [], roleIds: [] };
  const permissions = new Set<Permission>(me.permissions);
  return { ...own, name: read?.name ?? own.name, me, may: (permission) => permissions.has(permission) };
}

export const OrganisationContext = createContext<CurrentOrganisation | undefined>(undefined);

export function useOrganisation(): CurrentOrganisation {
  const organisation = use(OrganisationContext);
  if (!organisation) throw new Error('useOrganisation is for pages below /o/$slug');
  return organisation;
}
