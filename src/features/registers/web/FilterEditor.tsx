import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#web/client.ts';
import { useLanguage, useMessages } from '#web/language.ts';
import { Button } from '#web/ui/Button.tsx';
import { Checkbox } from '#web/ui/Checkbox.tsx';
import { DateField } from '#web/ui/DateField.tsx';
import { Form } from '#web/ui/Form.tsx';
import { Select } from '#web/ui/Select.tsx';
import { TextField } from '#web/ui/TextField.tsx';
import { DatedFilter } from './DatedFilter.tsx';
import { MemberField } from './MemberField.tsx';
import { messages } from './messages.ts';
import { useRegister } from './register.ts';
import { relativeWords } from './relative-words.ts';
import type { Field } from './queries.ts';
import type { Filter, Operator } from './view.ts';

/** How a field may be asked for, by its type. `from` stands for both ends of a time. */
const MODES: Record<Field['type'], readonly Operator[]> = {
  text: ['starts', 'eq', 'empty', 'filled'],
  email: ['starts', 'eq', 'empty', 'filled'],
  phone: ['eq', 'empty', 'filled'],
  date: ['from', 'eq', 'empty', 'filled'],
  choice: ['in', 'empty', 'filled'],
  identity_number: ['is', 'empty', 'filled'],
  long_text: ['filled', 'empty'],
  number: ['from', 'eq', 'empty', 'filled'],
  money: ['from', 'eq', 'empty', 'filled'],
  date_time: ['from', 'empty', 'filled'],
  choices: ['in', 'filled', 'empty'],
  yes_no: ['eq', 'empty', 'filled'],
  address: ['filled', 'empty'],
  link: ['filled', 'empty'],
  person: ['filled', 'empty'],
  member: ['eq', 'filled', 'empty'],
  calculated: ['eq', 'empty', 'filled'],
  sequence: ['eq', 'from'],
};

interface FilterEditorProps {
  fields: readonly Field[];
  filters: readonly Filter[];
  /** The filters of one field, exchanged. */
  onChange: (field: string, filters: readonly Filter[]) => void;
  onClose: () => void;
}

/** Loaded with the popover that it stands in. */
export default function FilterEditor({ fields, filters, onChange, onClose }: FilterEditorProps) {
  const text = useMessages(messages);
  const language = useLanguage();
  const filterable = fields.filter(({ isFilterable }) => isFilterable);
  const [key, setKey] = useState(filterable[0]?.key ?? '');
  const field = filterable.find((candidate) => candidate.key === key);
  return (
    <>
      <Select
        label={text.filterField}
        options={filterable.map(({ key, label }) => ({ id: key, label: label[language] }))}
        value={key}
        onChange={setKey}
      />
      {field && (
        <FieldFilter
          key={key}
          field={field}
          filters={filters.filter((filter) => filter.field === key)}
          onDone={(chosen) => {
            onChange(key, chosen);
            onClose();
          }}
        />
      )}
    </>
  );
}

interface FieldFilterProps {
  field: Field;
  filters: readonly Filter[];
  onDone: (filters: readonly Filter[]) => void;
}

