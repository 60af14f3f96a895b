import { useMessages } from '#web/language.ts';
import { Badge, type BadgeProps } from '#web/ui/Badge.tsx';
import type { Import } from './imports.ts';
import { messages } from './messages.ts';

const TONES: Record<Import['status'], BadgeProps['tone']> = {
  staged: 'neutral',
  checking: 'info',
  running: 'info',
  done: 'success',
  undoing: 'info',
  undone: 'neutral',
};

export function ImportStatus({ status }: Pick<Import, 'status'>) {
  return <Badge tone={TONES[status]}>{useMessages(messages).importStates[status]}</Badge>;
}
