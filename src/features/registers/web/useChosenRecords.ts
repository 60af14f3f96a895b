import { useMemo, useState } from 'react';
import type { Many } from './batches.ts';
import type { Selection } from './view.ts';

interface ChosenRecordsOptions {
  selection: Selection;
  /** Those that have been read. */
  ids: readonly string[];
  /** How many the selection has, where that is known. */
  total: number | undefined;
}

interface Chosen {
  /** The selection that they were chosen in: in another one nothing is chosen. */
  of: string;
  ids: ReadonlySet<string>;
  isAll: boolean;
}

const NONE: ReadonlySet<string> = new Set();

/** Which records are chosen: some, by their boxes, or all that the selection has, those that have not been read included. */
export function useChosenRecords({ selection, ids, total }: ChosenRecordsOptions) {
  const of = JSON.stringify(selection);
  const [kept, setKept] = useState<Chosen>({ of, ids: NONE, isAll: false });
  const isCurrent = kept.of === of;
  const isAll = isCurrent && kept.isAll;
  const selected = useMemo(() => {
    if (!isCurrent) return NONE;
    return isAll ? new Set(ids) : kept.ids;
  }, [isCurrent, isAll, kept.ids, ids]);
  const { sort: _, ...asked } = selection;
  const many: Many = isAll ? { selection: asked } : { ids: [...selected] };
  return {
    selected,
    /** A box that is turned over ends the choice of all. */
    select: (chosen: ReadonlySet<string>) => setKept({ of, ids: chosen, isAll: false }),
    clear: () => setKept({ of, ids: NONE, isAll: false }),
    chooseAll: () => setKept({ of, ids: NONE, isAll: true }),
    canChooseAll: !isAll && total !== undefined && total > selected.size && selected.size >= ids.length,
    count: isAll ? (total ?? selected.size) : selected.size,
    total,
    many,
  };
}

export type ChosenRecords = ReturnType<typeof useChosenRecords>;
