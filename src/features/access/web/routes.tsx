import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router';

/** Who may do what in the organisation, below `/o/$slug`. */
export const accessRoutes = <Parent extends AnyRoute>(parent: Parent) =>
  [
    createRoute({
      getParentRoute: () => parent,
      path: 'members',
      component: lazyRouteComponent(() => import('./MembersPage.tsx'), 'MembersPage'),
      staticData: { permission: 'member.read' },
    }),
    createRoute({
      getParentRoute: () => parent,
      path: 'roles',
      component: lazyRouteComponent(() => import('./RolesPage.tsx'), 'RolesPage'),
      staticData: { permission: 'organisation.read' },
    }),
    createRoute({
      getParentRoute: () => parent,
      path: 'api-keys',
      component: lazyRouteComponent(() => import('./ApiKeysPage.tsx'), 'ApiKeysPage'),
      staticData: { permission: 'api_key.write' },
    }),
  ] as const;
