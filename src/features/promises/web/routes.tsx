import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router';

/** The policy, open to everybody. */
export const promiseRoutes = <Parent extends AnyRoute>(root: Parent) =>
  [
    createRoute({
      getParentRoute: () => root,
      path: 'policy',
      component: lazyRouteComponent(() => import('./PolicyPage.tsx'), 'PolicyPage'),
    }),
  ] as const;
