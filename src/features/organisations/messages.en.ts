import type { Messages } from '#kernel/i18n/messages.ts';

export const messages = {
  'problem.organisation.slug_taken': 'The address is taken.',
  'field.slug_taken': 'The address is already in use. Choose another one.',
} satisfies Messages;
