import type { Messages } from '#kernel/i18n/messages.ts';

export const messages = {
  'problem.template.other_subject':
    'The organisation has a register with the key {key} about something else already. The template cannot be used beside it.',
} satisfies Messages;
