import type { Messages } from '#kernel/i18n/messages.ts';

export const messages = {
  'problem.view.too_many': 'The register has as many views as there is room for. Remove one first.',
  'problem.view.stale': 'Somebody else has changed the view since you opened it.',
} satisfies Messages;
