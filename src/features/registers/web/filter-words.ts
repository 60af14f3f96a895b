import type { sv } from './messages.sv.ts';
import type { Field } from './queries.ts';
import { relativeWords } from './relative-words.ts';
import { shownType, valueWords, type ValueWords } from './value-words.ts';
import type { Filter } from './view.ts';

interface Words extends ValueWords {
  text: typeof sv;
}

/** A filter as a chip says it: `Ort börjar med Mal`. */
export function filterWords(fields: readonly Field[], { field: key, operator, value }: Filter, words: Words): string {
  const { text, language } = words;
  const field = fields.find((candidate) => candidate.key === key);
  const label = field?.label[language] ?? key;
  const isDay = field !== undefined && ['date', 'date_time'].includes(shownType(field));
  const shown = (one: string): string =>
    (isDay ? relativeWords(one, language) : undefined) ??
    (field && (operator === 'eq' || operator === 'in' || field.type === 'date') ? valueWords(field, one, words) : one);
  switch (operator) {
    case 'eq':
      return `${label}: ${shown(value)}`;
    case 'in':
      return `${label}: ${value.split(',').map(shown).join(text.or)}`;
    default:
      return `${label} ${text.operators[operator](shown(value))}`;
  }
}
