import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router';

/** The API in words, open to everybody. */
export const referenceRoutes = <Parent extends AnyRoute>(root: Parent) =>
  [
    createRoute({
      getParentRoute: () => root,
      path: 'api',
      component: lazyRouteComponent(() => import('./ApiPage.tsx'), 'ApiPage'),
    }),
  ] as const;
