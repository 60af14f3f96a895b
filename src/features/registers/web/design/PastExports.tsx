import { useFormats, useLanguage, useMessages } from '#web/language.ts';
import { Banner } from '#web/ui/Banner.tsx';
import type { Preview } from './ConversionPreview.tsx';
import type { Definition } from './design.ts';
import { sealingMessages } from './sealing-messages.ts';

interface PastExportsProps {
  /** The newest of them. */
  exports: Preview['exports'];
  count: number;
  /** Where the fields have their names from. */
  definition: Definition;
}

/** Files that left with a field before it was sealed: when, who, what kind, how many records, selected by what. */
export function PastExports({ exports, count, definition }: PastExportsProps) {
  const text = useMessages(sealingMessages);
  const language = useLanguage();
  const formats = useFormats();
  if (count === 0) return null;
  const wordsOf = (code: string): string | undefined => {
    const [kind, what = ''] = code.split(':');
    if (kind === 'search') return text.words(Number(what));
    // In which order the records stood says nothing of which they were.
    return kind === 'filter' ? (definition.fields.find(({ key }) => key === what)?.label[language] ?? what) : undefined;
  };
  const older = count - exports.length;
  return (
    <Banner tone="warning" title={text.exportedBefore(count, formats.number(count))}>
      <ul className="d-examples" aria-label={text.exports}>
        {exports.map(({ at, format, by, rows, fields, query }) => {
          const selected = query.flatMap((code) => wordsOf(code) ?? []);
          const facts = [
            text.formats[format],
            rows === null ? text.brokeOff : text.records(rows, formats.number(rows)),
            ...(selected.length > 0 ? [text.selectedBy(selected.join(', '))] : []),
            ...(fields === null ? [text.mayHaveHeld] : []),
          ];
          return (
            <li key={`${at} ${format}`}>
              <time dateTime={at}>{formats.dateTime(at)}</time> {by ?? text.gone}{' '}
              <span className="v-muted">{facts.join(' · ')}</span>
            </li>
          );
        })}
        {older > 0 && <li className="v-muted">{text.older(older, formats.number(older))}</li>}
      </ul>
    </Banner>
  );
}
