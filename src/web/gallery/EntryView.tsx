import { useState } from 'react';
import { EntryFrame } from '../frame/EntryFrame.tsx';
import { ProblemError } from '../problem.ts';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Checkbox.tsx';
import { Form } from '../ui/Form.tsx';
import { TextField } from '../ui/TextField.tsx';

const REFUSED = new ProblemError({
  status: 401,
  code: 'sign_in.refused',
  title: 'Fel e-postadress eller lösenord',
  detail: 'Kontrollera båda och försök igen.',
});

export function EntryView({ search }: { search: URLSearchParams }) {
  const [error, setError] = useState<unknown>(search.get('state') === 'failed' ? REFUSED : undefined);
  return (
    <EntryFrame title="Logga in" description="till Norrskens dansförening">
      <Form onSubmit={() => setError(REFUSED)} error={error}>
        <TextField label="E-postadress" name="email" type="email" autoComplete="username" isRequired />
        <TextField label="Lösenord" name="password" type="password" autoComplete="current-password" isRequired />
        <Checkbox name="remember">Håll mig inloggad på den här enheten</Checkbox>
        <Button variant="primary" type="submit" isWide>
          Logga in
        </Button>
        <Button variant="quiet" icon="key" isWide>
          Skicka en inloggningsnyckel
        </Button>
      </Form>
    </EntryFrame>
  );
}
