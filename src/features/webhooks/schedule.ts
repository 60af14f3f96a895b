// When a delivery that failed is tried again. Pure.

const minuteMs = 60_000;
/** As the triggers of `records` set it for what they announce. */
export const triedForMs = 3 * 24 * 60 * minuteMs;

/** From a quarter less to a quarter more: what failed together must not come back together. */
const spread = (durationMs: number, chance: number) => Math.round(durationMs * (0.75 + chance / 2));

/**
 * The pause after the `attempt`-th attempt of one delivery: 10 s, doubled each time up to six hours. In three days that is some
 * twenty attempts, ten of them in the first hour and a half. `chance` is from 0 to 1.
 */
export const pauseOfDelivery = (attempt: number, chance: number) =>
  spread(Math.min(5_000 * 2 ** Math.min(attempt, 20), 6 * 60 * minuteMs), chance);

/**
 * The pause of the whole webhook after so many failures in a row, 2 s to 5 minutes: a receiver that is down is asked every five
 * minutes, however much waits for it, and one event that it will not take holds the others up for seconds only.
 */
export const pauseOfWebhook = (failures: number, chance: number) =>
  spread(Math.min(1_000 * 2 ** Math.min(failures, 20), 5 * minuteMs), chance);
