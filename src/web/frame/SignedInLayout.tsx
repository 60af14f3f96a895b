import { Outlet, useLocation } from '@tanstack/react-router';
import { useMessages } from '../language.ts';
import { useSession } from '../session.ts';
import { messages } from './messages.ts';
import { PageFrame } from './PageFrame.tsx';
import { Redirect } from './Redirect.tsx';
import { WaitingPage } from './WaitingPage.tsx';

/** The frame of the pages that need a session and are in no organisation. */
export function SignedInLayout() {
  const text = useMessages(messages);
  const session = useSession();
  const { pathname, href } = useLocation();
  if (session.isPending || session.isError) return <WaitingPage query={session} />;
  // Signed out by hand: already on the way.
  if (!session.data && pathname === '/sign-in') return null;
  if (!session.data) return <Redirect href={href === '/' ? '/sign-in' : `/sign-in?back=${encodeURIComponent(href)}`} />;
  return (
    <PageFrame
      navigation={[
        {
          id: 'own',
          items: [
            { href: '/', label: text.yourOrganisations, icon: 'building', isCurrent: pathname === '/' },
            { href: '/account', label: text.yourAccount, icon: 'user', isCurrent: pathname === '/account' },
          ],
        },
      ]}
    >
      <Outlet />
    </PageFrame>
  );
}
