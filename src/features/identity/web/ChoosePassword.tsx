import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#web/client.ts';
import { EntryFrame } from '#web/frame/EntryFrame.tsx';
import { useMessages } from '#web/language.ts';
import { sessionQuery, useSession } from '#web/session.ts';
import { Button } from '#web/ui/Button.tsx';
import { Form } from '#web/ui/Form.tsx';
import { toast } from '#web/ui/Toast.tsx';
import { messages } from './messages.ts';
import { PasswordField } from './PasswordField.tsx';

/** For whoever came in by link and has no password yet. A link that was just used is as good as the old password. */
export function ChoosePassword({ onDone }: { onDone: () => void }) {
  const text = useMessages(messages);
  const queries = useQueryClient();
  const userName = useSession().data?.account.userName ?? '';
  const [password, setPassword] = useState('');
  const save = useMutation({
    mutationFn: () => call('PUT /account/password', { body: { password } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
      toast({ title: text.choosePassword.saved });
      onDone();
    },
  });
  return (
    <EntryFrame title={text.choosePassword.title} description={text.choosePassword.text}>
      <Form onSubmit={() => save.mutate()} error={save.error} label={text.choosePassword.title}>
        {/* Password managers read from it whose password it is. */}
        <input type="hidden" autoComplete="username" name="userName" value={userName} readOnly />
        <PasswordField
          label={text.choosePassword.label}
          name="password"
          value={password}
          onChange={setPassword}
          isNew
        />
        <Button variant="primary" type="submit" isWide isPending={save.isPending}>
          {text.choosePassword.save}
        </Button>
        <Button variant="quiet" isWide onPress={onDone} isDisabled={save.isPending}>
          {text.choosePassword.skip}
        </Button>
      </Form>
    </EntryFrame>
  );
}
