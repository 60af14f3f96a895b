import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call, ProblemError } from '#web/client.ts';
import { EntryFrame } from '#web/frame/EntryFrame.tsx';
import { useMessages } from '#web/language.ts';
import { useSession, useSessionEnd } from '#web/session.ts';
import { Banner } from '#web/ui/Banner.tsx';
import { Button } from '#web/ui/Button.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { Form } from '#web/ui/Form.tsx';
import { Link, LinkButton } from '#web/ui/Link.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { TextField } from '#web/ui/TextField.tsx';
import { addressQuery, rememberAddress } from './address.ts';
import { CookieNotice } from './CookieNotice.tsx';
import { messages } from './messages.ts';
import { PasswordField } from './PasswordField.tsx';
import { useSignInFlow } from './useSignInFlow.ts';

/** Sign-in at an organisation's own address. Stands in the place of the page that was asked for, which follows by itself. */
export default function OrganisationSignIn({ slug }: { slug: string }) {
  const text = useMessages(messages);
  const address = useQuery(addressQuery(slug));
  if (address.isPending) {
    return (
      <EntryFrame title={text.signIn}>
        <SkeletonLines lines={4} />
      </EntryFrame>
    );
  }
  if (address.error instanceof ProblemError && address.error.status === 404) return <UnknownAddress slug={slug} />;
  if (address.isError) {
    return (
      <EntryFrame title={text.signIn}>
        <ErrorState error={address.error} onRetry={() => void address.refetch()} isRetrying={address.isRefetching} />
      </EntryFrame>
    );
  }
  return (
    <EntryFrame
      title={text.signIn}
      description={text.signInTo(address.data.name)}
      footer={<Link href="/sign-in">{text.toAddress}</Link>}
    >
      <SignInForm slug={slug} />
    </EntryFrame>
  );
}

function SignInForm({ slug }: { slug: string }) {
  const text = useMessages(messages);
  const account = useSession().data?.account;
  const ended = useSessionEnd();
  const [userName, setUserName] = useState('');
  const [password, setPassword] = useState('');
  const flow = useSignInFlow(
    () => call('POST /sign-ins', { body: { organisation: slug, userName, password } }),
    () => rememberAddress(slug),
  );
  return (
    <div className="v-stack">
      <CookieNotice isLost={flow.isLost} />
      {account ? (
        <Banner title={text.noMember(account.displayName)} action={<Link href="/">{text.toOwn}</Link>}>
          {text.noMemberText}
        </Banner>
      ) : (
        ended && <Banner title={text.ended}>{ended.code === 'idle' ? ended.title : text.endedText}</Banner>
      )}
      <Form onSubmit={() => flow.submit(undefined)} error={flow.error} label={text.signIn}>
        <TextField
          label={text.userName}
          name="userName"
          value={userName}
          onChange={setUserName}
          autoComplete="username"
          autoFocus
          isRequired
        />
        <PasswordField label={text.password} name="password" value={password} onChange={setPassword} />
        <Button variant="primary" type="submit" isWide isPending={flow.isPending}>
          {text.signIn}
        </Button>
      </Form>
    </div>
  );
}

function UnknownAddress({ slug }: { slug: string }) {
  const text = useMessages(messages);
  return (
    <EntryFrame title={text.unknownAddress} description={text.unknownAddressText(slug)}>
      <LinkButton href="/sign-in" icon="search">
        {text.otherAddress}
      </LinkButton>
    </EntryFrame>
  );
}
