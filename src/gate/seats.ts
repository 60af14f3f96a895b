import { Problem } from '#kernel/errors/problem.ts';

// Each follower holds a connection and is judged again every few seconds: there are only so many seats.

/** Of one session or key. The pages share one among their tabs; more are for programs and for windows on several registers. */
export const ownMax = 8;
export const organisationMax = 250;
export const processMax = 1_000;

export interface Seats {
  /** Takes a seat for `who` in the organisation; 429 `events.too_many` when there is none. `leave` is harmless twice. */
  take(who: string, organisation: string): { leave(): void };
  /** Ends every stream of this process, and refuses new ones. */
  end(): void;
  readonly ending: AbortSignal;
  readonly taken: number;
}

export function createSeats(): Seats {
  const counts = new Map<string, number>();
  const ending = new AbortController();
  let taken = 0;
  const add = (key: string, by: number) => {
    const count = (counts.get(key) ?? 0) + by;
    if (count > 0) counts.set(key, count);
    else counts.delete(key);
  };
  return {
    take(who, organisation) {
      if (ending.signal.aborted) throw new Problem(503, 'too_busy', { retryAfterSeconds: 2 });
      const isFull =
        taken >= processMax ||
        (counts.get(organisation) ?? 0) >= organisationMax ||
        (counts.get(`of ${who}`) ?? 0) >= ownMax;
      if (isFull) throw new Problem(429, 'events.too_many', { retryAfterSeconds: 30 });
      const change = (by: number) => {
        taken += by;
        add(organisation, by);
        add(`of ${who}`, by);
      };
      change(1);
      let isLeft = false;
      return {
        leave() {
          if (!isLeft) change(-1);
          isLeft = true;
        },
      };
    },
    end: () => ending.abort(),
    ending: ending.signal,
    get taken() {
      return taken;
    },
  };
}
