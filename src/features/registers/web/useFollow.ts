import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { follow, type FollowState } from '#web/follow.ts';
import { organisationQuery } from '#web/organisation.ts';
import { recordsKey, type Place } from './queries.ts';
import { findUnknown, rereadEverything, rereadOthers, rereadRecords, type Change, type Told } from './reread.ts';

/** Between two times of reading again, however much is told. */
const GAP_MS = 1_500;
/** While a cell is written or something is being saved, nothing moves. */
const BUSY_MS = 300;
/** For as long a row shows that somebody else has changed it. */
const TOUCHED_MS = 2_400;
/** What was read so shortly before listening began is taken for read since. */
const FRESH_MS = 2_000;
/** A window that nobody sees stops listening after a while. */
const HIDDEN_MS = 30_000;
/** A connection that is away for a moment only is nobody's concern. */
const LOST_MS = 4_000;
/** While nothing is heard, what is seen is asked for. */
const ASK_MS = 60_000;

/** Who changed a record last, as far as this page has been told. */
export interface LastChange {
  version: number;
  by: Change['by'];
}

const lastChangeKey = (place: Place, record: string) => [...recordsKey(place), 'last-change', record] as const;

export const useLastChange = (place: Place, record: string): LastChange | undefined =>
  useQuery<LastChange | null>({ queryKey: lastChangeKey(place, record), queryFn: () => null, enabled: false }).data ??
  undefined;

const NONE: ReadonlySet<string> = new Set();

/**
 * Keeps what the page shows of the register as it is, whoever changes it. Gives the rows that somebody else has just changed, and
 * whether changes are not heard at the moment.
 */
export function useFollow(place: Place, own: string | null): { touched: ReadonlySet<string>; isLost: boolean } {
  const queries = useQueryClient();
  const [touched, setTouched] = useState(NONE);
  const [isLost, setLost] = useState(false);
  const { organisation, register } = place;
  useEffect(
    () => followRegister(queries, { organisation, register }, own, setTouched, setLost),
    [queries, organisation, register, own],
  );
  return { touched, isLost };
}

function followRegister(
  queries: QueryClient,
  place: Place,
  own: string | null,
  setTouched: (ids: ReadonlySet<string>) => void,
  setLost: (isLost: boolean) => void,
): () => void {
  const url = `/api/v1/organisations/${place.organisation}/registers/${place.register}/events`;
  let waiting: Change[] = [];
  let readBefore = 0;
  let isReading = false;
  let later: ReturnType<typeof setTimeout> | undefined;
  let calm: ReturnType<typeof setTimeout> | undefined;

  const show = (ids: readonly string[]) => {
    if (ids.length === 0) return;
    clearTimeout(calm);
    setTouched(new Set(ids));
    calm = setTimeout(() => setTouched(NONE), TOUCHED_MS);
  };
  const read = async () => {
    const [changes, everythingBefore] = [waiting, readBefore];
    [waiting, readBefore] = [[], 0];
    rereadOthers(queries, place, changes);
    if (everythingBefore > 0) show(await rereadEverything(queries, place, everythingBefore));
    const unknown = findUnknown(queries, place, changes);
    if (unknown !== null && unknown.size === 0) return;
    const isOwn = changes.every(({ by }) => by !== null && by.id === own);
    const changed = await rereadRecords(queries, place, unknown);
    if (!isOwn) show(changed);
  };
  const plan = (afterMs: number) => {
    later ??= setTimeout(() => {
      later = undefined;
      if (isReading || isBusy(queries)) {
        plan(BUSY_MS);
        return;
      }
      isReading = true;
      void read().finally(() => {
        isReading = false;
        if (waiting.length > 0 || readBefore > 0) plan(GAP_MS);
      });
    }, afterMs);
  };
  const readEverything = (before: number) => {
    readBefore = Math.max(readBefore, before);
    plan(Math.random() * BUSY_MS);
  };

  const listener = {
    onTold: (data: unknown) => {
      const told = data as Told;
      if (told.isEverything) readEverything(Date.now());
      waiting.push(...told.changes);
      for (const { kind, records, by } of told.changes)
        for (const { id, version } of kind === 'records' ? (records ?? []) : [])
          queries.setQueryData<LastChange>(lastChangeKey(place, id), { version: version ?? 0, by });
      plan(0);
    },
    onOpen: () => readEverything(Date.now() - FRESH_MS),
    onState: tellLost(setLost, () => readEverything(Date.now())),
    // Who may no longer read here, or is nobody any more, learns it from what the page itself asks.
    onRefused: () => void queries.invalidateQueries({ queryKey: organisationQuery(place.organisation).queryKey }),
  };
  const leave = whileSeen(
    () => follow(url, listener),
    () => readEverything(Date.now()),
  );
  return () => {
    leave();
    listener.onState('open');
    clearTimeout(later);
    clearTimeout(calm);
  };
}

const isBusy = (queries: QueryClient): boolean =>
  queries.isMutating() > 0 || document.querySelector('.v-grid[data-editing]') !== null;

/** Tells when nothing has been heard for a while, and asks meanwhile. */
function tellLost(setLost: (isLost: boolean) => void, ask: () => void): (state: FollowState) => void {
  let since: ReturnType<typeof setTimeout> | undefined;
  let asking: ReturnType<typeof setInterval> | undefined;
  return (state) => {
    if (state === 'connecting') return;
    if (state === 'lost') {
      since ??= setTimeout(() => setLost(true), LOST_MS);
      asking ??= setInterval(ask, ASK_MS);
      return;
    }
    clearTimeout(since);
    clearInterval(asking);
    [since, asking] = [undefined, undefined];
    setLost(false);
  };
}

/** Does it while the window is seen, and for a little longer. */
function whileSeen(begin: () => () => void, onReturn: () => void): () => void {
  let end: (() => void) | undefined;
  let ending: ReturnType<typeof setTimeout> | undefined;
  let wasAway = false;
  const look = () => {
    clearTimeout(ending);
    if (document.visibilityState === 'visible') {
      if (end) return;
      end = begin();
      if (wasAway) onReturn();
      wasAway = false;
    } else
      ending = setTimeout(() => {
        end?.();
        end = undefined;
        wasAway = true;
      }, HIDDEN_MS);
  };
  look();
  document.addEventListener('visibilitychange', look);
  return () => {
    document.removeEventListener('visibilitychange', look);
    clearTimeout(ending);
    end?.();
  };
}
