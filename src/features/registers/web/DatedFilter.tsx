import { useState } from 'react';
import { useLanguage, useMessages } from '#web/language.ts';
import { DateField } from '#web/ui/DateField.tsx';
import { Select } from '#web/ui/Select.tsx';
import { messages } from './messages.ts';
import { relativeTexts, relativeWords, STRETCHES } from './relative-words.ts';

interface Ends {
  from: string;
  to: string;
}

const OWN = 'own';
const NAMES = Object.keys(STRETCHES) as (keyof typeof STRETCHES)[];

/** From when until when: a stretch told from today, which moves with it, or days of the calendar. */
export function DatedFilter({ from, to, onChange }: Ends & { onChange: (ends: Ends) => void }) {
  const text = useMessages(messages);
  const language = useLanguage();
  const words = relativeTexts(language);
  // One that an address asks for need be none of ours.
  const [asked] = useState<Ends>({ from, to });
  const isRelative = (ends: Ends) => [ends.from, ends.to].some((end) => relativeWords(end, language) !== undefined);
  const isSame = (ends: Ends) => ends.from === from && ends.to === to;
  const known = NAMES.find((name) => isSame(STRETCHES[name]));
  const isForeign = isRelative(asked) && !NAMES.some((name) => sameEnds(STRETCHES[name], asked));
  const chosen = known ?? (isForeign && isSame(asked) ? 'asked' : OWN);
  const said = ({ from, to }: Ends) =>
    [
      from && text.operators.from(relativeWords(from, language) ?? from),
      to && text.operators.to(relativeWords(to, language) ?? to),
    ]
      .filter(Boolean)
      .join(' ');
  return (
    <>
      <Select
        label={words.when}
        value={chosen}
        onChange={(id) =>
          onChange(id === 'asked' ? asked : id === OWN ? { from: '', to: '' } : STRETCHES[id as keyof typeof STRETCHES])
        }
        options={[
          { id: OWN, label: words.own },
          ...(isForeign ? [{ id: 'asked', label: said(asked) }] : []),
          ...NAMES.map((id) => ({ id, label: words.stretches[id] })),
        ]}
      />
      {chosen === OWN && (
        <>
          <DateField label={text.from} value={from || null} onChange={(date) => onChange({ from: date ?? '', to })} />
          <DateField label={text.to} value={to || null} onChange={(date) => onChange({ from, to: date ?? '' })} />
        </>
      )}
    </>
  );
}

const sameEnds = (one: Ends, other: Ends) => one.from === other.from && one.to === other.to;
