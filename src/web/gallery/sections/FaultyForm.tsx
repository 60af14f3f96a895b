import { useState } from 'react';
import { ProblemError } from '../../problem.ts';
import { Button } from '../../ui/Button.tsx';
import { Form, FormActions, FormRow } from '../../ui/Form.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { ROLES } from '../sample.ts';
import { Section } from './Section.tsx';

const FAULTS = new ProblemError({
  status: 422,
  code: 'input.invalid',
  title: 'Indata stämmer inte',
  fields: [
    { path: 'body.name', message: 'Namnet får inte vara tomt.' },
    { path: 'body.email', message: 'Det här är ingen e-postadress.' },
    { path: 'body.data.secret', message: 'Fältet Kostnadsställe saknas i formuläret.' },
  ],
});

export function FaultyForm() {
  const [error, setError] = useState<unknown>(FAULTS);
  return (
    <Section title="Formulär med serverns fel">
      <Form onSubmit={() => setError(new ProblemError(FAULTS))} error={error}>
        <FormRow>
          <TextField label="Namn" name="name" isRequired />
          <TextField label="E-post" name="email" type="email" defaultValue="anna.lind" isRequired />
        </FormRow>
        <Select label="Roll" name="role" options={ROLES} />
        <FormActions>
          <Button variant="primary" type="submit">
            Spara
          </Button>
          <Button variant="quiet">Avbryt</Button>
        </FormActions>
      </Form>
    </Section>
  );
}
