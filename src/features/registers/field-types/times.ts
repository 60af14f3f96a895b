import type { FieldType } from './field-type.ts';
import { refused, taken } from './field-type.ts';
import { readWrittenDays } from './written-day.ts';

/** A day of the calendar, written YYYY-MM-DD; the 30th of February is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) && text >= '1000-01-01';
}

/** A day, never an instant: somebody's birthday is the same in every zone. */
export const date: FieldType = {
  parse(written) {
    const [day = '', other] = readWrittenDays(written);
    if (other !== undefined) return refused('date_two');
    return isDay(day) ? taken(day) : refused('date');
  },
  display: (value) => value,
  order: { column: 'sort_date', key: (value) => value ?? '-infinity' },
  operators: ['eq', 'from', 'to'],
  canBeUnique: true,
};

const written = /^(?<day>\d{4}-\d{2}-\d{2})[T ](?<time>\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(?<zone>Z|[+-]\d{2}:?\d{2})?$/;

/** An instant in UTC to the second, `2026-11-22T09:30:00Z`. What is written without a zone is meant where the installation is. */
export const dateTime: FieldType = {
  parse(text, _, { timeZone }) {
    const parts = written.exec(isDay(text) ? `${text} 00:00` : text)?.groups;
    if (!parts || !isDay(parts['day'] ?? '')) return refused('date_time');
    const local = `${parts['day']}T${parts['time']}`;
    try {
      const instant =
        parts['zone'] === undefined
          ? Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone).toInstant()
          : Temporal.Instant.from(`${local}${parts['zone']}`);
      return taken(instant.toString({ smallestUnit: 'second' }));
    } catch {
      return refused('date_time');
    }
  },
  display: (value) => value.replace('T', ' ').replace('Z', ' UTC'),
  order: {
    column: 'sort_number',
    key: (value) => (value === null ? '-Infinity' : Math.trunc(Date.parse(value) / 1_000)),
  },
  operators: ['from', 'to'],
};
