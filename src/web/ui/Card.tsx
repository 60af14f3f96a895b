import './Card.css';
import { useId, type ReactNode } from 'react';

export interface CardProps {
  title?: string;
  description?: ReactNode;
  actions?: ReactNode;
  footer?: ReactNode;
  /** The content reaches the edges, as a table or a list of rows does. */
  isFlush?: boolean;
  children?: ReactNode;
}

export function Card({ title, description, actions, footer, isFlush = false, children }: CardProps) {
  const id = useId();
  return (
    <section className="v-card" data-flush={isFlush || undefined} {...(title && { 'aria-labelledby': id })}>
      {(title || actions) && (
        <header className="v-card-header">
          <div className="v-card-heading">
            {title && <h2 id={id}>{title}</h2>}
            {description && <div className="v-description">{description}</div>}
          </div>
          {actions && <div className="v-card-actions">{actions}</div>}
        </header>
      )}
      {children && <div className="v-card-body">{children}</div>}
      {footer && <footer className="v-card-footer">{footer}</footer>}
    </section>
  );
}
