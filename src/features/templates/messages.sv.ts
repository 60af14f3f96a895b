import type { Messages } from '#kernel/i18n/messages.ts';

export const messages = {
  'problem.template.other_subject':
    'Organisationen har redan ett register med nyckeln {key} om något annat. Mallen kan inte användas bredvid det.',
} satisfies Messages;
