/**
 * Gives a cell whose value is longer than its column the whole of it as its title, when the pointer comes to it. One handler for all
 * cells: which of them are too long changes with every column's width, and is asked of the one pointed at only.
 */
export function showWhole(target: EventTarget): void {
  const cell = target instanceof Element ? target.closest<HTMLElement>('.v-grid-body .v-grid-cell') : null;
  if (!cell) return;
  const words = cell.innerText.trim();
  if (words !== '' && isClipped(cell)) cell.title = words;
  else cell.removeAttribute('title');
}

const isClipped = (cell: HTMLElement): boolean =>
  [cell, ...cell.querySelectorAll<HTMLElement>('*')].some(
    (element) => element.scrollWidth > element.clientWidth && element.clientWidth > 0,
  );
