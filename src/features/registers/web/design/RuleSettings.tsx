import { useLanguage, useMessages } from '#web/language.ts';
import { DateField } from '#web/ui/DateField.tsx';
import { TextField } from '#web/ui/TextField.tsx';
import { RecordField } from '../RecordField.tsx';
import { abilities } from './abilities.ts';
import type { FieldDraft } from './design.ts';
import { useDesigner } from './designer.ts';
import { UseBox } from './ListSettings.tsx';
import { messages } from './messages.ts';
import { FaultNote, WholeNumberField } from './parts.tsx';
import { PatternSettings } from './PatternSettings.tsx';

/** Types whose new records may begin with something that an administrator can know. */
const WITH_DEFAULT: readonly FieldDraft['type'][] = [
  'text',
  'long_text',
  'number',
  'money',
  'date',
  'date_time',
  'choice',
  'choices',
  'yes_no',
  'email',
  'phone',
  'address',
  'member',
];

/** What is demanded of a value, and what a new record begins with. */
export function RuleSettings({ field }: { field: FieldDraft }) {
  const text = useMessages(messages);
  return (
    <>
      <div>
        <UseBox field={field} use="isRequired" help={text.requiredHelp} />
        <UseBox field={field} use="isUnique" help={text.uniqueHelp} />
      </div>
      {abilities[field.type].bounds !== null && (
        <div className="d-pair">
          <Bound field={field} of="min" />
          <Bound field={field} of="max" />
        </div>
      )}
      {(abilities[field.type].bounds === 'length' || field.pattern !== null) && <PatternSettings field={field} />}
      {WITH_DEFAULT.includes(field.type) && <Default field={field} />}
    </>
  );
}

function Bound({ field, of }: { field: FieldDraft; of: 'min' | 'max' }) {
  const text = useMessages(messages);
  const { set, faultAt } = useDesigner();
  const value = field[of];
  const isLength = abilities[field.type].bounds === 'length';
  const label = isLength ? (of === 'min' ? text.lengthMin : text.lengthMax) : text.settings[of];
  const error = faultAt(field.id, of);
  if (isLength) {
    const number = value === null || !/^\d+$/.test(value) ? null : Number(value);
    return (
      <WholeNumberField
        label={label}
        value={number}
        onChange={(next) => set(field.id, { [of]: next === null ? null : String(next) })}
        error={error}
      />
    );
  }
  if (field.type === 'date')
    return <DateField label={label} value={value} onChange={(day) => set(field.id, { [of]: day })} error={error} />;
  return (
    <TextField
      label={label}
      value={value ?? ''}
      onChange={(written) => set(field.id, { [of]: written === '' ? null : written })}
      {...(field.type === 'date_time' ? { placeholder: text.instantForm } : { inputMode: 'decimal' as const })}
      error={error}
      autoComplete="off"
    />
  );
}

/** The field itself, as the form asks for it. */
function Default({ field }: { field: FieldDraft }) {
  const text = useMessages(messages);
  const language = useLanguage();
  const { set } = useDesigner();
  const label = { sv: text.settings.default, en: text.settings.default };
  const shown = {
    ...field,
    class: 'ordinary' as const,
    purpose: '',
    label,
    help: { ...label, [language]: text.defaultHelp },
    isRequired: false,
    isVisible: true,
    isReadable: true,
    choices: field.choices.map((choice) => ({ ...choice, value: choice.id })),
  };
  return (
    <div>
      <RecordField
        field={shown}
        record={undefined}
        value={field.default ?? ''}
        onChange={(value) => set(field.id, { default: value === '' ? null : value })}
        isEmptied={false}
        onEmptied={ignore}
      />
      <FaultNote of="default" field={field.id} />
    </div>
  );
}

const ignore = () => {};
