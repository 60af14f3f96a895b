import './PageHeader.css';
import type { ReactNode } from 'react';
import { Breadcrumbs, type BreadcrumbsProps } from './Breadcrumbs.tsx';

export interface PageHeaderProps extends Partial<BreadcrumbsProps> {
  title: string;
  badge?: ReactNode;
  description?: ReactNode;
  /** At most one primary; the rest secondary or in a menu. */
  actions?: ReactNode;
  /** Of the browser's window, when it must say more than the heading. */
  windowTitle?: string;
}

/** The page's only `h1`, and the window's title. */
export function PageHeader({ title, crumbs, badge, description, actions, windowTitle }: PageHeaderProps) {
  return (
    <header className="v-page-header">
      <title>{`${windowTitle ?? title} · Valv`}</title>
      {crumbs && crumbs.length > 0 && <Breadcrumbs crumbs={crumbs} />}
      <div className="v-page-header-row">
        <div className="v-page-heading">
          <h1>{title}</h1>
          {badge}
        </div>
        {actions && <div className="v-page-actions">{actions}</div>}
      </div>
      {description && <div className="v-page-description">{description}</div>}
    </header>
  );
}
