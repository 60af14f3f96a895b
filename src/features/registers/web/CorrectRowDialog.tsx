import { useId, useState } from 'react';
import { useLanguage, useMessages } from '#web/language.ts';
import { Banner } from '#web/ui/Banner.tsx';
import { Button } from '#web/ui/Button.tsx';
import { Dialog } from '#web/ui/Dialog.tsx';
import { Form } from '#web/ui/Form.tsx';
import { messages as kit } from '#web/ui/messages.ts';
import { TextField } from '#web/ui/TextField.tsx';
import { isLocked } from './draft.ts';
import { useCorrectRow, useRetryRows, type Import, type ImportRow } from './imports.ts';
import { messages } from './messages.ts';
import { useRegister } from './register.ts';

interface CorrectRowDialogProps {
  one: Import;
  row: ImportRow;
  onClose: () => void;
}

/** A masked cell is written without being read: left empty it stays as it is. */
const isMasked = (value: string) => value.includes('••••');

/** The cells of a row, to be put right. One that has failed is tried again at once. */
export function CorrectRowDialog({ one, row, onClose }: CorrectRowDialogProps) {
  const text = useMessages(messages);
  const language = useLanguage();
  const { cancel } = useMessages(kit);
  const { place, fields } = useRegister();
  const form = useId();
  const correct = useCorrectRow(place, one.id);
  const retry = useRetryRows(place, one.id);
  const [written, setWritten] = useState<Readonly<Record<number, string>>>({});
  const isFailed = row.state === 'failed';
  const elsewhere = row.problems
    .filter(({ field }) => !one.columns.some((column) => column.field === field))
    .map(({ field, message }) => {
      const name = fields.find(({ key }) => key === field)?.label[language];
      return name === undefined ? message : `${name}: ${message}`;
    });
  const save = async () => {
    const cells = Object.fromEntries(
      Object.entries(written).filter(([at, cell]) => {
        const before = row.values[Number(at)] ?? '';
        return isMasked(before) ? cell !== '' : cell !== before;
      }),
    );
    try {
      if (Object.keys(cells).length > 0) await correct.mutateAsync({ row: row.number, cells });
      if (isFailed) await retry.mutateAsync([row.number]);
      onClose();
    } catch {
      // Told in the form, from the mutations.
    }
  };
  return (
    <Dialog
      title={text.correctTitle(row.number)}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{cancel}</Button>
          <Button type="submit" form={form} variant="primary" isPending={correct.isPending || retry.isPending}>
            {isFailed ? text.saveAndRetry : text.saveRow}
          </Button>
        </>
      }
    >
      <Form id={form} error={correct.error ?? retry.error} onSubmit={() => void save()}>
        {/* What no cell of the row can mend. */}
        {elsewhere.length > 0 && (
          <Banner tone="warning" title={elsewhere.join(' ')}>
            {text.correctElsewhere}
          </Banner>
        )}
        {one.columns.map(({ header, field: key }, column) => {
          if (key === null) return null;
          const field = fields.find((candidate) => candidate.key === key);
          const value = row.values[column] ?? '';
          const problem = row.problems.find(({ field: of }) => of === key);
          return (
            <TextField
              key={key}
              label={header || text.namelessColumn(column + 1)}
              value={written[column] ?? (isMasked(value) ? '' : value)}
              onChange={(cell) => setWritten({ ...written, [column]: cell })}
              isDisabled={field !== undefined && isLocked(field)}
              {...(isMasked(value) && { placeholder: value, description: text.cellKept })}
              error={problem?.message}
              maxLength={10_000}
              autoComplete="off"
            />
          );
        })}
      </Form>
    </Dialog>
  );
}
