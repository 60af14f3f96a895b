import type { Messages } from '#kernel/i18n/messages.ts';

export const messages = {
  'problem.webhook.not_active': 'The webhook is not active. Set it going first.',
  'problem.webhook.too_many': 'An organisation can have at most {webhooksMax} webhooks.',
  'field.webhook_url': 'Write a whole address without user, password and #, for example https://example.org/valv.',
  'field.webhook_not_https': 'The address must begin with https://, so that what is sent cannot be read on its way.',
  'field.webhook_private': 'The address belongs to an internal network. Only addresses on the internet can receive.',
  'field.webhook_register': 'There is no such register.',
} satisfies Messages;
