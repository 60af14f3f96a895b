import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router';

/** The organisation itself, below `/o/$slug`, and the operator’s list of them. */
export const organisationRoutes = <Parent extends AnyRoute>(parent: Parent) =>
  [
    createRoute({
      getParentRoute: () => parent,
      path: '/',
      component: lazyRouteComponent(() => import('./ArrivalPage.tsx'), 'ArrivalPage'),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: 'overview',
      component: lazyRouteComponent(() => import('./OverviewPage.tsx'), 'OverviewPage'),
    }),
    createRoute({
      getParentRoute: () => parent,
      path: 'settings',
      component: lazyRouteComponent(() => import('./SettingsPage.tsx'), 'SettingsPage'),
      staticData: { permission: 'organisation.write' },
    }),
    createRoute({
      getParentRoute: () => parent,
      path: 'organisations',
      component: lazyRouteComponent(() => import('./HostedOrganisationsPage.tsx'), 'HostedOrganisationsPage'),
      staticData: { permission: 'installation.operate' },
    }),
  ] as const;
