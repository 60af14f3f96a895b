import { useMessages } from '#web/language.ts';
import { Badge, type BadgeProps } from '#web/ui/Badge.tsx';
import type { IconName } from '#web/ui/Icon.tsx';
import { messages } from './messages.ts';
import type { PromiseState } from './queries.ts';

const LOOKS: Record<PromiseState, { tone: BadgeProps['tone']; icon: IconName }> = {
  kept: { tone: 'success', icon: 'check' },
  configured: { tone: 'info', icon: 'settings' },
  attested: { tone: 'accent', icon: 'edit' },
  at_risk: { tone: 'danger', icon: 'warning' },
  not_yet: { tone: 'neutral', icon: 'clock' },
};

export function StateBadge({ state }: { state: PromiseState }) {
  const text = useMessages(messages);
  const { tone, icon } = LOOKS[state];
  return (
    <Badge tone={tone} icon={icon}>
      {text.states[state]}
    </Badge>
  );
}
