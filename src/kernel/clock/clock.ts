/** The only way product code asks what time it is, so that a test can be at any moment it likes. */
export interface Clock {
  now(): Date;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is told to move. */
export interface TestClock extends Clock {
  /** Moves the clock forward; a clock of a test never goes backwards. */
  advance(durationMs: number): void;
}

/** Each `now()` is a new Date, so that a caller who changes its copy does not change the time of others. */
export function createTestClock(start: Date | string): TestClock {
  let nowMs = new Date(start).getTime();
  if (Number.isNaN(nowMs)) throw new RangeError(`Not a time: ${String(start)}`);
  return {
    now: () => new Date(nowMs),
    advance(durationMs) {
      if (!(durationMs >= 0)) throw new RangeError(`A test clock cannot go back by ${durationMs} ms.`);
      nowMs += durationMs;
    },
  };
}
