import type { Messages } from '#kernel/i18n/messages.ts';

export const messages = {
  'problem.sign_in.refused': 'Användarnamn eller lösenord stämmer inte för den här organisationen.',
  'problem.link.refused': 'Länken gäller inte längre. Den kan vara använd eller för gammal; be om en ny.',
  'problem.password.current_wrong': 'Ditt nuvarande lösenord stämmer inte.',
  'problem.password.sign_in_again': 'Ange ditt nuvarande lösenord, eller logga in på nytt med en inloggningslänk.',
  'problem.password.too_common': 'Lösenordet är för lätt att gissa. Välj ett annat, gärna flera ord som inte hör ihop.',
  'problem.account.user_name_taken': 'Användarnamnet är upptaget.',
  'problem.account.email_taken': 'E-postadressen används redan av ett annat konto.',
  'problem.invitation.refused':
    'Inbjudan gäller inte längre. Den kan vara använd, återkallad eller för gammal; be om en ny.',
  'problem.invitation.already_member': 'Du är redan medlem i organisationen.',
  'field.slug': 'Använd bara små bokstäver a–z, siffror och bindestreck, med bokstav eller siffra först och sist.',
  'field.user_name': 'Använd bara bokstäver a–z, siffror och tecknen . _ + -, med bokstav eller siffra först och sist.',
  'field.user_name_taken': 'Användarnamnet är upptaget. Välj ett annat.',
  'field.email_taken': 'Adressen används redan av ett annat konto.',
  'field.password_wrong': 'Lösenordet stämmer inte.',
  'field.password_too_common': 'Lösenordet är för vanligt eller för regelbundet.',
  'field.password_has_user_name': 'Lösenordet får inte innehålla användarnamnet.',
} satisfies Messages;
