import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#web/client.ts';
import { useMessages } from '#web/language.ts';
import { sessionQuery, useSignedIn } from '#web/session.ts';
import { Button } from '#web/ui/Button.tsx';
import { Card } from '#web/ui/Card.tsx';
import { Form, FormActions } from '#web/ui/Form.tsx';
import { toast } from '#web/ui/Toast.tsx';
import { messages } from './messages.ts';
import { PasswordField } from './PasswordField.tsx';
import { sessionsKey } from './sessions.ts';

export function PasswordCard() {
  const text = useMessages(messages).account;
  const queries = useQueryClient();
  const { hasPassword, userName } = useSignedIn().account;
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const save = useMutation({
    mutationFn: () => call('PUT /account/password', { body: { password, ...(hasPassword && { current }) } }),
    onSuccess: async () => {
      setCurrent('');
      setPassword('');
      toast({ title: text.passwordChanged });
      await Promise.all([
        queries.invalidateQueries({ queryKey: sessionQuery.queryKey }),
        queries.invalidateQueries({ queryKey: sessionsKey }),
      ]);
    },
  });
  return (
    <Card title={text.password} description={hasPassword ? text.endsOthers : text.noPassword}>
      <Form onSubmit={() => save.mutate()} error={save.error} label={text.password}>
        <input type="hidden" autoComplete="username" name="userName" value={userName} readOnly />
        {hasPassword && <PasswordField label={text.current} name="current" value={current} onChange={setCurrent} />}
        <PasswordField label={text.new} name="password" value={password} onChange={setPassword} isNew />
        <FormActions>
          <Button type="submit" isPending={save.isPending}>
            {hasPassword ? text.changePassword : text.setPassword}
          </Button>
        </FormActions>
      </Form>
    </Card>
  );
}
