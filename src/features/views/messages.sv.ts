import type { Messages } from '#kernel/i18n/messages.ts';

export const messages = {
  'problem.view.too_many': 'Registret har redan så många vyer som ryms. Ta bort någon först.',
  'problem.view.stale': 'Någon annan har ändrat vyn sedan du öppnade den.',
} satisfies Messages;
