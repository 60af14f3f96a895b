import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Tag } from '#web/ui/Badge.tsx';
import { ComboBox } from '#web/ui/ComboBox.tsx';
import { call } from '#web/client.ts';
import { messages } from './messages.ts';
import { registersQuery, type Field, type RecordView } from './queries.ts';

interface LinkFieldProps {
  label: string;
  name: string;
  field: Field;
  record: RecordView | undefined;
  value: string;
  onChange: (value: string) => void;
}

const SUGGESTIONS = 10;

/** Linked records as tags, and a search among those of the other register. */
export function LinkField({ label, name, field, record, value, onChange }: LinkFieldProps) {
  const text = useMessages(messages);
  const { id: organisation } = useOrganisation();
  const [typed, setTyped] = useState('');
  // Names of what was chosen here, beside those that came with the record.
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const names = { ...record?.names, ...chosen };
  const ids = value === '' ? [] : value.split(',');
  const registers = useQuery(registersQuery(organisation));
  const target = registers.data?.registers.find((register) => register.id === field.target);
  const canSearch = target?.isSearchable === true;
  const found = useQuery({
    queryKey: ['link-search', organisation, field.target, canSearch ? typed.trim() : ''],
    queryFn: ({ signal }) =>
      call('GET /organisations/{organisation}/registers/{register}/records', {
        params: { organisation, register: field.target ?? '' },
        query: { limit: SUGGESTIONS, ...(canSearch && typed.trim() !== '' && { search: typed.trim() }) },
        signal,
      }),
    enabled: target !== undefined,
    placeholderData: keepPreviousData,
  });
  const options = (found.data?.records ?? [])
    .filter(({ id }) => !ids.includes(id))
    .map(({ id, title }) => ({ id, label: title || text.nameless }));
  const add = (id: string | null) => {
    const option = options.find((one) => one.id === id);
    if (!id || !option) return;
    setChosen({ ...chosen, [id]: option.label });
    setTyped('');
    onChange(field.isMany ? [...ids, id].join(',') : id);
  };
  return (
    <div className="r-link-field">
      <ComboBox
        label={label}
        name={name}
        options={options}
        value={null}
        inputValue={typed}
        onInputChange={setTyped}
        onChange={add}
        placeholder={text.searchRecords}
        isRequired={field.isRequired}
      />
      {ids.length > 0 && (
        <div className="r-badges">
          {ids.map((id) => (
            <Tag key={id} onRemove={() => onChange(ids.filter((one) => one !== id).join(','))}>
              {names[id] ?? text.nameless}
            </Tag>
          ))}
        </div>
      )}
    </div>
  );
}
