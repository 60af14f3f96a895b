import type { Messages } from '#kernel/i18n/messages.ts';

export const messages = {
  'problem.role.name_taken': 'Det finns redan en roll med det namnet.',
  'problem.role.beyond_own': 'Du kan inte ge, ändra eller ta bort behörigheter som du själv saknar.',
  'problem.role.is_of_the_program': 'Rollen hör till programmet och kan inte ändras eller tas bort.',
  'problem.role.in_use': 'Rollen kan inte tas bort så länge någon medlem har den.',
  'problem.role.too_many': 'En organisation kan ha högst {rolesMax} roller.',
  'problem.member.last_owner': 'Organisationen måste ha minst en aktiv ägare. Gör någon annan till ägare först.',
  'problem.invitation.is_accepted': 'Inbjudan har redan accepterats och kan inte återkallas.',
  'field.role_name_taken': 'Namnet är upptaget. Välj ett annat.',
  'field.role_unknown': 'Rollen finns inte.',
} satisfies Messages;
