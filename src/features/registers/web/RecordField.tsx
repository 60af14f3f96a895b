import { useLanguage, useMessages } from '#web/language.ts';
import { Checkbox } from '#web/ui/Checkbox.tsx';
import { DateField } from '#web/ui/DateField.tsx';
import { Select } from '#web/ui/Select.tsx';
import { TextArea } from '#web/ui/TextArea.tsx';
import { TextField, type TextFieldProps } from '#web/ui/TextField.tsx';
import { AddressField } from './AddressField.tsx';
import { isBlind, isLocked } from './draft.ts';
import { LinkField } from './LinkField.tsx';
import { MemberField } from './MemberField.tsx';
import { messages } from './messages.ts';
import type { Field, RecordView } from './queries.ts';
import { WhyKept } from './WhyKept.tsx';

interface RecordFieldProps {
  field: Field;
  record: RecordView | undefined;
  value: string;
  onChange: (value: string) => void;
  isEmptied: boolean;
  onEmptied: (isEmptied: boolean) => void;
}

/** One field of the form, by its type and class. */
export function RecordField(props: RecordFieldProps) {
  return (
    <div className="r-field">
      <Control {...props} />
      <WhyKept field={props.field} />
    </div>
  );
}

const INPUTS: Partial<Record<Field['type'], Partial<TextFieldProps>>> = {
  email: { type: 'email', inputMode: 'email' },
  phone: { type: 'tel', inputMode: 'tel' },
  number: { inputMode: 'decimal' },
  money: { inputMode: 'decimal' },
};

function Control({ field, record, value, onChange, isEmptied, onEmptied }: RecordFieldProps) {
  const text = useMessages(messages);
  const language = useLanguage();
  const label = field.label[language];
  const help = field.help[language];
  const shared = {
    label,
    name: `data.${field.key}`,
    isRequired: field.isRequired,
    ...(help !== '' && { description: help }),
  };
  if (isLocked(field)) {
    return <TextField label={label} value={record?.data[field.key] ?? ''} isDisabled description={text.notReadable} />;
  }
  switch (field.type) {
    case 'choice':
      return (
        <Select
          {...shared}
          value={value === '' ? null : value}
          onChange={(id) => onChange(id === NOTHING ? '' : id)}
          options={[
            ...(field.isRequired ? [] : [{ id: NOTHING, label: text.noChoice }]),
            ...offered(field, value).map((choice) => ({ id: choice.value, label: choice.label[language] })),
          ]}
        />
      );
    case 'choices': {
      const chosen = value === '' ? [] : value.split(',');
      return (
        <fieldset className="r-choices">
          <legend>{label}</legend>
          {offered(field, value).map((choice) => (
            <Checkbox
              key={choice.value}
              isSelected={chosen.includes(choice.value)}
              onChange={(isOn) =>
                onChange(
                  field.choices
                    .map((one) => one.value)
                    .filter((one) => (one === choice.value ? isOn : chosen.includes(one)))
                    .join(','),
                )
              }
            >
              {choice.label[language]}
            </Checkbox>
          ))}
        </fieldset>
      );
    }
    case 'yes_no':
      return (
        <Select
          {...shared}
          value={value === '' ? null : value}
          onChange={(id) => onChange(id === NOTHING ? '' : id)}
          options={[
            ...(field.isRequired ? [] : [{ id: NOTHING, label: text.noChoice }]),
            { id: 'yes', label: text.yes },
            { id: 'no', label: text.no },
          ]}
        />
      );
    case 'long_text':
      return <TextArea {...shared} value={value} onChange={onChange} rows={4} maxLength={100_000} />;
    case 'address':
      return <AddressField label={label} name={shared.name} value={value} onChange={onChange} />;
    case 'link':
    case 'person':
      return (
        <LinkField label={label} name={shared.name} field={field} record={record} value={value} onChange={onChange} />
      );
    case 'member':
      return <MemberField {...shared} value={value} onChange={onChange} />;
    case 'date':
      return <DateField {...shared} value={value === '' ? null : value} onChange={(date) => onChange(date ?? '')} />;
    case 'identity_number': {
      const blind = isBlind(field, record);
      return (
        <div className="v-stack r-blind">
          <TextField
            {...shared}
            isRequired={field.isRequired && !blind}
            value={value}
            onChange={onChange}
            isDisabled={isEmptied}
            inputMode="numeric"
            autoComplete="off"
            maxLength={20}
            placeholder={blind ? (record?.data[field.key] ?? '') : text.numberForm}
            {...(blind && { description: text.numberKept })}
          />
          {blind && !field.isRequired && (
            <Checkbox isSelected={isEmptied} onChange={onEmptied}>
              {text.removeNumber}
            </Checkbox>
          )}
        </div>
      );
    }
    default:
      return (
        // What is written here is of somebody else: what the browser remembers of its user must not be offered.
        <TextField
          {...shared}
          {...INPUTS[field.type]}
          {...(field.type === 'date_time' && { placeholder: text.instantForm })}
          value={value}
          onChange={onChange}
          maxLength={500}
          autoComplete="off"
        />
      );
  }
}

/** What may be chosen, and what is chosen though it is retired. */
const offered = ({ choices }: Field, value: string) =>
  choices.filter((choice) => !choice.isRetired || value.split(',').includes(choice.value));

const NOTHING = ' nothing';
