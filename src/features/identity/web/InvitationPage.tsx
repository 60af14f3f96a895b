import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { roleName } from '#features/access/web/role-words.ts';
import { call, ProblemError } from '#web/client.ts';
import { useEntryToken } from '#web/entry-token.ts';
import { EntryFrame } from '#web/frame/EntryFrame.tsx';
import { useFormats, useLanguage, useMessages } from '#web/language.ts';
import { useSession } from '#web/session.ts';
import { Avatar } from '#web/ui/Avatar.tsx';
import { Button } from '#web/ui/Button.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { Form } from '#web/ui/Form.tsx';
import { Link, LinkButton } from '#web/ui/Link.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { CookieNotice } from './CookieNotice.tsx';
import { messages } from './messages.ts';
import { NewAccountForm } from './NewAccountForm.tsx';
import { useSignInFlow } from './useSignInFlow.ts';
import { useWelcome, type Invitation } from './useWelcome.ts';

/** What an invitation is to, and the two ways to accept it: with the account one has, or with a new one. */
export function InvitationPage() {
  const text = useMessages(messages);
  const token = useEntryToken();
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => call('POST /invitations/views', { body: { token }, signal }),
    enabled: token !== '',
    // It is good once: what was shown stays while its acceptance is on its way.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  const session = useSession();
  if (token === '') {
    return (
      <EntryFrame title={text.invitation.missing} description={text.invitation.missingText}>
        <LinkButton href="/sign-in">{text.link.toSignIn}</LinkButton>
      </EntryFrame>
    );
  }
  if (invitation.error instanceof ProblemError && invitation.error.status === 404) {
    return (
      <EntryFrame title={text.invitation.refused} description={invitation.error.title}>
        <LinkButton href="/">{text.link.toSignIn}</LinkButton>
      </EntryFrame>
    );
  }
  if (invitation.isError) {
    return (
      <EntryFrame title={text.invitation.loading}>
        <ErrorState
          error={invitation.error}
          onRetry={() => void invitation.refetch()}
          isRetrying={invitation.isRefetching}
        />
      </EntryFrame>
    );
  }
  if (invitation.isPending || session.isPending) {
    return (
      <EntryFrame title={text.invitation.loading}>
        <SkeletonLines lines={5} />
      </EntryFrame>
    );
  }
  return <Acceptance token={token} invitation={invitation.data} />;
}

function Acceptance({ token, invitation }: { token: string; invitation: Invitation }) {
  const text = useMessages(messages);
  const language = useLanguage();
  const formats = useFormats();
  const account = useSession().data?.account;
  const [wantsNew, setWantsNew] = useState(false);
  const { organisation, roles, expiresAt } = invitation;
  const names = formats.list(roles.map((role) => roleName(role, language)));
  return (
    <EntryFrame
      title={text.invitation.title(organisation.name)}
      description={
        <>
          <p>{text.invitation.text(names, roles.length)}</p>
          <p className="v-muted">{text.invitation.expires(formats.dateTime(expiresAt))}</p>
        </>
      }
    >
      {account && !wantsNew ? (
        <OwnAccount token={token} organisation={organisation} account={account} onNew={() => setWantsNew(true)} />
      ) : (
        <div className="v-stack">
          <NewAccountForm token={token} organisation={organisation} />
          {account ? (
            <Button variant="quiet" isWide onPress={() => setWantsNew(false)}>
              {text.invitation.ownInstead(account.displayName)}
            </Button>
          ) : (
            <p className="v-muted">
              {text.invitation.haveAccount} <Link href="/sign-in?back=/invitation">{text.invitation.signInFirst}</Link>{' '}
              {text.invitation.signInThen}
            </p>
          )}
        </div>
      )}
    </EntryFrame>
  );
}

interface OwnAccountProps {
  token: string;
  organisation: Invitation['organisation'];
  account: { displayName: string; userName: string };
  onNew: () => void;
}

function OwnAccount({ token, organisation, account, onNew }: OwnAccountProps) {
  const text = useMessages(messages);
  const welcome = useWelcome(organisation);
  const flow = useSignInFlow(() => call('POST /invitations/acceptances', { body: { token } }), welcome);
  return (
    <div className="v-stack">
      <CookieNotice isLost={flow.isLost} />
      <div>
        <p className="v-muted">{text.invitation.signedInAs}</p>
        <div className="v-cluster">
          <Avatar name={account.displayName} />
          <strong>{account.displayName}</strong>
          <span className="v-muted">{account.userName}</span>
        </div>
      </div>
      <Form onSubmit={() => flow.submit(undefined)} error={flow.error} label={text.invitation.title(organisation.name)}>
        <Button variant="primary" type="submit" isWide isPending={flow.isPending}>
          {text.invitation.joinAs(account.displayName)}
        </Button>
        <Button variant="quiet" isWide onPress={onNew} isDisabled={flow.isPending}>
          {text.invitation.newInstead}
        </Button>
      </Form>
    </div>
  );
}
