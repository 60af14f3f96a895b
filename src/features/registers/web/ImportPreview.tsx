import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormats, useMessages } from '#web/language.ts';
import { Button } from '#web/ui/Button.tsx';
import { Card } from '#web/ui/Card.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { Switch } from '#web/ui/Switch.tsx';
import { CorrectRowDialog } from './CorrectRowDialog.tsx';
import { ImportOutcomes } from './ImportOutcomes.tsx';
import { importRowsQuery, type Import, type ImportRow } from './imports.ts';
import { ImportRows } from './ImportRows.tsx';
import { messages } from './messages.ts';
import { useRegister } from './register.ts';

const SHOWN_ROWS_MAX = 8;

/** What would be wrong with the rows as the columns are mapped now; nothing has been changed yet. */
export function ImportPreview({ staged }: { staged: Import }) {
  const [corrected, setCorrected] = useState<{ row: ImportRow; faulty: readonly ImportRow[] }>();
  return (
    <>
      <PreviewCard staged={staged} onCorrect={(row, faulty) => setCorrected({ row, faulty })} />
      {/* Beside the rows: what is put right changes which of them are shown. */}
      {corrected && <CorrectRowDialog one={staged} {...corrected} onClose={() => setCorrected(undefined)} />}
    </>
  );
}

interface PreviewCardProps {
  staged: Import;
  onCorrect: (row: ImportRow, faulty: readonly ImportRow[]) => void;
}

function PreviewCard({ staged, onCorrect }: PreviewCardProps) {
  const text = useMessages(messages);
  const formats = useFormats();
  const { place } = useRegister();
  const isChecked = staged.outcomes !== null;
  const [isFaultyOnly, setFaultyOnly] = useState(false);
  const rows = useInfiniteQuery(
    importRowsQuery(place, staged.id, 'waiting', isChecked && isFaultyOnly ? 'faulty' : undefined),
  );
  if (rows.isPending) return <SkeletonLines lines={6} />;
  if (rows.isError) {
    return <ErrorState error={rows.error} onRetry={() => void rows.refetch()} isRetrying={rows.isRefetching} />;
  }
  const read = rows.data.pages.flatMap((page) => page.rows);
  const faulty = read.filter(({ problems }) => problems.length > 0);
  const sound = isFaultyOnly
    ? []
    : read.filter(({ problems }) => problems.length === 0).slice(0, isChecked ? undefined : SHOWN_ROWS_MAX);
  const shown = isChecked ? read : [...faulty, ...sound];
  const isAll = !rows.hasNextPage;
  return (
    <Card
      title={isChecked ? text.checkedTitle : text.previewTitle}
      isFlush
      description={isChecked ? text.checkedText : text.previewText(faulty.length, formats.number(read.length), isAll)}
      {...(!isAll && {
        actions: (
          <Button size="small" isPending={rows.isFetchingNextPage} onPress={() => void rows.fetchNextPage()}>
            {isChecked ? text.moreRows : text.checkMore}
          </Button>
        ),
      })}
    >
      {staged.outcomes && (
        <div className="i-checked">
          <ImportOutcomes outcomes={staged.outcomes} label={text.checkedTitle} isForesight />
          <Switch isSelected={isFaultyOnly} onChange={setFaultyOnly}>
            {text.faultyOnly}
          </Switch>
        </div>
      )}
      {shown.length === 0 ? (
        <p className="i-more v-muted">{text.noFaulty}</p>
      ) : (
        <ImportRows
          columns={staged.columns}
          rows={shown}
          label={text.previewTitle}
          onCorrect={(row) => onCorrect(row, faulty)}
        />
      )}
      {!isChecked && read.length > shown.length && (
        <p className="i-more v-muted">{text.soundRows(formats.number(read.length - shown.length))}</p>
      )}
    </Card>
  );
}
