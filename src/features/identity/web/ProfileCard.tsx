import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#web/client.ts';
import { changeLanguage, LANGUAGES, useMessages, type Language } from '#web/language.ts';
import { sessionQuery, useSignedIn } from '#web/session.ts';
import { Button } from '#web/ui/Button.tsx';
import { Card } from '#web/ui/Card.tsx';
import { Form, FormActions, FormRow } from '#web/ui/Form.tsx';
import { Select } from '#web/ui/Select.tsx';
import { TextField } from '#web/ui/TextField.tsx';
import { toast } from '#web/ui/Toast.tsx';
import { messages } from './messages.ts';

export function ProfileCard() {
  const text = useMessages(messages).account;
  const queries = useQueryClient();
  const { account } = useSignedIn();
  const [displayName, setDisplayName] = useState(account.displayName);
  const [email, setEmail] = useState(account.email ?? '');
  // Until one is chosen here it follows the account, which the switch beside the page changes too.
  const [chosen, setChosen] = useState<Language>();
  const language = chosen ?? account.language;
  const save = useMutation({
    mutationFn: () =>
      call('PATCH /account', { body: { displayName, email: email.trim() === '' ? null : email, language } }),
    onSuccess: (saved) => {
      queries.setQueryData(sessionQuery.queryKey, (session) => session && { ...session, account: saved });
      changeLanguage(saved.language);
      setChosen(undefined);
      toast({ title: messages[saved.language].account.saved });
    },
  });
  return (
    <Card title={text.profile}>
      <Form onSubmit={() => save.mutate()} error={save.error} label={text.profile}>
        <FormRow>
          <TextField
            label={text.displayName}
            name="displayName"
            value={displayName}
            onChange={setDisplayName}
            autoComplete="name"
            isRequired
          />
          <TextField
            label={text.userName}
            value={account.userName}
            description={text.userNameDescription}
            autoComplete="username"
            isReadOnly
          />
        </FormRow>
        <FormRow>
          <TextField
            label={text.email}
            name="email"
            type="email"
            value={email}
            onChange={setEmail}
            description={text.emailDescription}
            autoComplete="email"
          />
          <Select
            label={text.language}
            name="language"
            value={language}
            onChange={(id) => setChosen(id as Language)}
            options={LANGUAGES.map((id) => ({ id, label: text.languages[id] }))}
          />
        </FormRow>
        <FormActions>
          <Button variant="primary" type="submit" isPending={save.isPending}>
            {text.save}
          </Button>
        </FormActions>
      </Form>
    </Card>
  );
}
