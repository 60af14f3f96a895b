import { useState } from 'react';
import { useLanguage, useMessages } from '#web/language.ts';
import { Button } from '#web/ui/Button.tsx';
import { Dialog } from '#web/ui/Dialog.tsx';
import { Form, FormActions } from '#web/ui/Form.tsx';
import { messages as kit } from '#web/ui/messages.ts';
import { Select } from '#web/ui/Select.tsx';
import { isWrittenInPlace } from './cells.ts';
import { messages } from './messages.ts';
import { RecordField } from './RecordField.tsx';
import type { Values } from './record-store.ts';
import { useRegister } from './register.ts';

interface ChangeFieldDialogProps {
  title: string;
  onClose: () => void;
  onChange: (data: Values) => Promise<unknown>;
}

/** One field of many records set to one value. A value that must be unlike all others cannot be set for many. */
export default function ChangeFieldDialog({ title, onClose, onChange }: ChangeFieldDialogProps) {
  const text = useMessages(messages);
  const { cancel } = useMessages(kit);
  const language = useLanguage();
  const { fields } = useRegister();
  const changeable = fields.filter((field) => isWrittenInPlace(field) && !field.isUnique);
  const [key, setKey] = useState<string>();
  const [value, setValue] = useState('');
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<unknown>();
  const field = changeable.find((candidate) => candidate.key === key);
  const submit = () => {
    if (!field) return;
    setPending(true);
    onChange({ [field.key]: value.trim() === '' ? null : value.trim() })
      .then(onClose, setError)
      .finally(() => setPending(false));
  };
  return (
    <Dialog title={title} isOpen onClose={onClose} size="small">
      <Form label={title} error={error} onSubmit={submit}>
        <Select
          label={text.filterField}
          value={key ?? null}
          onChange={(chosen) => {
            setKey(chosen);
            setValue('');
            setError(undefined);
          }}
          options={changeable.map((candidate) => ({ id: candidate.key, label: candidate.label[language] }))}
        />
        {field && (
          <RecordField
            key={field.key}
            field={field}
            record={undefined}
            value={value}
            onChange={setValue}
            isEmptied={false}
            onEmptied={() => undefined}
          />
        )}
        {field && !field.isRequired && value === '' && <p className="v-muted">{text.changeEmpties}</p>}
        <FormActions>
          <Button type="submit" variant="primary" isDisabled={!field} isPending={isPending}>
            {text.changeMany}
          </Button>
          <Button onPress={onClose}>{cancel}</Button>
        </FormActions>
      </Form>
    </Dialog>
  );
}
