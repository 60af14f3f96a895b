import { lazy, Suspense, useState } from 'react';
import { useFormats, useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Button, IconButton } from '#web/ui/Button.tsx';
import { useTellFailure } from '#web/ui/useTellFailure.ts';
import type { Many } from './batches.ts';
import { messages } from './messages.ts';
import type { ChosenRecords } from './useChosenRecords.ts';
import type { TableWork } from './useTableWork.ts';

const ChangeFieldDialog = lazy(() => import('./ChangeFieldDialog.tsx'));

/** What can be done with the records that are chosen. It stands where the toolbar does, so that no row moves under the hand. */
export function SelectionBar({ chosen, work }: { chosen: ChosenRecords; work: TableWork }) {
  const text = useMessages(messages);
  const formats = useFormats();
  const { may } = useOrganisation();
  const tellFailure = useTellFailure();
  const [isChanging, setChanging] = useState(false);
  const [isPending, setPending] = useState(false);
  const told = text.chosen(chosen.count, formats.number(chosen.count));
  // The bar goes with the choice, and the focus back to the table.
  const leave = () => {
    chosen.clear();
    document.querySelector<HTMLElement>('[role="grid"] [tabindex="0"]')?.focus();
  };
  const trash = (many: Many) => {
    setPending(true);
    work.batches
      .trash(many)
      .then((batch) => {
        work.tellBatch(batch);
        leave();
      }, tellFailure)
      .finally(() => setPending(false));
  };
  return (
    <div className="f-toolbar r-chosen" role="toolbar" aria-label={text.withChosen}>
      <span className="r-chosen-count">{told}</span>
      {chosen.canChooseAll && (
        <Button size="small" variant="quiet" onPress={chosen.chooseAll}>
          {text.chooseAll(formats.number(chosen.total ?? 0))}
        </Button>
      )}
      {may('record.write') && (
        <Button icon="edit" isCompact onPress={() => setChanging(true)}>
          {text.changeField}
        </Button>
      )}
      {may('record.trash') && (
        <Button icon="trash" isCompact isPending={isPending} onPress={() => trash(chosen.many)}>
          {text.toTrash}
        </Button>
      )}
      <IconButton icon="close" label={text.chooseNone} onPress={leave} />
      {isChanging && (
        <Suspense>
          <ChangeFieldDialog
            title={text.changeFieldOf(told)}
            onClose={() => setChanging(false)}
            onChange={async (data) => {
              work.tellBatch(await work.batches.change(chosen.many, data));
              leave();
            }}
          />
        </Suspense>
      )}
    </div>
  );
}
