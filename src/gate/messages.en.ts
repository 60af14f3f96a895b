import type { Messages } from '#kernel/i18n/messages.ts';

export const messages = {
  'problem.nobody': 'You are not signed in, or your session has ended. Sign in and try again.',
  'problem.idle': 'You have been away for longer than the organisation allows. Sign in again.',
  'problem.not_found': 'There is nothing here.',
  'problem.forbidden': 'You do not have permission to do this.',
  'problem.input.invalid': 'Something in what you sent needs to be corrected.',
  'problem.too_many_calls': 'Too many attempts. Wait a moment and try again.',
  'problem.rate_exceeded': 'More than {perMinute} calls a minute come from here. Wait a moment and try again.',
  'problem.too_busy': 'There are many at once right now. Wait a few seconds and try again.',
  'problem.events.too_many': 'Too many pages follow this at once. Changes are shown when you read again.',
  'problem.other_site': 'The call came from another site and was not carried out.',
  'problem.page_header_missing': 'The call lacks the header x-valv-page and was not carried out.',
  'problem.body_too_large': 'The content is too large; at most {bytesMax} bytes are accepted.',
  'problem.body_type': 'The content must be of type {types}.',
  'problem.method_not_allowed': 'This address has no such method.',
  'problem.idempotency.other_body': 'The same Idempotency-Key has been used for another content.',
  'problem.idempotency.answer_withdrawn':
    'The call has been carried out. Its answer is not given again, because a field has been sealed since.',
  'problem.conflict': 'It is in conflict with something that is already there.',
  'problem.conflict.reference': 'Something else depends on this, or what it points at is not there.',
  'problem.database.unavailable': 'The database does not answer right now. Nothing was changed; try again in a moment.',
  'problem.database.busy': 'Somebody else changed it at the same time. Try again.',
  'problem.database.too_slow': 'It took too long and was stopped. Nothing was changed.',
  'problem.journal.unavailable':
    'The journal cannot be written right now, and without it no answer is given. Try again in a moment.',
  'problem.internal': 'Something went wrong on our side. It is noted; give the trace id if you contact us.',
  'field.unknown': 'There is no such field.',
  'field.control_characters': 'The text contains characters that cannot be shown.',
  'field.not_json': 'The content is not valid JSON.',
  'field.not_utf8': 'The text is not valid UTF-8.',
  'field.idempotency_key': 'The key must have 8–200 characters: letters, digits, _ and -.',
} satisfies Messages;
