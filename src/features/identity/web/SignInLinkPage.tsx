import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '#web/client.ts';
import { useEntryToken } from '#web/entry-token.ts';
import { EntryFrame } from '#web/frame/EntryFrame.tsx';
import { useMessages } from '#web/language.ts';
import { Button } from '#web/ui/Button.tsx';
import { Form } from '#web/ui/Form.tsx';
import { Link, LinkButton } from '#web/ui/Link.tsx';
import { ChoosePassword } from './ChoosePassword.tsx';
import { CookieNotice } from './CookieNotice.tsx';
import { messages } from './messages.ts';
import { useSignInFlow } from './useSignInFlow.ts';

/** A single-use link. Only a press on the button uses it up: what opens links by itself (a mail filter) must not. */
export function SignInLinkPage() {
  const text = useMessages(messages);
  const navigate = useNavigate();
  const token = useEntryToken();
  const [mustChoose, setMustChoose] = useState(false);
  const flow = useSignInFlow(
    () => call('POST /sign-in-links/uses', { body: { token } }),
    ({ account }) => {
      if (account.hasPassword) void navigate({ href: '/' });
      else setMustChoose(true);
    },
  );
  if (mustChoose) return <ChoosePassword onDone={() => void navigate({ href: '/' })} />;
  if (token === '') {
    return (
      <EntryFrame title={text.link.missing} description={text.link.missingText}>
        <LinkButton href="/sign-in">{text.link.toSignIn}</LinkButton>
      </EntryFrame>
    );
  }
  return (
    <EntryFrame
      title={text.link.title}
      description={text.link.text}
      footer={<Link href="/sign-in">{text.link.toSignIn}</Link>}
    >
      <div className="v-stack">
        <CookieNotice isLost={flow.isLost} />
        <Form onSubmit={() => flow.submit(undefined)} error={flow.error} label={text.link.title}>
          <Button variant="primary" type="submit" icon="key" isWide isPending={flow.isPending} autoFocus>
            {text.link.signIn}
          </Button>
        </Form>
      </div>
    </EntryFrame>
  );
}
