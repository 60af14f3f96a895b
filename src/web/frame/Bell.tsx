import { Link } from 'react-aria-components/Link';
import { useMessages } from '../language.ts';
import { Icon } from '../ui/Icon.tsx';
import { messages } from './messages.ts';

/** To what calls for somebody, with how much of it is unread. */
export function Bell({ href, unread }: { href: string; unread: number }) {
  const text = useMessages(messages);
  return (
    <Link href={href} className="v-button v-button-icon f-bell" data-variant="quiet" data-size="medium">
      <Icon name="bell" />
      <span className="v-hidden">{unread > 0 ? `${text.mentions}, ${text.unread(unread)}` : text.mentions}</span>
      {unread > 0 && (
        <span className="f-bell-count" aria-hidden="true">
          {unread >= 100 ? '99+' : unread}
        </span>
      )}
    </Link>
  );
}
