import { useId, useState } from 'react';
import { useLanguage, useMessages } from '#web/language.ts';
import { Button } from '#web/ui/Button.tsx';
import { Dialog } from '#web/ui/Dialog.tsx';
import { Form } from '#web/ui/Form.tsx';
import { messages as kit } from '#web/ui/messages.ts';
import { Select } from '#web/ui/Select.tsx';
import { TextField } from '#web/ui/TextField.tsx';
import { useAddField, type ImportColumn } from './imports.ts';
import { messages } from './messages.ts';
import { useRegister } from './register.ts';

type Proposal = NonNullable<ImportColumn['proposal']>;

interface NewFieldDialogProps {
  proposal: Proposal;
  onClose: () => void;
  onAdded: (key: string) => void;
}

/** A field for a column that none takes: what it seems to be stands there, what it is for somebody must say. */
export function NewFieldDialog({ proposal, onClose, onAdded }: NewFieldDialogProps) {
  const text = useMessages(messages);
  const { cancel } = useMessages(kit);
  const language = useLanguage();
  const { register, place } = useRegister();
  const form = useId();
  const add = useAddField(place);
  const [name, setName] = useState(proposal.label[language]);
  const [fieldClass, setClass] = useState(proposal.class);
  const [purpose, setPurpose] = useState('');
  const [legalBasis, setLegalBasis] = useState<Proposal['legalBasis']>(
    register.subject === 'person' && proposal.class !== 'ordinary' ? 'contract' : 'none',
  );
  const [isTried, setTried] = useState(false);
  const isPersonal = fieldClass !== 'ordinary';
  const isPurposeMissing = isPersonal && purpose.trim() === '';
  const isBasisMissing = isPersonal && legalBasis === 'none';
  const bases = Object.entries(text.legalBases).filter(([id]) => id !== 'none' || !isPersonal);
  // What is sealed can neither be sorted nor searched by its words.
  const isSealed = fieldClass === 'identity_number' || fieldClass === 'sensitive';
  const submit = () => {
    setTried(true);
    if (name.trim() === '' || isPurposeMissing || isBasisMissing) return;
    const label = { sv: name.trim(), en: name.trim() };
    const rules = isSealed && {
      isSortable: false,
      isSearchable: false,
      isFilterable: fieldClass === 'identity_number',
      isUnique: fieldClass === 'identity_number' && proposal.isUnique,
    };
    const field = { ...proposal, ...rules, label, class: fieldClass, purpose: purpose.trim(), legalBasis };
    add.mutate({ register, field }, { onSuccess: () => onAdded(proposal.key) });
  };
  return (
    <Dialog
      title={text.newFieldTitle}
      size="small"
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{cancel}</Button>
          <Button type="submit" form={form} variant="primary" isPending={add.isPending}>
            {text.addField}
          </Button>
        </>
      }
    >
      <Form id={form} error={add.error} onSubmit={submit}>
        <p>{text.newFieldText(text.fieldTypes[proposal.type])}</p>
        <TextField label={text.fieldName} value={name} onChange={setName} maxLength={100} isRequired />
        {proposal.class !== 'identity_number' && (
          <Select
            label={text.class}
            value={fieldClass}
            onChange={(id) => setClass(id as Proposal['class'])}
            options={(['ordinary', 'personal', 'sensitive'] as const).map((id) => ({ id, label: text.classes[id] }))}
          />
        )}
        {isPersonal && (
          <>
            <TextField
              label={text.purpose}
              value={purpose}
              onChange={setPurpose}
              description={text.purposeHelp}
              error={isTried && isPurposeMissing ? text.purposeMissing : undefined}
              maxLength={500}
              isRequired
            />
            <Select
              label={text.legalBasis}
              value={legalBasis === 'none' ? null : legalBasis}
              onChange={(id) => setLegalBasis(id as Proposal['legalBasis'])}
              error={isTried && isBasisMissing ? text.basisMissing : undefined}
              options={bases.map(([id, label]) => ({ id, label }))}
            />
          </>
        )}
      </Form>
    </Dialog>
  );
}
