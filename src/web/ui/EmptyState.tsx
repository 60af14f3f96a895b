import './EmptyState.css';
import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';

export interface EmptyStateProps {
  icon?: IconName;
  title: string;
  /** What this place is for, and what to do first. */
  children?: ReactNode;
  action?: ReactNode;
  /** It is all there is on the page, so its title is the page's. */
  isPage?: boolean;
}

export function EmptyState({ icon = 'register', title, children, action, isPage = false }: EmptyStateProps) {
  const Heading = isPage ? 'h1' : 'h2';
  return (
    <div className="v-empty">
      <span className="v-empty-arch">
        <Icon name={icon} size={26} />
      </span>
      <Heading className="v-empty-title">{title}</Heading>
      {children && <div className="v-empty-text">{children}</div>}
      {action && <div className="v-empty-action">{action}</div>}
    </div>
  );
}
