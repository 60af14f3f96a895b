import { useEffect, useId, useRef, useState } from 'react';
import { useFormats, useLanguage, useMessages } from '#web/language.ts';
import { Banner } from '#web/ui/Banner.tsx';
import { Button } from '#web/ui/Button.tsx';
import { Dialog } from '#web/ui/Dialog.tsx';
import { Form } from '#web/ui/Form.tsx';
import { messages as kit } from '#web/ui/messages.ts';
import { TextField } from '#web/ui/TextField.tsx';
import { isLocked } from './draft.ts';
import { useCorrectRow, useRetryRows, type Import, type ImportRow } from './imports.ts';
import { correctMessages } from './correct-messages.ts';
import { messages } from './messages.ts';
import { useRegister } from './register.ts';

interface CorrectRowDialogProps {
  one: Import;
  /** The row that was asked for. */
  row: ImportRow;
  /** All rows with something wrong that have been read, in order: what is saved leads on to the next of them. */
  faulty: readonly ImportRow[];
  onClose: () => void;
}

/** A masked cell is written without being read: left empty it stays as it is. */
const isMasked = (value: string) => value.includes('••••');

/** The cells of a row, to be put right, and then those of the next. Failed rows that were put right are tried again together. */
export function CorrectRowDialog({ one, row: asked, faulty, onClose }: CorrectRowDialogProps) {
  // As they were when this was opened: rows leave the list while they are put right.
  const [queue] = useState(() => faulty);
  const [row, setRow] = useState(asked);
  const [corrected, setCorrected] = useState<readonly number[]>([]);
  const { place } = useRegister();
  const retry = useRetryRows(place, one.id);
  const at = queue.findIndex(({ number }) => number === row.number);
  const next = queue[at + 1];

  const leave = async (numbers: readonly number[]) => {
    if (asked.state === 'failed' && numbers.length > 0) await retry.mutateAsync([...numbers]);
    onClose();
  };
  const onSaved = async (saved: ImportRow | undefined) => {
    // What is still wrong with it is told at its cells.
    if (saved && saved.problems.length > 0) return setRow(saved);
    const numbers = [...corrected.filter((number) => number !== row.number), row.number];
    setCorrected(numbers);
    return next ? setRow(next) : leave(numbers);
  };
  return (
    <RowDialog
      one={one}
      row={row}
      place={at === -1 || queue.length === 1 ? undefined : { at: at + 1, of: queue.length }}
      isLast={next === undefined}
      retryError={retry.error}
      isRetrying={retry.isPending}
      onSaved={onSaved}
      onSkip={() => next && setRow(next)}
      // Nothing that was put right is forgotten, however the dialog is left.
      onClose={() => void leave(corrected).catch(onClose)}
    />
  );
}

interface RowDialogProps {
  one: Import;
  row: ImportRow;
  place: { at: number; of: number } | undefined;
  isLast: boolean;
  retryError: unknown;
  isRetrying: boolean;
  onSaved: (saved: ImportRow | undefined) => void | Promise<void>;
  onSkip: () => void;
  onClose: () => void;
}

function RowDialog({
  one,
  row,
  place: inQueue,
  isLast,
  retryError,
  isRetrying,
  onSaved,
  onSkip,
  onClose,
}: RowDialogProps) {
  const text = useMessages(correctMessages);
  const language = useLanguage();
  const formats = useFormats();
  const { cancel } = useMessages(kit);
  const { place, fields } = useRegister();
  const form = useId();
  const correct = useCorrectRow(place, one.id);
  const [writing, setWriting] = useState<{ row: ImportRow; cells: Readonly<Record<number, string>> }>({
    row,
    cells: {},
  });
  const written = writing.row.number === row.number ? writing.cells : {};
  const isFailed = row.state === 'failed';
  const elsewhere = row.problems
    .filter(({ field }) => !one.columns.some((column) => column.field === field))
    .map(({ field, message }) => {
      const name = fields.find(({ key }) => key === field)?.label[language];
      return name === undefined ? message : `${name}: ${message}`;
    });

  const save = async () => {
    const cells = Object.fromEntries(
      Object.entries(written).filter(([column, cell]) => {
        const before = row.values[Number(column)] ?? '';
        return isMasked(before) ? cell !== '' : cell !== before;
      }),
    );
    try {
      const isChanged = Object.keys(cells).length > 0;
      await onSaved(isChanged ? await correct.mutateAsync({ row: row.number, cells }) : undefined);
    } catch {
      // Told in the form, from the mutations.
    }
  };
  return (
    <Dialog
      title={
        inQueue
          ? text.correctTitleOf(row.number, formats.number(inQueue.at), formats.number(inQueue.of))
          : text.correctTitle(row.number)
      }
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{cancel}</Button>
          {!isLast && <Button onPress={onSkip}>{text.skipRow}</Button>}
          <Button type="submit" form={form} variant="primary" isPending={correct.isPending || isRetrying}>
            {isLast ? (isFailed ? text.saveAndRetry : text.saveRow) : text.saveAndNext}
          </Button>
        </>
      }
    >
      <Form id={form} error={correct.error ?? retryError} onSubmit={() => void save()}>
        {/* What no cell of the row can mend. */}
        {elsewhere.length > 0 && (
          <Banner tone="warning" title={elsewhere.join(' ')}>
            {text.correctElsewhere}
          </Banner>
        )}
        <RowCells
          key={`${row.number} ${row.problems.map(({ field, code }) => `${field} ${code}`).join(' ')}`}
          one={one}
          row={row}
          written={written}
          onWrite={(column, cell) => setWriting({ row, cells: { ...written, [column]: cell } })}
        />
      </Form>
    </Dialog>
  );
}

interface RowCellsProps {
  one: Import;
  row: ImportRow;
  written: Readonly<Record<number, string>>;
  onWrite: (column: number, cell: string) => void;
}

/** Begins where the first fault is. */
function RowCells({ one, row, written, onWrite }: RowCellsProps) {
  const { cellKept } = useMessages(correctMessages);
  const { namelessColumn } = useMessages(messages);
  const { fields } = useRegister();
  const cells = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const faulty = cells.current?.querySelector<HTMLInputElement>('[aria-invalid="true"]');
    faulty?.focus();
    faulty?.select();
  }, []);
  return (
    <div ref={cells} className="v-stack">
      {one.columns.map(({ header, field: key }, column) => {
        if (key === null) return null;
        const field = fields.find((candidate) => candidate.key === key);
        const value = row.values[column] ?? '';
        const problem = row.problems.find(({ field: of }) => of === key);
        return (
          <TextField
            key={key}
            label={header || namelessColumn(column + 1)}
            value={written[column] ?? (isMasked(value) ? '' : value)}
            onChange={(cell) => onWrite(column, cell)}
            isDisabled={field !== undefined && isLocked(field)}
            {...(isMasked(value) && { placeholder: value, description: cellKept })}
            error={problem?.message}
            maxLength={10_000}
            autoComplete="off"
          />
        );
      })}
    </div>
  );
}
