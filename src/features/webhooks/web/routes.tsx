import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router';

/** Whom the organisation tells of changes, below `/o/$slug`. */
export const webhookRoutes = <Parent extends AnyRoute>(parent: Parent) =>
  [
    createRoute({
      getParentRoute: () => parent,
      path: 'webhooks',
      component: lazyRouteComponent(() => import('./WebhooksPage.tsx'), 'WebhooksPage'),
      staticData: { permission: 'webhook.write' },
    }),
    createRoute({
      getParentRoute: () => parent,
      path: 'webhooks/$webhook',
      component: lazyRouteComponent(() => import('./WebhookPage.tsx'), 'WebhookPage'),
      staticData: { permission: 'webhook.write' },
    }),
  ] as const;
