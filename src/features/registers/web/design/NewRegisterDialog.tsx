import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { call } from '#web/client.ts';
import { useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Button } from '#web/ui/Button.tsx';
import { Dialog } from '#web/ui/Dialog.tsx';
import { Form, FormRow } from '#web/ui/Form.tsx';
import { messages as kit } from '#web/ui/messages.ts';
import { RadioGroup } from '#web/ui/RadioGroup.tsx';
import { Select } from '#web/ui/Select.tsx';
import { TextField } from '#web/ui/TextField.tsx';
import { registerHref, registersQuery } from '../queries.ts';
import { inBoth, type Definition, type FieldDraft } from './design.ts';
import { freeKey, suggestKey } from './keys.ts';
import { messages } from './messages.ts';
import { firstDefinition } from './new-field.ts';
import { BASES } from './ProtectionSettings.tsx';

/** A register from nothing: what it is called and what it is about. It begins with a name and is designed from there. */
export default function NewRegisterDialog({ taken, onClose }: { taken: readonly string[]; onClose: () => void }) {
  const text = useMessages(messages);
  const { cancel } = useMessages(kit);
  const { id: organisation, slug } = useOrganisation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const form = useId();
  const [name, setName] = useState({ sv: '', en: '' });
  // Follows the name until it is written by hand.
  const [ownKey, setOwnKey] = useState<string>();
  const [subject, setSubject] = useState<Definition['subject']>('person');
  const [purpose, setPurpose] = useState('');
  const [legalBasis, setLegalBasis] = useState<FieldDraft['legalBasis']>('contract');
  const proposed = suggestKey(inBoth(name).sv);
  const key = ownKey ?? (proposed === '' ? '' : freeKey(proposed, new Set(taken)));
  const make = useMutation({
    mutationFn: () =>
      call('POST /organisations/{organisation}/registers', {
        params: { organisation },
        body: { key, definition: firstDefinition(inBoth(name), subject, { purpose, legalBasis }) },
      }),
    onSuccess: async (register) => {
      await queries.invalidateQueries({ queryKey: registersQuery(organisation).queryKey });
      await navigate({ href: `${registerHref(slug, register)}/design` });
    },
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text.newRegister}
      footer={
        <>
          <Button onPress={onClose}>{cancel}</Button>
          <Button variant="primary" type="submit" form={form} isPending={make.isPending}>
            {text.createAndDesign}
          </Button>
        </>
      }
    >
      <Form id={form} onSubmit={() => make.mutate()} error={make.error} label={text.newRegister}>
        <p className="v-muted">{text.newRegisterText}</p>
        <FormRow>
          <TextField
            label={text.newRegisterName}
            name="definition.name.sv"
            value={name.sv}
            onChange={(sv) => setName({ ...name, sv })}
            maxLength={100}
            autoComplete="off"
            autoFocus
            isRequired
          />
          <TextField
            label={text.newRegisterNameEn}
            name="definition.name.en"
            value={name.en}
            onChange={(en) => setName({ ...name, en })}
            placeholder={name.sv}
            description={text.sameAs}
            maxLength={100}
            autoComplete="off"
          />
        </FormRow>
        <TextField
          label={text.newRegisterKey}
          name="key"
          value={key}
          onChange={setOwnKey}
          description={text.newRegisterKeyHelp(`/o/${slug}/registers/${key || '…'}`)}
          maxLength={40}
          autoComplete="off"
          isRequired
        />
        <RadioGroup
          label={text.aboutWhat}
          name="definition.subject"
          value={subject}
          onChange={(id) => setSubject(id as Definition['subject'])}
          options={(['person', 'other'] as const).map((id) => ({
            id,
            label: text.subjects[id].name,
            detail: text.subjects[id].text,
          }))}
        />
        {subject === 'person' && (
          <>
            <TextField
              label={text.purposeOfPersons}
              name="definition.fields.0.purpose"
              value={purpose}
              onChange={setPurpose}
              description={text.purposeOfPersonsHelp}
              maxLength={500}
              autoComplete="off"
              isRequired
            />
            <Select
              label={text.settings.legalBasis}
              name="definition.fields.0.legalBasis"
              value={legalBasis}
              onChange={(id) => setLegalBasis(id as FieldDraft['legalBasis'])}
              options={BASES.map((id) => ({ id, label: text.legalBases[id] }))}
              isRequired
            />
          </>
        )}
      </Form>
    </Dialog>
  );
}
