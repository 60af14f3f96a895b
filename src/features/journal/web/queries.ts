import { parseDate } from '@internationalized/date';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { timeZone } from '#web/time-zone.ts';
import { call } from '#web/client.ts';

/** What of the journal is shown; the words of its address. Dates are days in the reader's zone. */
export interface JournalView {
  target?: string;
  member?: string;
  kind?: 'access' | 'change';
  from?: string;
  to?: string;
}

const PAGE_ENTRIES = 60;
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What an address says, without what no call would take. */
export function readJournalView(address: Readonly<Record<string, unknown>>): JournalView {
  const text = (name: string, form: RegExp): string | undefined => {
    const value = address[name];
    return typeof value === 'string' && form.test(value) ? value : undefined;
  };
  const target = text('target', ID);
  const member = text('member', ID);
  const from = text('from', DAY);
  const to = text('to', DAY);
  const kind = address['kind'];
  return {
    ...(target && { target }),
    ...(member && { member }),
    ...((kind === 'access' || kind === 'change') && { kind }),
    ...(from && { from }),
    ...(to && { to }),
  };
}

/** The first instant of a day in the installation's time zone, or of a later one. */
export const startOf = (day: string, daysLater = 0): string =>
  parseDate(day).add({ days: daysLater }).toDate(timeZone).toISOString();

export const journalQuery = (organisation: string, { from, to, ...view }: JournalView) =>
  infiniteQueryOptions({
    queryKey: ['journal', organisation, { from, to, ...view }],
    queryFn: ({ signal, pageParam }) =>
      call('GET /organisations/{organisation}/journal', {
        params: { organisation },
        query: {
          ...view,
          ...(from && { from: startOf(from) }),
          ...(to && { to: startOf(to, 1) }),
          limit: PAGE_ENTRIES,
          ...(pageParam !== null && { after: pageParam }),
        },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    // Every reading is an entry of its own: the page reads when somebody asks, and not when a window comes to the front.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    staleTime: 0,
  });

const MEMBERS_MAX = 200;

/** For choosing whose entries to see. */
export const membersQuery = (organisation: string) =>
  queryOptions({
    queryKey: ['journal', organisation, 'members'],
    queryFn: ({ signal }) =>
      call('GET /organisations/{organisation}/members', {
        params: { organisation },
        query: { limit: MEMBERS_MAX },
        signal,
      }),
    staleTime: 300_000,
  });
