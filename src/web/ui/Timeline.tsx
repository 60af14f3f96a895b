import './Timeline.css';
import type { ReactNode } from 'react';
import { useFormats, useMessages } from '../language.ts';
import { Avatar } from './Avatar.tsx';
import { Icon, type IconName } from './Icon.tsx';
import { messages } from './messages.ts';

export interface TimelineEntry {
  id: string;
  /** An instant, ISO 8601. */
  at: string;
  who: string;
  what: ReactNode;
  icon?: IconName;
  /** `from` null leaves the old side out, where there was none or nobody may see it. */
  changes?: readonly { field: string; from?: ReactNode; to?: ReactNode }[];
  action?: ReactNode;
}

export interface TimelineProps {
  label: string;
  entries: readonly TimelineEntry[];
}

/** History, newest first: who, when, what, and each field's old and new value. */
export function Timeline({ label, entries }: TimelineProps) {
  const text = useMessages(messages);
  const formats = useFormats();
  const blank = <span className="v-fact-empty">{text.historyEmpty}</span>;
  return (
    <ol className="v-timeline" aria-label={label}>
      {entries.map((entry) => (
        <li key={entry.id} className="v-event">
          <span className="v-event-mark">
            {entry.icon ? <Icon name={entry.icon} size={15} /> : <Avatar name={entry.who} size="small" />}
          </span>
          <div className="v-event-head">
            <span>
              <strong>{entry.who}</strong> {entry.what}
            </span>
            <time dateTime={entry.at} title={formats.ago(entry.at)}>
              {formats.dateTime(entry.at)}
            </time>
          </div>
          {entry.changes && entry.changes.length > 0 && (
            <dl className="v-changes">
              {entry.changes.map((change) => (
                <div key={change.field}>
                  <dt>{change.field}</dt>
                  <dd>
                    {change.from !== null && (
                      <>
                        <del>
                          <span className="v-hidden">{text.historyFrom}: </span>
                          {change.from ?? blank}
                        </del>
                        <span className="v-change-arrow" aria-hidden="true">
                          →
                        </span>
                      </>
                    )}
                    <ins>
                      <span className="v-hidden">{text.historyTo}: </span>
                      {change.to ?? blank}
                    </ins>
                  </dd>
                </div>
              ))}
            </dl>
          )}
          {entry.action && <div className="v-event-action">{entry.action}</div>}
        </li>
      ))}
    </ol>
  );
}
