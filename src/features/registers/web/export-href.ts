import type { Language } from '#web/language.ts';
import type { Place } from './queries.ts';
import type { Selection } from './view.ts';

/** Where the browser fetches a selection as a file: the same records in the same order as the table shows. */
export function exportHref(
  place: Place,
  kind: 'csv' | 'xlsx' | 'json',
  selection: Selection,
  language: Language,
): string {
  const query = new URLSearchParams({ language });
  if (selection.sort !== undefined) query.set('sort', selection.sort);
  if (selection.search !== undefined) query.set('search', selection.search);
  for (const filter of selection.filter ?? []) query.append('filter', filter);
  return `/api/v1/organisations/${place.organisation}/registers/${place.register}/export.${kind}?${query}`;
}

/** Saves what the address gives, as a press on a link with `download` does. */
export function download(href: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = '';
  document.body.append(link);
  link.click();
  link.remove();
}
