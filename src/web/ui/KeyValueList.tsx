import './KeyValueList.css';
import type { ReactNode } from 'react';
import { useMessages } from '../language.ts';
import { messages } from './messages.ts';

export interface KeyValueListProps {
  items: readonly { label: string; value: ReactNode; note?: ReactNode }[];
}

export function KeyValueList({ items }: KeyValueListProps) {
  const text = useMessages(messages);
  return (
    <dl className="v-facts">
      {items.map(({ label, value, note }) => (
        <div key={label} className="v-fact">
          <dt>{label}</dt>
          <dd>
            {isEmpty(value) ? <span className="v-fact-empty">{text.historyEmpty}</span> : value}
            {note && <div className="v-description">{note}</div>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const isEmpty = (value: ReactNode): boolean => value === undefined || value === null || value === '';
