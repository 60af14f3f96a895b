import { memo } from 'react';
import { useFormats, useLanguage, useLocale, useMessages } from '#web/language.ts';
import { Badge } from '#web/ui/Badge.tsx';
import { actions } from './actions.ts';
import { timeZone } from '#web/time-zone.ts';
import { messages } from './messages.ts';
import { actionWords, actorWords, type Entry } from './sentence.ts';

/** More changes than this wait behind their number. */
const OPEN_CHANGES_MAX = 3;

/** Told by the sentence. */
const marksOfGone = ['trashed_at', 'removed_at'];

interface JournalEntryProps {
  entry: Entry;
  onTarget?: (target: string) => void;
}

/** One entry as a sentence, with what was changed and why. */
export const JournalEntry = memo(function JournalEntry({ entry, onTarget }: JournalEntryProps) {
  const text = useMessages(messages);
  const words = useMessages(actions);
  const formats = useFormats();
  const locale = useLocale();
  const language = useLanguage();
  const { target, outcome } = entry;
  const what = actionWords(entry, text, words);
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', timeZone }).format(new Date(entry.at));
  const isNotDone = outcome === 'refused' || outcome === 'failed';
  // What a new row lacks says nothing of it.
  const isNew = entry.action.endsWith('.inserted');
  const changes = entry.changes.filter(
    ({ field, new: now, isMasked }) => !marksOfGone.includes(field) && !(isNew && now === null && !isMasked),
  );
  return (
    <li className="j-entry" data-kind={entry.kind}>
      <time dateTime={entry.at} className="j-time">
        {time}
      </time>
      <div className="j-what">
        <p>
          <strong>{actorWords(entry, text)}</strong> {what}
          {entry.rows !== null && entry.rows > 0 && !isNotDone && (
            <span className="v-muted"> · {text.rows(entry.rows, formats.number(entry.rows))}</span>
          )}
          {outcome !== null && outcome !== 'done' && (
            <Badge tone={isNotDone ? 'danger' : 'neutral'}>{text.outcomes[outcome]}</Badge>
          )}
          {isNotDone && entry.code !== null && (
            <span className="v-muted j-code">{text.codes[entry.code] ?? entry.code}</span>
          )}
        </p>
        <Selected entry={entry} />
        {entry.fields.length > 0 && (
          <details className="j-more">
            <summary>{text.exportedFields(entry.fields.length)}</summary>
            <p className="j-reason">{entry.fields.map(({ label }) => label[language]).join(', ')}</p>
          </details>
        )}
        {entry.reason !== null && (
          <p className="j-reason">
            {text.reason}: {entry.reason}
          </p>
        )}
        {changes.length > OPEN_CHANGES_MAX ? (
          <details className="j-more">
            <summary>{text.changes(changes.length)}</summary>
            <Changes entry={entry} changes={changes} />
          </details>
        ) : (
          changes.length > 0 && <Changes entry={entry} changes={changes} />
        )}
      </div>
      {target !== null && onTarget && (
        <button
          type="button"
          className="j-only"
          aria-label={`${text.onlyThis}: ${what}, ${time}`}
          onClick={() => onTarget(target)}
        >
          {text.onlyThis}
        </button>
      )}
    </li>
  );
});

/** What a call selected by, where it did: the fields, and how many words. */
function Selected({ entry: { query } }: { entry: Entry }) {
  const text = useMessages(messages);
  const language = useLanguage();
  const said = query
    .filter(({ kind }) => kind !== 'sort')
    .map(({ label, words }) => (words === null ? (label?.[language] ?? text.hiddenField) : text.words(words)));
  return said.length === 0 ? null : (
    <p className="j-reason">
      {text.selectedBy}: {said.join(', ')}
    </p>
  );
}

function Changes({ entry, changes }: { entry: Entry; changes: Entry['changes'] }) {
  const text = useMessages(messages);
  const language = useLanguage();
  const formats = useFormats();
  const shown = (value: string | null) =>
    value === null || value === '' ? (
      <em>{text.empty}</em>
    ) : /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|\+00:00)$/.test(value) ? (
      formats.dateTime(value)
    ) : (
      value
    );
  const hasBefore = !entry.action.endsWith('.inserted');
  const hasAfter = !entry.action.endsWith('.deleted');
  return (
    <dl className="j-changes">
      {changes.map((change) => (
        <div key={change.field}>
          <dt>{change.label?.[language] ?? text.columns[change.field] ?? change.field.replace(/^data\./, '')}</dt>
          <dd>
            {change.isMasked ? (
              <span className="v-muted" title={text.maskedNote}>
                {text.masked}
              </span>
            ) : (
              <>
                {hasBefore && (
                  <del>
                    <span className="v-hidden">{text.from_}: </span>
                    {shown(change.old)}
                  </del>
                )}
                {hasBefore && hasAfter && <span aria-hidden="true"> → </span>}
                {hasAfter && (
                  <ins>
                    <span className="v-hidden">{text.to_}: </span>
                    {shown(change.new)}
                  </ins>
                )}
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
