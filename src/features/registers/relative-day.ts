const relative = /^(?<from>today|month|year)(?<steps>(?:[+-]\d{1,4}[dwmy]){0,2})$/;
const spans = { d: 'days', w: 'weeks', m: 'months', y: 'years' } as const;

/**
 * The day that a filter means by `today`, or by the first day of this `month` or `year`, and one or two steps from there:
 * `today-30d`, `month+1m-1d`. A view that asks so is as true tomorrow. Undefined for what is no such day.
 */
export function relativeDay(written: string, today: string): string | undefined {
  const parts = relative.exec(written)?.groups;
  if (!parts) return undefined;
  let day = Temporal.PlainDate.from(today);
  if (parts['from'] !== 'today') day = day.with({ day: 1, ...(parts['from'] === 'year' && { month: 1 }) });
  for (const [, sign, count, span] of (parts['steps'] ?? '').matchAll(/([+-])(\d+)([dwmy])/g))
    day = day.add({ [spans[span as keyof typeof spans]]: Number(`${sign}${count}`) });
  const text = day.toString();
  return /^\d{4}-/.test(text) && text >= '1000-01-01' ? text : undefined;
}
