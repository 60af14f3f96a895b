import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router';

/** Where one was mentioned, below `/o/$slug`. Comments themselves are a tab of their record. */
export const commentRoutes = <Parent extends AnyRoute>(parent: Parent) =>
  [
    createRoute({
      getParentRoute: () => parent,
      path: 'mentions',
      component: lazyRouteComponent(() => import('./MentionsPage.tsx'), 'MentionsPage'),
    }),
  ] as const;
