import type { Language } from '#web/language.ts';
import { messages } from './messages.ts';

/** What a role is called: a role of the program in the reader's language, one of the organisation's making by its own name. */
export function roleName(role: { code: string | null; name: string }, language: Language): string {
  const { roles } = messages[language];
  return role.code !== null && isProgramRole(role.code) ? roles[role.code].name : role.name;
}

export function roleText(role: { code: string | null }, language: Language): string | undefined {
  const { roles } = messages[language];
  return role.code !== null && isProgramRole(role.code) ? roles[role.code].text : undefined;
}

const isProgramRole = (code: string): code is keyof typeof messages.sv.roles => Object.hasOwn(messages.sv.roles, code);

const ORDER = Object.keys(messages.sv.roles);

/** The program's roles from the one that gives most, then the organisation's own as they come. */
export function inOrder<R extends { code: string | null }>(roles: readonly R[]): R[] {
  const place = ({ code }: R) => (code === null ? ORDER.length : ORDER.indexOf(code));
  return [...roles].sort((one, other) => place(one) - place(other));
}
