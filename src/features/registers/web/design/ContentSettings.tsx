import { useMessages } from '#web/language.ts';
import { Select } from '#web/ui/Select.tsx';
import { TextField } from '#web/ui/TextField.tsx';
import { ChoiceEditor } from './ChoiceEditor.tsx';
import type { FieldDraft } from './design.ts';
import { useDesigner } from './designer.ts';
import { ExpressionSettings } from './ExpressionSettings.tsx';
import { LinkSettings } from './LinkSettings.tsx';
import { messages } from './messages.ts';

/** What only some types have. */
export function ContentSettings({ field }: { field: FieldDraft }) {
  switch (field.type) {
    case 'choice':
    case 'choices':
      return <ChoiceEditor field={field} />;
    case 'link':
    case 'person':
      return <LinkSettings field={field} />;
    case 'calculated':
      return <ExpressionSettings field={field} />;
    case 'sequence':
      return <SequenceSettings field={field} />;
    case 'number':
    case 'money':
      return <NumberSettings field={field} />;
    default:
      return null;
  }
}

const upTo = (most: number, from = 0) =>
  Array.from({ length: most - from + 1 }, (_, index) => ({ id: String(index + from), label: String(index + from) }));

function NumberSettings({ field }: { field: FieldDraft }) {
  const text = useMessages(messages);
  const { set, faultAt } = useDesigner();
  const isMoney = field.type === 'money';
  return (
    <div className="d-pair">
      {!isMoney && <Decimals field={field} />}
      <TextField
        label={isMoney ? text.currency : text.unit}
        value={field.unit}
        onChange={(unit) => set(field.id, { unit })}
        description={isMoney ? text.currencyHelp : text.unitHelp}
        error={faultAt(field.id, 'unit')}
        maxLength={20}
        autoComplete="off"
        {...(isMoney && { placeholder: 'SEK' })}
      />
    </div>
  );
}

export function Decimals({ field }: { field: FieldDraft }) {
  const text = useMessages(messages);
  const { set, faultAt } = useDesigner();
  return (
    <Select
      label={text.decimals}
      value={String(field.decimals)}
      onChange={(id) => set(field.id, { decimals: Number(id) })}
      options={upTo(6)}
      error={faultAt(field.id, 'decimals')}
    />
  );
}

function SequenceSettings({ field }: { field: FieldDraft }) {
  const text = useMessages(messages);
  const { set, faultAt } = useDesigner();
  return (
    <>
      <div className="d-pair">
        <TextField
          label={text.prefix}
          value={field.prefix}
          onChange={(prefix) => set(field.id, { prefix })}
          description={text.prefixHelp}
          error={faultAt(field.id, 'prefix')}
          maxLength={20}
          autoComplete="off"
        />
        <Select
          label={text.digits}
          value={String(field.digits)}
          onChange={(id) => set(field.id, { digits: Number(id) })}
          options={upTo(12, 1)}
          error={faultAt(field.id, 'digits')}
        />
      </div>
      <p className="v-muted">{text.nextNumber(`${field.prefix}${'17'.padStart(field.digits, '0')}`)}</p>
    </>
  );
}
