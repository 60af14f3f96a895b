import type { Messages } from '#kernel/i18n/messages.ts';

export const messages = {
  'problem.role.name_taken': 'There is already a role with that name.',
  'problem.role.beyond_own': 'You cannot give, change or take away permissions that you lack yourself.',
  'problem.role.is_of_the_program': 'The role comes with the program and cannot be changed or removed.',
  'problem.role.in_use': 'The role cannot be removed while any member has it.',
  'problem.role.too_many': 'An organisation can have at most {rolesMax} roles.',
  'problem.member.last_owner':
    'The organisation must have at least one active owner. Make somebody else an owner first.',
  'problem.invitation.is_accepted': 'The invitation has already been accepted and cannot be revoked.',
  'field.role_name_taken': 'The name is taken. Choose another one.',
  'field.role_unknown': 'There is no such role.',
} satisfies Messages;
