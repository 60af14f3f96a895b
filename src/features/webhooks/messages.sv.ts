import type { Messages } from '#kernel/i18n/messages.ts';

export const messages = {
  'problem.webhook.not_active': 'Webhooken är inte igång. Sätt igång den först.',
  'problem.webhook.too_many': 'En organisation kan ha högst {webhooksMax} webhooks.',
  'field.webhook_url': 'Skriv en hel adress utan användare, lösenord och #, till exempel https://exempel.se/valv.',
  'field.webhook_not_https': 'Adressen måste börja med https://, så att det som skickas inte kan läsas på vägen.',
  'field.webhook_private': 'Adressen hör till ett internt nät. Bara adresser på internet kan ta emot.',
  'field.webhook_register': 'Det finns inget sådant register.',
} satisfies Messages;
