import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { useFormats, useMessages } from '#web/language.ts';
import { announce } from '#web/ui/LiveRegion.tsx';
import { ProgressBar } from '#web/ui/Spinner.tsx';
import { batchQuery, isAtWork, useFollowed } from './batches.ts';
import { messages } from './messages.ts';
import { useRegister } from './register.ts';
import type { TableWork } from './useTableWork.ts';

/** What the machine is at work on, while the table is used for something else; told when it is done. */
export function BatchesAtWork({ work }: { work: TableWork }) {
  const { place } = useRegister();
  const ids = useFollowed(place);
  return ids.map((id) => <BatchProgress key={id} id={id} work={work} />);
}

function BatchProgress({ id, work }: { id: string; work: TableWork }) {
  const text = useMessages(messages);
  const formats = useFormats();
  const { place } = useRegister();
  const { data: batch } = useQuery(batchQuery(place, id));
  const isDone = batch !== undefined && !isAtWork(batch);
  const onDone = useEffectEvent(() => {
    if (!batch) return;
    work.batches.leave(id);
    announce(
      batch.status === 'undone'
        ? text.isUndone
        : text.batchDone[batch.kind](batch.doneCount, formats.number(batch.doneCount)),
    );
    if (batch.status === 'undone') work.tellUndone(batch);
    else work.tellBatch(batch);
  });
  useEffect(() => {
    if (isDone) onDone();
  }, [isDone]);
  if (!batch || isDone) return null;
  const isUndoing = batch.status === 'undoing';
  const [part, whole] = isUndoing
    ? [batch.undoneCount + batch.keptCount, batch.doneCount]
    : [batch.doneCount + batch.sameCount + batch.failedCount, batch.rowCount];
  return (
    <div className="r-at-work">
      <ProgressBar
        label={isUndoing ? text.batchUndoing : text.batchRunning[batch.kind](formats.number(batch.rowCount))}
        value={whole === 0 ? 0 : (100 * part) / whole}
      />
    </div>
  );
}
