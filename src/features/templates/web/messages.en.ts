import type { sv } from './messages.sv.ts';

export const en: typeof sv = {
  fromTemplate: 'Begin with a template',
  fromTemplateShort: 'From template',
  choose: 'Template',
  intro:
    'A template makes registers that belong together, with views. Every field has its class, purpose and legal basis already. All of it can be changed afterwards.',
  makes: 'This is made',
  fields: (count) => `${count} fields`,
  views: (names) => `Views: ${names}`,
  isThere: 'There already',
  isThereText: 'A register with the same key is left as it is. Links of the new registers lead to it.',
  allThere: 'The organisation has all registers of the template already.',
  make: (count, written) => (count === 1 ? 'Make 1 register' : `Make ${written} registers`),
  made: (name) => `${name} is ready`,
};
