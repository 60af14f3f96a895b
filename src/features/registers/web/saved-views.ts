import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, type Output } from '#web/client.ts';
import type { Place } from './queries.ts';
import { readView, selectionOf, type View } from './view.ts';

export type SavedView = Output<'GET /organisations/{organisation}/registers/{register}/views'>['views'][number];
export type ViewParts = SavedView['view'];

export const viewsKey = ({ organisation, register }: Place) => ['views', organisation, register] as const;

export const viewsQuery = (place: Place) =>
  queryOptions({
    queryKey: viewsKey(place),
    queryFn: ({ signal }) =>
      call('GET /organisations/{organisation}/registers/{register}/views', { params: { ...place }, signal }),
    staleTime: 60_000,
  });

/** The saved view of an address, once it is read. */
export const useSavedView = (place: Place, id: string | undefined): SavedView | undefined =>
  useQuery({ ...viewsQuery(place), enabled: id !== undefined }).data?.views.find((view) => view.id === id);

/** What the table shows when the view is chosen. */
export function viewOf({ id, view }: SavedView): View {
  const filters = (view.filter ?? []).map((text): [string, string] => {
    const [field = '', operator = '', ...rest] = text.split(':');
    return [`${field}.${operator}`, rest.length > 0 ? rest.join(':') : '1'];
  });
  return readView({
    ...Object.fromEntries(filters),
    view: id,
    search: view.search ?? '',
    sort: view.sort ?? '',
    group: view.group ?? '',
    totals: (view.totals ?? []).map(({ field, kind }) => `${field}:${kind}`).join(','),
  });
}

/** What is shown, as it is kept. */
export function partsOf(shown: View, columns: readonly string[] | null): ViewParts {
  const { sort = '', filter = [], search = '' } = selectionOf(shown);
  const totals = (shown.totals ?? []).flatMap((text) => {
    const [field = '', kind] = text.split(':');
    return isTotalKind(kind) ? [{ field, kind }] : [];
  });
  return { columns: columns === null ? null : [...columns], sort, filter, search, group: shown.group ?? null, totals };
}

export const TOTAL_KINDS = ['sum', 'average', 'least', 'most', 'filled'] as const;
export type TotalKind = (typeof TOTAL_KINDS)[number];
export const isTotalKind = (kind: string | undefined): kind is TotalKind => TOTAL_KINDS.some((one) => one === kind);

/** Whether what is shown is what was kept. Columns stand in the order of the fields and filters all hold: their own order says nothing. */
export const isSame = (a: ViewParts, b: ViewParts): boolean => {
  const inOrder = (texts: readonly string[] | null | undefined) => texts && [...texts].sort();
  const told = ({ columns, sort, filter, search, group, totals }: ViewParts) =>
    JSON.stringify([
      inOrder(columns) ?? null,
      sort ?? '',
      inOrder(filter) ?? [],
      search ?? '',
      group ?? null,
      totals ?? [],
    ]);
  return told(a) === told(b);
};

export interface ViewDraft {
  name: string;
  view: ViewParts;
  sharedWith: string[] | null;
}

/** Keeps a new view, or changes one that has been read. */
export function useSaveView(place: Place) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ of, draft }: { of: SavedView | undefined; draft: ViewDraft }) =>
      of === undefined
        ? call('POST /organisations/{organisation}/registers/{register}/views', { params: { ...place }, body: draft })
        : call('PUT /organisations/{organisation}/registers/{register}/views/{view}', {
            params: { ...place, view: of.id },
            body: { ...draft, version: of.version },
          }),
    onSettled: () => queries.invalidateQueries({ queryKey: viewsKey(place) }),
  });
}

export function useRemoveView(place: Place) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (view: string) =>
      call('DELETE /organisations/{organisation}/registers/{register}/views/{view}', { params: { ...place, view } }),
    onSettled: () => queries.invalidateQueries({ queryKey: viewsKey(place) }),
  });
}
