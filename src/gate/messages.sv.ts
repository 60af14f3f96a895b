import type { Messages } from '#kernel/i18n/messages.ts';

export const messages = {
  'problem.nobody': 'Du är inte inloggad, eller så har inloggningen gått ut. Logga in och försök igen.',
  'problem.idle': 'Du har varit borta längre än organisationen tillåter. Logga in igen.',
  'problem.not_found': 'Det finns inget här.',
  'problem.forbidden': 'Du har inte behörighet att göra detta.',
  'problem.input.invalid': 'Något i det du skickade behöver rättas.',
  'problem.too_many_calls': 'För många försök. Vänta en stund och försök igen.',
  'problem.rate_exceeded': 'Det kommer fler anrop än {perMinute} i minuten härifrån. Vänta en stund och försök igen.',
  'problem.too_busy': 'Det är många på en gång just nu. Vänta några sekunder och försök igen.',
  'problem.events.too_many': 'För många sidor följer detta på en gång. Ändringar visas när du läser om.',
  'problem.other_site': 'Anropet kom från en annan webbplats och utfördes inte.',
  'problem.page_header_missing': 'Anropet saknar sidhuvudet x-valv-page och utfördes inte.',
  'problem.body_too_large': 'Innehållet är för stort; högst {bytesMax} byte tas emot.',
  'problem.body_type': 'Innehållet måste vara av typen {types}.',
  'problem.method_not_allowed': 'Den här adressen har ingen sådan metod.',
  'problem.idempotency.other_body': 'Samma Idempotency-Key har redan använts för ett annat innehåll.',
  'problem.idempotency.answer_withdrawn':
    'Anropet är redan utfört. Svaret lämnas inte igen, för sedan dess har ett fält förseglats.',
  'problem.conflict': 'Det krockar med något som redan finns.',
  'problem.conflict.reference': 'Något annat hänger på detta, eller så finns inte det som det pekar på.',
  'problem.database.unavailable': 'Databasen svarar inte just nu. Inget har ändrats; försök igen om en liten stund.',
  'problem.database.busy': 'Någon annan ändrade samtidigt. Försök igen.',
  'problem.database.too_slow': 'Det tog för lång tid och avbröts. Inget har ändrats.',
  'problem.journal.unavailable':
    'Journalen kan inte skrivas just nu, och utan den lämnas inga svar ut. Försök igen om en liten stund.',
  'problem.internal': 'Något gick fel hos oss. Felet är noterat; ange spårningsnumret om du hör av dig.',
  'field.unknown': 'Fältet finns inte.',
  'field.control_characters': 'Texten innehåller tecken som inte kan visas.',
  'field.not_json': 'Innehållet är inte giltig JSON.',
  'field.not_utf8': 'Texten är inte giltig UTF-8.',
  'field.idempotency_key': 'Nyckeln ska ha 8–200 tecken: bokstäver, siffror, _ och -.',
} satisfies Messages;
