import { useState } from 'react';
import { call } from '#web/client.ts';
import { useLanguage, useMessages } from '#web/language.ts';
import { Button } from '#web/ui/Button.tsx';
import { Form } from '#web/ui/Form.tsx';
import { TextField } from '#web/ui/TextField.tsx';
import { CookieNotice } from './CookieNotice.tsx';
import { messages } from './messages.ts';
import { PasswordField } from './PasswordField.tsx';
import { useSignInFlow } from './useSignInFlow.ts';
import { useWelcome, type Invitation } from './useWelcome.ts';

interface NewAccountFormProps {
  token: string;
  organisation: Invitation['organisation'];
}

export function NewAccountForm({ token, organisation }: NewAccountFormProps) {
  const text = useMessages(messages).invitation;
  const language = useLanguage();
  const [displayName, setDisplayName] = useState('');
  const [userName, setUserName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const account = { displayName, userName, email: email.trim() === '' ? null : email, password, language };
  const welcome = useWelcome(organisation);
  const flow = useSignInFlow(() => call('POST /invitations/acceptances', { body: { token, account } }), welcome);
  return (
    <>
      <CookieNotice isLost={flow.isLost} />
      <Form onSubmit={() => flow.submit(undefined)} error={flow.error} label={text.title(organisation.name)}>
        <TextField
          label={text.displayName}
          name="account.displayName"
          value={displayName}
          onChange={setDisplayName}
          description={text.displayNameDescription}
          autoComplete="name"
          isRequired
        />
        <TextField
          label={text.userName}
          name="account.userName"
          value={userName}
          onChange={setUserName}
          description={text.userNameDescription}
          autoComplete="username"
          isRequired
        />
        <TextField
          label={text.email}
          name="account.email"
          type="email"
          value={email}
          onChange={setEmail}
          description={text.emailDescription}
          autoComplete="email"
        />
        <PasswordField label={text.password} name="account.password" value={password} onChange={setPassword} isNew />
        <Button variant="primary" type="submit" isWide isPending={flow.isPending}>
          {text.create}
        </Button>
      </Form>
    </>
  );
}
