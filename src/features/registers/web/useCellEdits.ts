import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import { ProblemError } from '#web/client.ts';
import { useMessages } from '#web/language.ts';
import type { GridMark } from '#web/ui/DataGrid.tsx';
import { problemWords } from '#web/ui/ErrorState.tsx';
import { announce } from '#web/ui/LiveRegion.tsx';
import { messages as kit } from '#web/ui/messages.ts';
import { asWritten } from './cells.ts';
import type { Field, Place, RecordView } from './queries.ts';
import { findKnown, useSave, type Values } from './record-store.ts';

/** What has been written in a cell and is not yet, or could not be, saved. */
type Written = GridMark & { value: string | null };
type Overlay = ReadonlyMap<string, Readonly<Record<string, Written>>>;

/** A change that came after somebody else's: both sides, to choose between. */
export interface Stale {
  base: RecordView;
  current: RecordView;
  changes: Values;
}

interface CellEditsOptions {
  place: Place;
  fields: readonly Field[];
  onSaved: (record: RecordView, field: Field, before: string | null) => void;
}

/**
 * Single cells written in place: shown at once, saved one after the other for each record, so that two quick edits of a row do not
 * meet as strangers, and marked until they are saved or for as long as something is wrong with them.
 */
export function useCellEdits({ place, fields, onSaved }: CellEditsOptions) {
  const text = useMessages(kit);
  const queries = useQueryClient();
  const save = useSave(place);
  const [overlay, setOverlay] = useState<Overlay>(new Map());
  const [stale, setStale] = useState<Stale>();
  const queues = useRef(new Map<string, Promise<unknown>>());

  const put = useCallback((record: string, cells: Record<string, Written | undefined>) => {
    setOverlay((now) => {
      const next = new Map(now);
      const all = Object.entries({ ...now.get(record), ...cells }).filter(([, cell]) => cell !== undefined);
      if (all.length === 0) next.delete(record);
      else next.set(record, Object.fromEntries(all) as Record<string, Written>);
      return next;
    });
  }, []);

  const send = async (begun: RecordView, field: Field, value: string | null) => {
    const record = begun.id;
    const known = findKnown(queries, place, record);
    if (!known) return;
    const valueIn = (of: RecordView) => of.data[field.key] ?? null;
    // What somebody else has written in this very cell meanwhile was not seen: as a change of what was, it is shown to be chosen from.
    // In the version that is known `begun` can differ only by what was written here and not taken, which is no value to put back.
    const isSeen = begun.version === known.version || valueIn(begun) === valueIn(known);
    const base = isSeen ? known : begun;
    const before = valueIn(base);
    try {
      const saved = await save.mutateAsync({ of: base, data: { [field.key]: value } });
      put(record, { [field.key]: undefined });
      onSaved(saved, field, before);
    } catch (error) {
      const current =
        error instanceof ProblemError && error.code === 'record.stale'
          ? (error.extension['current'] as RecordView | undefined)
          : undefined;
      const told = error instanceof ProblemError ? error.fields.map(({ message }) => message).join(' ') : '';
      const problem = told || problemWords(error, text).title;
      put(record, { [field.key]: { value, status: 'failed', problem } });
      if (current) setStale({ base, current, changes: { [field.key]: value } });
      else announce(problem);
    }
  };

  const edit = (record: RecordView, field: Field, written: string) => {
    const value = asWritten(field, written);
    const known = findKnown(queries, place, record.id) ?? record;
    if (value === (known.data[field.key] ?? null)) {
      put(record.id, { [field.key]: undefined });
      return;
    }
    put(record.id, { [field.key]: { value, status: 'saving' } });
    const before = queues.current.get(record.id) ?? Promise.resolve();
    queues.current.set(
      record.id,
      before.then(() => send(record, field, value)),
    );
  };

  /** Cells that are on their way in a batch of many, and what they will hold; with `undefined` they are there. */
  const showOnTheWay = (records: readonly { id: string; data: Values }[], isOnTheWay: boolean) =>
    setOverlay((now) => {
      const next = new Map(now);
      for (const { id, data } of records) {
        const cells = { ...next.get(id) };
        for (const [key, value] of Object.entries(data)) {
          if (isOnTheWay) cells[key] = { value, status: 'saving' };
          else delete cells[key];
        }
        if (Object.keys(cells).length === 0) next.delete(id);
        else next.set(id, cells);
      }
      return next;
    });

  return {
    edit,
    discard: (record: string, key: string) => put(record, { [key]: undefined }),
    showOnTheWay,
    marks: overlay,
    stale,
    /** Saves what was chosen of the two sides. */
    settle: (changes: Values | undefined) => {
      if (!stale) return;
      setStale(undefined);
      if (changes === undefined) return;
      const { current } = stale;
      put(current.id, Object.fromEntries(Object.keys(stale.changes).map((key) => [key, undefined])));
      if (Object.keys(changes).length === 0) {
        void queries.invalidateQueries({ queryKey: ['records', place.organisation, place.register] });
        return;
      }
      void save.mutateAsync({ of: current, data: changes }).then(
        (saved) => {
          for (const field of fields) if (field.key in changes) onSaved(saved, field, current.data[field.key] ?? null);
        },
        (error: unknown) => announce(problemWords(error, text).title),
      );
    },
    /** The records with what has been written in them. */
    withWritten: useMemo(
      () => (records: readonly RecordView[]) =>
        overlay.size === 0
          ? records
          : records.map((record) => {
              const cells = overlay.get(record.id);
              if (!cells) return record;
              const values = Object.fromEntries(Object.entries(cells).map(([key, { value }]) => [key, value]));
              return { ...record, data: { ...record.data, ...values } };
            }),
      [overlay],
    ),
  };
}
