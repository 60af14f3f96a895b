import { useFormats, useLanguage, useMessages } from '#web/language.ts';
import { messages } from './messages.ts';
import type { Register } from './queries.ts';

/** `1 200 medlemmar`, `37 träffar`, `fler än 100 000`. */
export function useCountWords(
  register: Pick<Register, 'name'>,
  isNarrowed: boolean,
): (counted: { count: number; isExact: boolean }) => string {
  const text = useMessages(messages);
  const formats = useFormats();
  const language = useLanguage();
  return ({ count, isExact }) => {
    if (!isExact) return text.moreThan(formats.number(count));
    if (isNarrowed) return text.hits(count, formats.number(count));
    // A register is named by many of its kind: one of them has no name of its own.
    const name = register.name[language];
    const isWord = name.slice(1) === name.slice(1).toLocaleLowerCase(language);
    return count === 1 || !isWord
      ? text.records(count, formats.number(count))
      : `${formats.number(count)} ${name.toLocaleLowerCase(language)}`;
  };
}
