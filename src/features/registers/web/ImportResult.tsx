import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormats, useMessages } from '#web/language.ts';
import { Banner } from '#web/ui/Banner.tsx';
import { Button } from '#web/ui/Button.tsx';
import { Card } from '#web/ui/Card.tsx';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { LinkButton } from '#web/ui/Link.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { correctMessages } from './correct-messages.ts';
import { CorrectRowDialog } from './CorrectRowDialog.tsx';
import { ImportOutcomes } from './ImportOutcomes.tsx';
import { importRowsQuery, useRetryRows, useRunImport, type Import, type ImportRow } from './imports.ts';
import { ImportRows } from './ImportRows.tsx';
import { messages } from './messages.ts';
import { useRegister } from './register.ts';
import { useTellFailure } from '#web/ui/useTellFailure.ts';

/** What became of an import: what is in, what is not and why, and the way back. */
export function ImportResult({ one }: { one: Import }) {
  const text = useMessages(messages);
  const { retryAll } = useMessages(correctMessages);
  const formats = useFormats();
  const { place, href } = useRegister();
  const undo = useRunImport(place, one.id);
  const retry = useRetryRows(place, one.id);
  const tellProblem = useTellFailure();
  const [isAsking, setAsking] = useState(false);
  const isUndone = one.status === 'undone';
  const at = one.finishedAt === null ? '' : formats.dateTime(one.finishedAt);
  return (
    <>
      <Banner
        tone={isUndone ? 'info' : one.failedCount > 0 ? 'warning' : 'success'}
        title={
          isUndone
            ? text.undoneTitle(at)
            : text.doneTitle(one.doneCount, formats.number(one.doneCount), at, one.mode !== 'add')
        }
      >
        {isUndone
          ? one.mode === 'add'
            ? text.undoneText
            : text.undoneTextUpdate
          : one.failedCount > 0 && text.failedText(one.failedCount)}
      </Banner>
      {!isUndone && one.outcomes && one.mode !== 'add' && (
        <ImportOutcomes outcomes={one.outcomes} label={text.outcomesTitle} />
      )}
      <div className="v-cluster">
        <LinkButton href={href} variant="primary" icon="register">
          {text.toRegister}
        </LinkButton>
        {!isUndone && one.doneCount > 0 && (
          <Button icon="undo" onPress={() => setAsking(true)} isPending={undo.isPending}>
            {text.undoImport}
          </Button>
        )}
        {!isUndone && one.failedCount > 0 && (
          <Button
            icon="restore"
            isPending={retry.isPending}
            onPress={() => retry.mutate(undefined, { onError: tellProblem })}
          >
            {retryAll}
          </Button>
        )}
      </div>
      {one.failedCount > 0 && <RowsCard one={one} state="failed" title={text.failedRows} mayCorrect={!isUndone} />}
      {isUndone && one.doneCount > 0 && <RowsCard one={one} state="kept" title={text.keptRows} />}
      <ConfirmDialog
        title={text.undoTitle}
        isOpen={isAsking}
        action={text.undoImport}
        isDanger
        isPending={undo.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => undo.mutate('undo', { onError: tellProblem, onSettled: () => setAsking(false) })}
      >
        {one.mode === 'add'
          ? text.undoText(one.doneCount, formats.number(one.doneCount))
          : text.undoTextUpdate(one.doneCount, formats.number(one.doneCount))}
      </ConfirmDialog>
    </>
  );
}

interface RowsCardProps {
  one: Import;
  state: ImportRow['state'];
  title: string;
  mayCorrect?: boolean;
}

function RowsCard({ one, state, title, mayCorrect = false }: RowsCardProps) {
  const text = useMessages(messages);
  const { place } = useRegister();
  const [corrected, setCorrected] = useState<ImportRow>();
  const rows = useInfiniteQuery(importRowsQuery(place, one.id, state));
  if (rows.isPending) return <SkeletonLines lines={4} />;
  if (rows.isError) {
    return <ErrorState error={rows.error} onRetry={() => void rows.refetch()} isRetrying={rows.isRefetching} />;
  }
  const read = rows.data.pages.flatMap((page) => page.rows);
  return (
    <Card
      title={title}
      isFlush
      {...(rows.hasNextPage && {
        footer: (
          <Button size="small" isPending={rows.isFetchingNextPage} onPress={() => void rows.fetchNextPage()}>
            {text.moreRows}
          </Button>
        ),
      })}
    >
      <ImportRows columns={one.columns} rows={read} label={title} {...(mayCorrect && { onCorrect: setCorrected })} />
      {corrected && (
        <CorrectRowDialog one={one} row={corrected} faulty={read} onClose={() => setCorrected(undefined)} />
      )}
    </Card>
  );
}
