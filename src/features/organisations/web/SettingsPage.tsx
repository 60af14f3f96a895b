import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#web/client.ts';
import type { Organisation } from '#web/contracts.ts';
import { LANGUAGES, useMessages, type Language } from '#web/language.ts';
import { organisationQuery, useOrganisation } from '#web/organisation.ts';
import { sessionQuery } from '#web/session.ts';
import { Button } from '#web/ui/Button.tsx';
import { Card } from '#web/ui/Card.tsx';
import { CopyField } from '#web/ui/CopyField.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { Form, FormActions, FormRow } from '#web/ui/Form.tsx';
import { PageHeader } from '#web/ui/PageHeader.tsx';
import { Select } from '#web/ui/Select.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { TextField } from '#web/ui/TextField.tsx';
import { toast } from '#web/ui/Toast.tsx';
import { messages } from './messages.ts';

export function SettingsPage() {
  const text = useMessages(messages).settings;
  const { id, slug, name } = useOrganisation();
  const organisation = useQuery(organisationQuery(id));
  return (
    <div className="f-page">
      <PageHeader title={text.title} windowTitle={`${text.title} · ${name}`} />
      <Card title={text.organisation}>
        {organisation.isPending && <SkeletonLines lines={3} />}
        {organisation.isError && (
          <ErrorState
            error={organisation.error}
            onRetry={() => void organisation.refetch()}
            isRetrying={organisation.isRefetching}
          />
        )}
        {organisation.data && <OrganisationForm key={organisation.data.id} organisation={organisation.data} />}
      </Card>
      <Card title={text.address} description={text.addressText}>
        <CopyField label={text.addressLabel} value={`${location.origin}/o/${slug}`} />
      </Card>
    </div>
  );
}

function OrganisationForm({ organisation }: { organisation: Organisation }) {
  const text = useMessages(messages).settings;
  const { may } = useOrganisation();
  const queries = useQueryClient();
  const [name, setName] = useState(organisation.name);
  const [language, setLanguage] = useState<Language>(organisation.language);
  const save = useMutation({
    mutationFn: () =>
      call('PATCH /organisations/{organisation}', {
        params: { organisation: organisation.id },
        body: { name, language },
      }),
    onSuccess: async (saved) => {
      queries.setQueryData(organisationQuery(organisation.id).queryKey, saved);
      toast({ title: text.saved });
      // The switcher shows the name too.
      await queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  });
  const mayWrite = may('organisation.write');
  return (
    <Form onSubmit={() => save.mutate()} error={save.error} label={text.organisation}>
      <FormRow>
        <TextField
          label={text.name}
          name="name"
          value={name}
          onChange={setName}
          autoComplete="off"
          isReadOnly={!mayWrite}
          isRequired
        />
        <Select
          label={text.language}
          name="language"
          value={language}
          onChange={(id) => setLanguage(id as Language)}
          description={text.languageDescription}
          options={LANGUAGES.map((id) => ({ id, label: text.languages[id] }))}
          isDisabled={!mayWrite}
        />
      </FormRow>
      {mayWrite && (
        <FormActions>
          <Button variant="primary" type="submit" isPending={save.isPending}>
            {text.save}
          </Button>
        </FormActions>
      )}
    </Form>
  );
}
