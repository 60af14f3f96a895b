import { ProblemError } from '#web/client.ts';
import { useMessages } from '#web/language.ts';
import { Banner } from '#web/ui/Banner.tsx';
import { problemWords } from '#web/ui/ErrorState.tsx';
import { messages as kit } from '#web/ui/messages.ts';
import { messages } from './messages.ts';

/** What was wrong with a file or with what was chosen for it, with the row where there is one. */
export function ImportFault({ error }: { error: unknown }) {
  const text = useMessages(messages);
  const words = useMessages(kit);
  if (!error) return null;
  const { title, detail } = problemWords(error, words);
  const told =
    error instanceof ProblemError
      ? error.fields.map(({ path, message }) => `${rowOf(path, text.row)}${message}`).filter((one) => one !== title)
      : [];
  return (
    <Banner tone="danger" title={title}>
      {told.length > 0 ? told.join(' ') : detail}
    </Banner>
  );
}

/** `row 17` in the language of the page. */
const rowOf = (path: string, word: string): string => {
  const number = /^row (\d+)$/.exec(path)?.[1];
  return number === undefined ? '' : `${word} ${number}: `;
};
