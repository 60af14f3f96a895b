import './Badge.css';
import type { ReactNode } from 'react';
import { useMessages } from '../language.ts';
import { Icon, type IconName } from './Icon.tsx';
import { messages } from './messages.ts';

export interface BadgeProps {
  /** Colour is a second voice: the words say it too. */
  tone?: 'neutral' | 'accent' | 'info' | 'success' | 'warning' | 'danger';
  icon?: IconName;
  hasDot?: boolean;
  children: ReactNode;
}

/** A status or count. */
export function Badge({ tone = 'neutral', icon, hasDot = false, children }: BadgeProps) {
  return (
    <span className="v-badge" data-tone={tone}>
      {hasDot && <span className="v-badge-dot" />}
      {icon && <Icon name={icon} size={13} />}
      {children}
    </span>
  );
}

export interface TagProps {
  children: string;
  onRemove?: () => void;
}

/** A word that somebody chose, such as a filter or a group. */
export function Tag({ children, onRemove }: TagProps) {
  const text = useMessages(messages);
  return (
    <span className="v-tag" data-removable={onRemove ? true : undefined}>
      {children}
      {onRemove && (
        <button type="button" className="v-tag-remove" aria-label={`${text.clear}: ${children}`} onClick={onRemove}>
          <Icon name="close" size={12} />
        </button>
      )}
    </span>
  );
}
