import type { Messages } from '#kernel/i18n/messages.ts';

export const messages = {
  'problem.organisation.slug_taken': 'Adressen är upptagen.',
  'field.slug_taken': 'Adressen används redan. Välj en annan.',
} satisfies Messages;
