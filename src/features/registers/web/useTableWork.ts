import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useRef, useState } from 'react';
import { ProblemError } from '#web/client.ts';
import { useFormats, useLanguage, useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import type { GridBlock, GridWork } from '#web/ui/DataGrid.tsx';
import type { Block } from '#web/ui/grid-clipboard.ts';
import { toast, type ToastProps } from '#web/ui/Toast.tsx';
import { useTellFailure } from '#web/ui/useTellFailure.ts';
import { EDITS_MAX, isAtWork, useBatches, type Batch, type Edit } from './batches.ts';
import { asWritten, cellEditor, cellText, isWrittenInPlace } from './cells.ts';
import { liveMessages } from './live-messages.ts';
import { messages } from './messages.ts';
import { planPaste, type PastePlan } from './paste-plan.ts';
import { useFormatPhone } from './phone.ts';
import type { Field, RecordView } from './queries.ts';
import { findKnown } from './record-store.ts';
import { useAddresses, useRegister } from './register.ts';
import { useCellEdits } from './useCellEdits.ts';

/** Something done on this page that can be put back. */
type Done =
  | { kind: 'edit'; record: string; field: Field; before: string | null; after: string | null }
  | { kind: 'batch'; batch: Pick<Batch, 'id' | 'kind'> };

/** A paste that waits for an answer: what would be left out, what would be made, what is wrong. */
export interface Question {
  edits: Edit[];
  names: string[];
  newCount: number;
  lostColumns: number;
  /** Fields of the paste that are not written in the table. */
  leftOut: readonly Field[];
  problems: readonly { place: number; field: string | undefined; message: string }[];
}

interface TableWorkOptions {
  /** As the reader sees them, what has been written in them included. */
  rows: readonly RecordView[];
  /** Reads further until there are so many rows, or no more. */
  readUpTo: (count: number) => Promise<readonly RecordView[]>;
}

/** Keeps what is done on the page, to put it back: the last of it by Ctrl+Z, each by its message. */
function useUndo(putBack: (done: Done) => void) {
  const stack = useRef<Done[]>([]);
  const close = useRef<() => void>(undefined);
  const text = useMessages(messages);
  const undo = (done: Done | undefined) => {
    if (!done) return;
    stack.current = stack.current.filter((one) => one !== done);
    putBack(done);
  };
  // One message at a time: the one before it makes room.
  const say = (message: ToastProps) => {
    close.current?.();
    close.current = toast(message);
  };
  return {
    say,
    undoLast: () => undo(stack.current.at(-1)),
    /** Says what was done, with the way back. */
    tell: (message: ToastProps, done: Done) => {
      stack.current.push(done);
      say({ ...message, action: { label: text.undo, onPress: () => undo(done) } });
    },
  };
}

/** The register's table as a place to work: cells written in place, blocks pasted, and everything put back again. */
export function useTableWork({ rows, readUpTo }: TableWorkOptions) {
  const text = useMessages(messages);
  const live = useMessages(liveMessages);
  const language = useLanguage();
  const formats = useFormats();
  const formatPhone = useFormatPhone();
  const { may } = useOrganisation();
  const { fields, place } = useRegister();
  const addresses = useAddresses();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const tellFailure = useTellFailure();
  const batches = useBatches(place);
  const [question, setQuestion] = useState<Question>();
  const byKey = useMemo(() => new Map(fields.map((field) => [field.key, field])), [fields]);
  const nameOf = (record: RecordView) => record.title || text.nameless;

  const isPuttingBack = useRef(new Set<string>());
  const edits = useCellEdits({
    place,
    fields,
    onSaved: (record, field, before) => {
      const done: Done = { kind: 'edit', record: record.id, field, before, after: record.data[field.key] ?? null };
      const title = text.cellChanged(field.label[language], nameOf(record));
      if (isPuttingBack.current.delete(`${record.id} ${field.key}`)) undo.say({ title: text.isUndone });
      else undo.tell({ title }, done);
    },
  });
  const tellBatch = (batch: Batch) => {
    if (isAtWork(batch)) return;
    const title = text.batchDone[batch.kind](batch.doneCount, formats.number(batch.doneCount));
    const failed = batch.failedCount > 0 ? text.batchFailed(batch.failedCount) : undefined;
    const detail = [failed, ...new Set(batch.problems.map(({ message }) => message))].filter(Boolean).join(' ');
    const message = { title, ...(detail !== '' && { detail }) };
    if (batch.isUndoable) undo.tell(message, { kind: 'batch', batch });
    else undo.say({ tone: batch.failedCount > 0 ? 'danger' : 'info', ...message });
  };

  const tellUndone = (batch: Batch) => {
    if (isAtWork(batch)) return;
    undo.say({ title: text.isUndone, ...(batch.keptCount > 0 && { detail: text.batchKept(batch.keptCount) }) });
  };

  const undo = useUndo((done) => {
    if (done.kind === 'batch') {
      batches.undo(done.batch).then(tellUndone, tellFailure);
      return;
    }
    // As it is now: the rows that this message was made with are those before the change.
    const known = findKnown(queries, place, done.record);
    if (!known) return;
    // What somebody else has written there since is theirs.
    if ((known.data[done.field.key] ?? null) !== done.after) {
      undo.say({ tone: 'info', title: live.changedBySomebody });
      return;
    }
    isPuttingBack.current.add(`${done.record} ${done.field.key}`);
    edits.edit(known, done.field, done.before ?? '');
  });

  /** Writes them all, or asks what shall become of those that cannot be. */
  const write = async (asked: Omit<Question, 'problems'>, isWhole: boolean) => {
    const onTheWay = asked.edits.flatMap(({ record, data }) => (record === null ? [] : [{ id: record, data }]));
    edits.showOnTheWay(onTheWay, true);
    try {
      tellBatch(await batches.edit(asked.edits, isWhole));
    } catch (error) {
      const problems = isWhole && error instanceof ProblemError && error.status === 422 ? placed(error) : [];
      if (problems.some(({ field }) => field === undefined)) batches.readAgain();
      if (problems.length > 0) setQuestion({ ...asked, problems });
      else tellFailure(error);
    } finally {
      edits.showOnTheWay(onTheWay, false);
    }
  };

  const paste = async (plan: PastePlan) => {
    if (plan.rows.length > EDITS_MAX) {
      undo.say({ tone: 'danger', title: text.pasteTooMany(EDITS_MAX), detail: text.pasteTooManyText });
      return;
    }
    const needed = Math.max(...plan.rows.map(({ row }) => row)) + 1;
    const all = needed > rows.length ? await readUpTo(needed) : rows;
    const leftOut = new Set<Field>();
    const asked: Edit[] = [];
    const names: string[] = [];
    for (const { row, values } of plan.rows) {
      const record = all[row];
      const data: Record<string, string | null> = {};
      for (const [key, value] of Object.entries(values)) {
        const field = byKey.get(key);
        if (field && isWrittenInPlace(field)) data[key] = asWritten(field, value);
        else if (field) leftOut.add(field);
      }
      if (Object.keys(data).length === 0 || (!record && Object.values(data).every((value) => value === null))) continue;
      asked.push({ record: record?.id ?? null, version: record?.version ?? null, data });
      names.push(record ? nameOf(record) : text.newRecord);
    }
    const newCount = asked.filter(({ record }) => record === null).length;
    const planned = { edits: asked, names, newCount, lostColumns: plan.lostColumns, leftOut: [...leftOut] };
    if (newCount > 0 || plan.lostColumns > 0 || leftOut.size > 0) setQuestion({ ...planned, problems: [] });
    else if (asked.length > 0) await write(planned, true);
  };

  const clear = (block: GridBlock) => {
    const empty = block.columns.map(() => '');
    const pasted: Block = Array.from({ length: block.bottom - block.top + 1 }, () => empty);
    const filled = planPaste(pasted, block).rows.filter(({ row, values }) =>
      Object.keys(values).some((key) => (rows[row]?.data[key] ?? null) !== null),
    );
    if (filled.length > 0) void paste({ rows: filled, lostColumns: 0 });
  };

  const refuse = (record: RecordView, field: Field | undefined) => {
    const isSealed = field?.type === 'identity_number';
    undo.say({
      tone: 'info',
      title: isSealed || !field || field.isReadable ? text.writtenInForm : text.notReadable,
      ...((isSealed || field?.isReadable) && {
        action: { label: text.edit, onPress: () => void navigate({ href: addresses.edit(record.id) }) },
      }),
    });
  };

  // The grid is given the same functions until what they see changes: it is drawn anew with each.
  const { noChoice, dateForm, instantForm } = text;
  const words = { language, formats, formatPhone, noChoice, dateForm, instantForm };
  const textOf = useCallback(
    (record: RecordView, key: string) => {
      const field = byKey.get(key);
      return field ? cellText(field, record, words) : '';
    },
    // oxlint-disable-next-line react/exhaustive-deps -- the parts of `words`
    [byKey, language, formats, formatPhone],
  );
  const work: GridWork<RecordView> = {
    textOf,
    marks: edits.marks,
    ...(may('record.write') && {
      editing: {
        editorOf: (record, key) => {
          const field = byKey.get(key);
          return field && cellEditor(field, record, words);
        },
        onRefused: (record, key) => refuse(record, byKey.get(key)),
        onEdit: (record, key, written) => {
          const field = byKey.get(key);
          if (field) edits.edit(record, field, written);
        },
        onDiscard: (record, key) => edits.discard(record.id, key),
        onClear: clear,
        onPaste: (block, pasted) => void paste(planPaste(pasted, block)).catch(tellFailure),
        onUndo: undo.undoLast,
      },
    }),
  };

  return {
    work,
    edits,
    batches,
    tellBatch,
    tellUndone,
    question,
    /** Answers the question: what is wrong is left out, the rest is written. */
    answer: (isMade: boolean) => {
      if (!question) return;
      setQuestion(undefined);
      const sound = withoutFaults(question).filter(({ record }) => isMade || record !== null);
      if (sound.length > 0) void write({ ...question, edits: sound }, question.problems.length === 0);
    },
    dismiss: () => setQuestion(undefined),
  };
}

export type TableWork = ReturnType<typeof useTableWork>;

/** What is wrong with which record of the call: `body.records.3.data.email`. */
function placed(error: ProblemError): Question['problems'] {
  return error.fields.flatMap(({ path, message }) => {
    const [, place, field] = /^body\.records\.(\d+)\.(?:data\.(.+)|version|record)$/.exec(path) ?? [];
    return place === undefined ? [] : [{ place: Number(place), field, message }];
  });
}

/** A cell that cannot be written is left as it was; a new record without one of its values is not made. */
export function withoutFaults({ edits, problems }: Pick<Question, 'edits' | 'problems'>): Edit[] {
  return edits.flatMap((edit, place) => {
    const faults = problems.filter((problem) => problem.place === place);
    if (faults.length === 0) return edit;
    if (edit.record === null || faults.some(({ field }) => field === undefined)) return [];
    const data = Object.fromEntries(
      Object.entries(edit.data).filter(([key]) => !faults.some(({ field }) => field === key)),
    );
    return Object.keys(data).length === 0 ? [] : { ...edit, data };
  });
}
