import { useMessages } from '#web/language.ts';
import { Badge, type BadgeProps } from '#web/ui/Badge.tsx';
import { messages } from './messages.ts';
import type { Webhook } from './queries.ts';

type Standing = Webhook['status'] | 'failing';

const TONES = {
  active: 'success',
  failing: 'warning',
  paused: 'neutral',
  given_up: 'danger',
} as const satisfies Record<Standing, BadgeProps['tone']>;

/** One failure is a hiccup; from the second on it is something to look at. */
export function standingOf({ status, failureCount }: Webhook): Standing {
  return status === 'active' && failureCount > 1 ? 'failing' : status;
}

export function StatusBadge({ webhook }: { webhook: Webhook }) {
  const text = useMessages(messages);
  const standing = standingOf(webhook);
  return <Badge tone={TONES[standing]}>{text.status[standing]}</Badge>;
}
