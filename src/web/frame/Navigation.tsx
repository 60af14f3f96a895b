import { Link } from 'react-aria-components/Link';
import { useMessages } from '../language.ts';
import { Icon, type IconName } from '../ui/Icon.tsx';
import { messages } from './messages.ts';

export interface NavigationItem {
  href: string;
  label: string;
  icon: IconName;
  isCurrent: boolean;
  /** How many wait for somebody, and the words for it: `3 olästa`. */
  count?: number;
  countWords?: string;
}

export interface NavigationGroup {
  id: string;
  title?: string;
  items: readonly NavigationItem[];
}

const hasCount = ({ count = 0 }: NavigationItem) => count > 0;

export function Navigation({ groups, onNavigate }: { groups: readonly NavigationGroup[]; onNavigate: () => void }) {
  const text = useMessages(messages);
  return (
    <nav className="f-navigation" aria-label={text.navigation}>
      {groups.map((group) => (
        <div key={group.id} className="f-navigation-group">
          {group.title && (
            <h2 id={`navigation-${group.id}`} className="f-navigation-title">
              {group.title}
            </h2>
          )}
          <ul className="f-navigation-list" {...(group.title && { 'aria-labelledby': `navigation-${group.id}` })}>
            {group.items.map((item) => (
              <li key={item.href}>
                <Link
                  href={item.href}
                  className="f-link"
                  onPress={onNavigate}
                  {...(item.isCurrent && { 'aria-current': 'page' as const })}
                >
                  <Icon name={item.icon} />
                  <span className="f-link-text">
                    {item.label}
                    {hasCount(item) && <span className="v-hidden">, {item.countWords ?? item.count}</span>}
                  </span>
                  {hasCount(item) && (
                    <span className="f-link-count" aria-hidden="true">
                      {item.count}
                    </span>
                  )}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
