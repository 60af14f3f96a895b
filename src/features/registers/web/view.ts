import type { SortKey } from '#web/ui/grid-sort.ts';

/** How a filter compares. The register's contract knows the same words. */
export const OPERATORS = ['eq', 'in', 'is', 'from', 'to', 'starts', 'empty', 'filled'] as const;
export type Operator = (typeof OPERATORS)[number];

export interface Filter {
  field: string;
  operator: Operator;
  /** Empty for `empty` and `filled`; for `in` the values with commas between; for `is` the token of an identity number. */
  value: string;
}

/** What of a register is shown, and in which order. */
export interface View {
  search: string;
  sort: readonly SortKey[];
  filters: readonly Filter[];
  /** Id of the saved view that it began with. */
  saved?: string;
  /** Field by whose values the records are counted. */
  group?: string;
  /** What is added up: `price:sum`. */
  totals?: readonly string[];
}

/** What a list, a count and an export are asked for. */
export interface Selection {
  sort?: string;
  filter?: string[];
  search?: string;
}

const FILTER_NAME = /^(?<field>[a-z][a-z0-9_]*)\.(?<operator>[a-z]+)$/;
const isOperator = (word: string | undefined): word is Operator => OPERATORS.some((operator) => operator === word);
// The router reads `?city.eq=123` as a number.
const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

/**
 * The view that an address asks for: `?search=anna&sort=city,-joined_on&membership.in=adult,youth&phone.empty=1`. Names are
 * not checked against the register here: the server refuses what it does not know, and a link never shows more than it says.
 */
export function readView(address: Readonly<Record<string, unknown>>): View {
  const filters = Object.entries(address).flatMap(([name, value]): Filter[] => {
    const { field, operator } = FILTER_NAME.exec(name)?.groups ?? {};
    if (field === undefined || !isOperator(operator)) return [];
    return [{ field, operator, value: hasValue(operator) ? textOf(value) : '' }];
  });
  const [saved, group, totals] = ['view', 'group', 'totals'].map((name) => textOf(address[name]));
  return {
    search: textOf(address['search']),
    sort: readSort(textOf(address['sort'])),
    filters,
    ...(saved && { saved }),
    ...(group && { group }),
    ...(totals && { totals: totals.split(',') }),
  };
}

const readSort = (text: string): SortKey[] =>
  text
    .split(',')
    .filter((part) => part.replace(/^-/, '') !== '')
    .map((part) =>
      part.startsWith('-')
        ? { column: part.slice(1), direction: 'descending' }
        : { column: part, direction: 'ascending' },
    );

const writeSort = (sort: View['sort']): string =>
  sort.map(({ column, direction }) => `${direction === 'descending' ? '-' : ''}${column}`).join(',');

/** The view as the search part of an address, by name. */
export function writeView({ search, sort, filters, saved, group, totals = [] }: View): Record<string, string> {
  const written: Record<string, string> = {};
  if (saved !== undefined) written['view'] = saved;
  if (search !== '') written['search'] = search;
  if (sort.length > 0) written['sort'] = writeSort(sort);
  for (const { field, operator, value } of filters) written[`${field}.${operator}`] = hasValue(operator) ? value : '1';
  if (group !== undefined) written['group'] = group;
  if (totals.length > 0) written['totals'] = totals.join(',');
  return written;
}

export const hasValue = (operator: Operator): boolean => operator !== 'empty' && operator !== 'filled';

/** The view as the calls want it. */
export function selectionOf({ search, sort, filters }: View): Selection {
  const filter = filters.map(({ field, operator, value }) =>
    hasValue(operator) ? `${field}:${operator}:${value}` : `${field}:${operator}`,
  );
  return {
    ...(sort.length > 0 && { sort: writeSort(sort) }),
    ...(filter.length > 0 && { filter }),
    ...(search.trim() !== '' && { search: search.trim() }),
  };
}

export const isNarrowed = (selection: Selection): boolean =>
  selection.search !== undefined || selection.filter !== undefined;

/** The filters with those of one field exchanged, the others at their places. */
export function replaceFilters(
  filters: readonly Filter[],
  field: string,
  replacements: readonly Filter[],
): readonly Filter[] {
  const at = filters.findIndex((filter) => filter.field === field);
  const others = filters.filter((filter) => filter.field !== field);
  const place = at === -1 ? others.length : at;
  return [...others.slice(0, place), ...replacements, ...others.slice(place)];
}
