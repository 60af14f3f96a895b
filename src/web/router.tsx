import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { commentRoutes } from '#features/comments/web/routes.tsx';
import { journalRoutes } from '#features/journal/web/routes.tsx';
import { promiseRoutes } from '#features/promises/web/routes.tsx';
import { registerRoutes } from '#features/registers/web/routes.tsx';
import { webhookRoutes } from '#features/webhooks/web/routes.tsx';
import { accessRoutes } from '#features/access/web/routes.tsx';
import { accountRoutes, entryRoutes } from '#features/identity/web/routes.tsx';
import { organisationRoutes } from '#features/organisations/web/routes.tsx';
import { NotFoundPage } from './frame/NotFoundPage.tsx';
import { OrganisationLayout } from './frame/OrganisationLayout.tsx';
import { Root } from './frame/Root.tsx';
import { OutsidePage } from './frame/OutsidePage.tsx';
import { SignedInLayout } from './frame/SignedInLayout.tsx';
import type { Permission } from './organisation.ts';
import { referenceRoutes } from './reference/routes.tsx';
import { ErrorState } from './ui/ErrorState.tsx';

/**
 * Every address of the product. A page's module is loaded when it is first needed, or when a pointer rests on a link to it:
 * `component: lazyRouteComponent(() => import('#features/registers/web/RegisterPage.tsx'), 'RegisterPage')`.
 */
const root = createRootRoute({ component: Root, notFoundComponent: OutsidePage });

/** Pages that need a session, in no organisation. */
const signedIn = createRoute({ getParentRoute: () => root, id: 'signed-in', component: SignedInLayout });

const start = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  component: lazyRouteComponent(() => import('./frame/StartPage.tsx'), 'StartPage'),
});

/** An organisation's own address: its pages for its members, its sign-in for everybody else. */
const organisation = createRoute({
  getParentRoute: () => root,
  path: 'o/$slug',
  component: OrganisationLayout,
  notFoundComponent: NotFoundPage,
});

const routeTree = root.addChildren([
  signedIn.addChildren([start, ...accountRoutes(signedIn)]),
  organisation.addChildren([
    ...organisationRoutes(organisation),
    ...accessRoutes(organisation),
    ...webhookRoutes(organisation),
    ...registerRoutes(organisation),
    ...commentRoutes(organisation),
    ...journalRoutes(organisation),
  ]),
  ...entryRoutes(root),
  ...promiseRoutes(root),
  ...referenceRoutes(root),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  // Queries decide what is fresh (react-query), not the router.
  defaultPreloadStaleTime: 0,
  defaultErrorComponent: ({ error, reset }) => <ErrorState isPage error={error} onRetry={reset} />,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
  interface StaticDataRouteOption {
    /** What a page of an organisation is for: who lacks it is told so instead of being shown a page that cannot be filled. */
    permission?: Permission;
  }
}
