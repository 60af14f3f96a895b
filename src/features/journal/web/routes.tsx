import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router';

/** The journal of the organisation, below `/o/$slug`. */
export const journalRoutes = <Parent extends AnyRoute>(parent: Parent) =>
  [
    createRoute({
      getParentRoute: () => parent,
      path: 'journal',
      component: lazyRouteComponent(() => import('./JournalPage.tsx'), 'JournalPage'),
      staticData: { permission: 'journal.read' },
    }),
  ] as const;
