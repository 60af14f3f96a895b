import { useFormats, useLanguage, useMessages } from '#web/language.ts';
import { Tag } from '#web/ui/Badge.tsx';
import { Button } from '#web/ui/Button.tsx';
import { filterWords } from './filter-words.ts';
import { messages } from './messages.ts';
import { useFormatPhone } from './phone.ts';
import type { Field } from './queries.ts';
import type { Filter } from './view.ts';

interface FilterChipsProps {
  fields: readonly Field[];
  filters: readonly Filter[];
  onChange: (filters: readonly Filter[]) => void;
}

/** The filters in use, each to be taken away. */
export function FilterChips({ fields, filters, onChange }: FilterChipsProps) {
  const text = useMessages(messages);
  const formats = useFormats();
  const language = useLanguage();
  const formatPhone = useFormatPhone();
  if (filters.length === 0) return null;
  return (
    <ul className="r-chips" aria-label={text.filtersInUse}>
      {filters.map((filter) => (
        <li key={`${filter.field}.${filter.operator}`}>
          <Tag onRemove={() => onChange(filters.filter((one) => one !== filter))}>
            {filterWords(fields, filter, { text, formats, language, formatPhone })}
          </Tag>
        </li>
      ))}
      {filters.length > 1 && (
        <li>
          <Button variant="quiet" size="small" onPress={() => onChange([])}>
            {text.clearFilters}
          </Button>
        </li>
      )}
    </ul>
  );
}
