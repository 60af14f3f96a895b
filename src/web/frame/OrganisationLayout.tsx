import { useQuery } from '@tanstack/react-query';
import { Outlet, useMatches, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useMemo } from 'react';
import { useUnreadMentions } from '#features/comments/web/queries.ts';
import { ProblemError } from '../client.ts';
import { currentOrganisation, OrganisationContext, organisationQuery } from '../organisation.ts';
import { useSession, type Session } from '../session.ts';
import { ErrorState } from '../ui/ErrorState.tsx';
import { SkeletonLines } from '../ui/Skeleton.tsx';
import { ForbiddenPage } from './ForbiddenPage.tsx';
import { PageFrame } from './PageFrame.tsx';
import { useOrganisationNavigation } from './useOrganisationNavigation.ts';
import { WaitingPage } from './WaitingPage.tsx';

const OrganisationSignIn = lazy(() => import('#features/identity/web/OrganisationSignIn.tsx'));

type Membership = NonNullable<Session>['organisations'][number];

/** `/o/$slug` and below: the organisation's pages for its members, and its sign-in for everybody else, at the same address. */
export function OrganisationLayout() {
  const { slug = '' } = useParams({ strict: false });
  const session = useSession();
  if (session.isPending || session.isError) return <WaitingPage query={session} />;
  const membership = session.data?.organisations.find((organisation) => organisation.slug === slug);
  if (!membership) {
    return (
      <Suspense fallback={<WaitingPage query={session} />}>
        <OrganisationSignIn key={slug} slug={slug} />
      </Suspense>
    );
  }
  return <OrganisationPages key={membership.id} membership={membership} />;
}

function OrganisationPages({ membership }: { membership: Membership }) {
  const read = useQuery(organisationQuery(membership.id));
  // A role may give something without giving the organisation itself; its pages then show what there is to show.
  const isHidden = read.error instanceof ProblemError && read.error.status === 403;
  const organisation = useMemo(() => currentOrganisation(membership, read.data), [membership, read.data]);
  const unread = useUnreadMentions(membership.id, organisation.may('record.read'));
  const navigation = useOrganisationNavigation(organisation, unread);
  const needed = useMatches({
    select: (matches) => matches.findLast(({ staticData }) => staticData.permission)?.staticData.permission,
  });
  return (
    <OrganisationContext value={organisation}>
      <PageFrame
        organisation={membership.id}
        navigation={navigation}
        {...(organisation.may('record.read') && { bell: { href: `/o/${membership.slug}/mentions`, unread } })}
      >
        {read.data || isHidden ? (
          needed === undefined || organisation.may(needed) ? (
            <Outlet />
          ) : (
            <ForbiddenPage />
          )
        ) : (
          <div className="f-page">
            {read.isError ? (
              <ErrorState
                isPage
                error={read.error}
                onRetry={() => void read.refetch()}
                isRetrying={read.isRefetching}
              />
            ) : (
              <SkeletonLines lines={5} />
            )}
          </div>
        )}
      </PageFrame>
    </OrganisationContext>
  );
}
