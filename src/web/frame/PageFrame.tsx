import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { call } from '../client.ts';
import { changeLanguage, useMessages } from '../language.ts';
import { sessionQuery, useSignedIn, useSignOut } from '../session.ts';
import { toast } from '../ui/Toast.tsx';
import { Frame, type FrameProps } from './Frame.tsx';
import { messages } from './messages.ts';
import type { NavigationGroup } from './Navigation.tsx';

interface PageFrameProps {
  /** The id of the organisation that the page is in. */
  organisation?: string;
  navigation: readonly NavigationGroup[];
  bell?: FrameProps['bell'];
  children: ReactNode;
}

/** The frame with the session behind it: whose it is, where else one may go, and the way out. */
export function PageFrame({ organisation, navigation, bell, children }: PageFrameProps) {
  const text = useMessages(messages);
  const { account, organisations } = useSignedIn();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const current = organisations.find(({ id }) => id === organisation);
  const signOut = useSignOut(() => void navigate({ href: current ? `/o/${current.slug}` : '/sign-in' }));
  return (
    <Frame
      account={{ name: account.displayName, detail: account.email ?? account.userName }}
      organisations={organisations.map(({ id, slug, name }) => ({ id, name, href: `/o/${slug}` }))}
      {...(current && { organisation: current.id })}
      isDemonstration={current?.isDemonstration ?? false}
      navigation={navigation}
      {...(bell && { bell })}
      onChangeOrganisation={(href) => void navigate({ href })}
      onChangeLanguage={(language) => {
        changeLanguage(language);
        // The page is right at once; that the account remembers it too is a convenience, and no reason to interrupt.
        void call('PATCH /account', { body: { language } }).then(
          (saved) =>
            queries.setQueryData(sessionQuery.queryKey, (session) => session && { ...session, account: saved }),
          () => undefined,
        );
      }}
      onSignOut={() =>
        signOut.mutate(undefined, { onError: () => toast({ title: text.signOutFailed, tone: 'danger' }) })
      }
    >
      {children}
    </Frame>
  );
}
