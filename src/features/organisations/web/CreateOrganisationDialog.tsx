import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { call } from '#web/client.ts';
import { LANGUAGES, useFormats, useMessages, type Language } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Button } from '#web/ui/Button.tsx';
import { CopyField } from '#web/ui/CopyField.tsx';
import { Dialog } from '#web/ui/Dialog.tsx';
import { Form } from '#web/ui/Form.tsx';
import { Select } from '#web/ui/Select.tsx';
import { TextField } from '#web/ui/TextField.tsx';
import { messages } from './messages.ts';
import { hostedOrganisationsQuery } from './queries.ts';
import { suggestSlug } from './suggest-slug.ts';

export function CreateOrganisationDialog({ onClose }: { onClose: () => void }) {
  const text = useMessages(messages).hosted;
  const formats = useFormats();
  const { id: installation } = useOrganisation();
  const queries = useQueryClient();
  const form = useId();
  const [name, setName] = useState('');
  // Follows the name until it is written by hand.
  const [ownSlug, setOwnSlug] = useState<string>();
  const [language, setLanguage] = useState<Language>('sv');
  const slug = ownSlug ?? suggestSlug(name);
  const create = useMutation({
    mutationFn: () =>
      call('POST /organisations/{organisation}/hosted-organisations', {
        params: { organisation: installation },
        body: { name, slug, language },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: hostedOrganisationsQuery(installation).queryKey }),
  });

  if (create.data) {
    const { organisation, invitation } = create.data;
    return (
      <Dialog
        isOpen
        onClose={onClose}
        isDismissable={false}
        title={text.madeTitle(organisation.name)}
        footer={
          <Button variant="primary" onPress={onClose}>
            {text.close}
          </Button>
        }
      >
        <div className="v-stack">
          <p>{text.madeText}</p>
          <CopyField label={text.link} value={`${location.origin}/invitation#${invitation.token}`} isShownOnce />
          <p className="v-muted">{text.until(formats.dateTime(invitation.expiresAt))}</p>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text.create}
      footer={
        <>
          <Button onPress={onClose}>{text.cancel}</Button>
          <Button variant="primary" type="submit" form={form} isPending={create.isPending}>
            {text.submit}
          </Button>
        </>
      }
    >
      <Form id={form} onSubmit={() => create.mutate()} error={create.error} label={text.create}>
        <TextField
          label={text.name}
          name="name"
          value={name}
          onChange={setName}
          autoComplete="off"
          autoFocus
          isRequired
        />
        <TextField
          label={text.slug}
          name="slug"
          value={slug}
          onChange={setOwnSlug}
          description={text.slugDescription(`${location.host}/o/${slug || '…'}`)}
          autoComplete="off"
          isRequired
        />
        <Select
          label={text.language}
          name="language"
          value={language}
          onChange={(id) => setLanguage(id as Language)}
          options={LANGUAGES.map((id) => ({ id, label: text.languages[id] }))}
        />
      </Form>
    </Dialog>
  );
}
