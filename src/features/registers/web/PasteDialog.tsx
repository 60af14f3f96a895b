import { useMemo } from 'react';
import { useFormats, useLanguage, useMessages } from '#web/language.ts';
import { Button } from '#web/ui/Button.tsx';
import { Dialog } from '#web/ui/Dialog.tsx';
import { messages as kit } from '#web/ui/messages.ts';
import { messages } from './messages.ts';
import { useRegister } from './register.ts';
import { withoutFaults, type TableWork } from './useTableWork.ts';

/** Asked only when something of a paste does not fit: what is left out and why, what would be made, and the way on. */
export default function PasteDialog({ work }: { work: TableWork }) {
  const text = useMessages(messages);
  const { cancel } = useMessages(kit);
  const formats = useFormats();
  const language = useLanguage();
  const { fields } = useRegister();
  const { question, answer, dismiss } = work;
  const labels = useMemo(() => new Map(fields.map(({ key, label }) => [key, label[language]])), [fields, language]);
  if (!question) return null;
  const { names, newCount, lostColumns, leftOut, problems } = question;
  const sound = withoutFaults(question);
  const changed = sound.filter(({ record }) => record !== null).length;
  const made = sound.length - changed;
  const titleOf = () => {
    if (problems.length > 0) return text.pasteFaultsTitle;
    return lostColumns > 0 || leftOut.length > 0 ? text.pasteTitle : text.pasteNewTitle;
  };
  return (
    <Dialog
      title={titleOf()}
      isOpen
      onClose={dismiss}
      footer={
        <>
          <Button onPress={dismiss}>{cancel}</Button>
          {made > 0 && changed > 0 && <Button onPress={() => answer(false)}>{text.pasteWithoutNew}</Button>}
          {sound.length > 0 && (
            <Button variant="primary" onPress={() => answer(true)}>
              {made > 0 ? text.pasteWithNew(made) : text.pasteRest(changed)}
            </Button>
          )}
        </>
      }
    >
      <div className="v-stack">
        {problems.length === 0 && newCount > 0 && <p>{text.pasteNew(newCount, formats.number(newCount))}</p>}
        {problems.length === 0 && lostColumns > 0 && <p>{text.pasteLost(lostColumns)}</p>}
        {problems.length === 0 && leftOut.length > 0 && (
          <p>{text.pasteLeftOut(formats.list(leftOut.map(({ label }) => label[language])))}</p>
        )}
        {problems.length > 0 && (
          <>
            <p>{text.pasteFaults}</p>
            <ul className="r-faults">
              {problems.map(({ place, field, message }) => (
                <li key={`${place} ${field} ${message}`}>
                  <strong>{names[place]}</strong>
                  {field !== undefined && `, ${labels.get(field) ?? field}`}: {message}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Dialog>
  );
}
