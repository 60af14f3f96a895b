import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router';

/** Ways in, open to everybody. */
export const entryRoutes = <Parent extends AnyRoute>(root: Parent) =>
  [
    createRoute({
      getParentRoute: () => root,
      path: 'sign-in',
      component: lazyRouteComponent(() => import('./SignInPage.tsx'), 'SignInPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: 'sign-in-link',
      component: lazyRouteComponent(() => import('./SignInLinkPage.tsx'), 'SignInLinkPage'),
    }),
    createRoute({
      getParentRoute: () => root,
      path: 'invitation',
      component: lazyRouteComponent(() => import('./InvitationPage.tsx'), 'InvitationPage'),
    }),
  ] as const;

/** One’s own account. */
export const accountRoutes = <Parent extends AnyRoute>(signedIn: Parent) =>
  [
    createRoute({
      getParentRoute: () => signedIn,
      path: 'account',
      component: lazyRouteComponent(() => import('./AccountPage.tsx'), 'AccountPage'),
    }),
  ] as const;
