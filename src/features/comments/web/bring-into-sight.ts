/**
 * Scrolls the panel, and it alone, until the whole of it is seen between the tabs and the place to write in. The browser's own
 * way knows of neither, and scrolls the page around the panel too.
 */
export function bringIntoSight(element: HTMLElement): void {
  const scroller = element.closest('.v-panel-body');
  if (!scroller) return;
  const around = scroller.getBoundingClientRect();
  const top = scroller.querySelector('.v-tab-list')?.getBoundingClientRect().bottom ?? around.top;
  const bottom = scroller.querySelector('.c-comments > .c-composer')?.getBoundingClientRect().top ?? around.bottom;
  const { top: from, bottom: to } = element.getBoundingClientRect();
  if (from >= top && to <= bottom) return;
  // In the middle, or with its beginning where it is higher than what can be seen.
  scroller.scrollTop += Math.min((from + to) / 2 - (top + bottom) / 2, from - top);
}
