import { useState } from 'react';
import { useFormats, useLanguage, useLocale, useMessages } from '#web/language.ts';
import { dayOf } from '#web/time-zone.ts';
import { JournalEntry } from './JournalEntry.tsx';
import { messages } from './messages.ts';
import type { Entry } from './sentence.ts';

interface JournalDaysProps {
  entries: readonly Entry[];
  isStale: boolean;
  target: string | undefined;
  onTarget: (target: string) => void;
}

/** The entries by day, as a diary has them. */
export function JournalDays({ entries, isStale, target, onTarget }: JournalDaysProps) {
  const text = useMessages(messages);
  const formats = useFormats();
  const locale = useLocale();
  const language = useLanguage();
  const [now] = useState(() => new Date());
  const today = dayOf(now);
  const yesterday = dayOf(new Date(now.getTime() - 86_400_000));
  const weekday = new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const titleOf = (day: string) =>
    day === today
      ? text.today
      : day === yesterday
        ? text.yesterday
        : weekday.format(new Date(`${day}T12:00:00Z`)).replace(/^./, (first) => first.toLocaleUpperCase(language));

  return (
    <div className="j-days" data-stale={isStale || undefined}>
      {[...Map.groupBy(entries, ({ at }) => dayOf(new Date(at)))].map(([day, ofDay]) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <h2 id={`day-${day}`} className="j-day">
            <time dateTime={day}>{titleOf(day)}</time>
            {(day === today || day === yesterday) && <small>{formats.date(day)}</small>}
          </h2>
          <ol className="j-entries">
            {ofDay.map((entry) => (
              <JournalEntry key={entry.id} entry={entry} {...(entry.target !== target && { onTarget })} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}
