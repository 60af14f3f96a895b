export interface SortKey {
  column: string;
  direction: 'ascending' | 'descending';
}

/**
 * What a press on a header makes of the sorting: ascending, then descending, then none. `isAdded` (shift) keeps the other
 * columns and changes only this one, at its place; otherwise this column alone remains.
 */
export function toggleSort(sort: readonly SortKey[], column: string, isAdded: boolean): SortKey[] {
  const current = sort.find((key) => key.column === column);
  // A column that was one of several becomes the only one with the direction it had.
  if (!isAdded && sort.length > 1 && current) return [current];
  const next: SortKey | undefined = !current
    ? { column, direction: 'ascending' }
    : current.direction === 'ascending'
      ? { column, direction: 'descending' }
      : undefined;
  if (!isAdded) return next ? [next] : [];
  if (!current) return next ? [...sort, next] : [...sort];
  return sort.flatMap((key) => (key === current ? (next ?? []) : key));
}