function FieldFilter({ field, filters, onDone }: FieldFilterProps) {
  const text = useMessages(messages);
  const language = useLanguage();
  const modes = MODES[field.type];
  const isDated = field.type === 'date' || field.type === 'date_time';
  const valueOf = (operator: Operator) => filters.find((filter) => filter.operator === operator)?.value ?? '';
  const [mode, setMode] = useState<Operator>(() => modeOf(filters) ?? modes[0] ?? 'eq');
  const [value, setValue] = useState(() => {
    const value = valueOf('eq') || valueOf('starts');
    // A calendar has no day called today.
    return isDated && relativeWords(value, language) !== undefined ? '' : value;
  });
  const [from, setFrom] = useState(() => valueOf('from'));
  const [to, setTo] = useState(() => valueOf('to'));
  const [chosen, setChosen] = useState(() => new Set((valueOf('in') || valueOf('eq')).split(',').filter(Boolean)));

  const { place } = useRegister();
  // An address holds no identity number, but what the server makes of it.
  const token = useMutation({
    mutationFn: (value: string) =>
      call('POST /organisations/{organisation}/registers/{register}/filter-tokens', {
        params: { ...place },
        body: { field: field.key, value },
      }),
    onSuccess: (made) => onDone([filter('is', made.token)]),
  });

  const filter = (operator: Operator, value = ''): Filter => ({ field: field.key, operator, value });
  const written = (): Filter[] => {
    if (mode === 'empty' || mode === 'filled') return [filter(mode)];
    if (mode === 'in') return chosen.size > 0 ? [filter('in', [...chosen].join(','))] : [];
    if (mode === 'from') return [...(from ? [filter('from', from)] : []), ...(to ? [filter('to', to)] : [])];
    return value.trim() === '' ? [] : [filter(mode, value.trim())];
  };

  const submit = () => {
    if (mode !== 'is') onDone(written());
    else if (value.trim() === '') onDone(filters);
    else token.mutate(value.trim());
  };

  return (
    <Form label={text.filter} error={token.error} onSubmit={submit}>
      <Select
        label={text.filterHow}
        options={modes.map((id) => ({ id, label: text.modes[id] }))}
        value={mode}
        onChange={(id) => setMode(id as Operator)}
      />
      {mode === 'in' && (
        <fieldset className="r-choices">
          <legend className="v-hidden">{field.label[language]}</legend>
          {field.choices.map((choice) => (
            <Checkbox
              key={choice.value}
              isSelected={chosen.has(choice.value)}
              onChange={(isSelected) => {
                const next = new Set(chosen);
                if (isSelected) next.add(choice.value);
                else next.delete(choice.value);
                setChosen(next);
              }}
            >
              {choice.label[language]}
            </Checkbox>
          ))}
        </fieldset>
      )}
      {mode === 'from' && !isDated && (
        <>
          <TextField label={text.least} value={from} onChange={setFrom} inputMode="decimal" />
          <TextField label={text.most} value={to} onChange={setTo} inputMode="decimal" />
        </>
      )}
      {mode === 'from' && isDated && (
        <DatedFilter
          from={from}
          to={to}
          onChange={(ends) => {
            setFrom(ends.from);
            setTo(ends.to);
          }}
        />
      )}
      {mode === 'eq' && field.type === 'date' && (
        <DateField label={text.filterValue} value={value || null} onChange={(date) => setValue(date ?? '')} />
      )}
      {mode === 'eq' && field.type === 'yes_no' && (
        <Select
          label={text.filterValue}
          options={[
            { id: 'yes', label: text.yes },
            { id: 'no', label: text.no },
          ]}
          value={value || null}
          onChange={setValue}
        />
      )}
      {mode === 'eq' && field.type === 'member' && (
        <MemberField label={text.filterValue} name="value" value={value} onChange={setValue} isRequired={false} />
      )}
      {(mode === 'starts' ||
        mode === 'is' ||
        (mode === 'eq' && !['date', 'yes_no', 'member'].includes(field.type))) && (
        <TextField
          label={text.filterValue}
          name="value"
          value={value}
          onChange={setValue}
          autoComplete="off"
          maxLength={200}
          {...(mode === 'is' && { description: text.filterNumberNote })}
        />
      )}
      <div className="v-cluster">
        <Button type="submit" variant="primary" isPending={token.isPending}>
          {text.applyFilter}
        </Button>
        {filters.length > 0 && <Button onPress={() => onDone([])}>{text.removeFilter}</Button>}
      </div>
    </Form>
  );
}

const modeOf = (filters: readonly Filter[]): Operator | undefined => {
  const operator = filters[0]?.operator;
  return operator === 'to' ? 'from' : operator;
};
