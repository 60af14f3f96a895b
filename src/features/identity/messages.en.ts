import type { Messages } from '#kernel/i18n/messages.ts';

export const messages = {
  'problem.sign_in.refused': 'User name or password is not right for this organisation.',
  'problem.link.refused': 'The link is no longer good. It may have been used or be too old; ask for a new one.',
  'problem.password.current_wrong': 'Your current password is not right.',
  'problem.password.sign_in_again': 'Give your current password, or sign in again with a sign-in link.',
  'problem.password.too_common':
    'The password is too easy to guess. Choose another one, preferably several words that do not belong together.',
  'problem.account.user_name_taken': 'The user name is taken.',
  'problem.account.email_taken': 'The e-mail address is already used by another account.',
  'problem.invitation.refused':
    'The invitation is no longer good. It may have been used, revoked or be too old; ask for a new one.',
  'problem.invitation.already_member': 'You are already a member of the organisation.',
  'field.slug': 'Use only lower-case letters a–z, digits and hyphens, with a letter or digit first and last.',
  'field.user_name': 'Use only letters a–z, digits and the characters . _ + -, with a letter or digit first and last.',
  'field.user_name_taken': 'The user name is taken. Choose another one.',
  'field.email_taken': 'The address is already used by another account.',
  'field.password_wrong': 'The password is not right.',
  'field.password_too_common': 'The password is too common or too regular.',
  'field.password_has_user_name': 'The password may not contain the user name.',
} satisfies Messages;
