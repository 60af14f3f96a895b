import './Breadcrumbs.css';
import { useMessages } from '../language.ts';
import { Icon } from './Icon.tsx';
import { Link } from './Link.tsx';
import { messages } from './messages.ts';

export interface BreadcrumbsProps {
  /** From the outermost; the page itself is the heading below and is left out. */
  crumbs: readonly { label: string; href: string }[];
}

export function Breadcrumbs({ crumbs }: BreadcrumbsProps) {
  const text = useMessages(messages);
  return (
    <nav aria-label={text.breadcrumbs}>
      <ol className="v-breadcrumbs">
        {crumbs.map((crumb) => (
          <li key={crumb.href}>
            <Link href={crumb.href} isQuiet>
              {crumb.label}
            </Link>
            <Icon name="chevronRight" size={14} />
          </li>
        ))}
      </ol>
    </nav>
  );
}
