import { availableParallelism } from 'node:os';
import { Problem } from '#kernel/errors/problem.ts';

// Calls that hash a password take a core and some 20-50 MB for about 0.1 s. They take turns, and they wait before they take
// a connection: otherwise a storm of sign-ins would hold all of identity's connections, and nobody could even read who they are.

/** Hashes run on libuv's threads, which also read files: one of them is always left free. */
const threads = Number(process.env['UV_THREADPOOL_SIZE'] ?? 4);
export const costlyTurns = {
  runningMax: Math.max(1, Math.min(availableParallelism(), threads - 1)),
  /** About three seconds of waiting on two cores; beyond that an honest refusal is better. */
  waitingMax: 64,
};

/** Waits for a turn and gives the function that ends it; throws 503 `too_busy` when too many wait already. */
export type TakeTurn = () => Promise<() => void>;

export function createTurns(limits: { runningMax: number; waitingMax: number }): TakeTurn {
  let running = 0;
  const waiting: (() => void)[] = [];
  const leave = () => {
    // Whoever leaves hands its turn over, so `running` stays as it is and nobody overtakes.
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  };
  return async () => {
    if (running >= limits.runningMax) {
      if (waiting.length >= limits.waitingMax) throw new Problem(503, 'too_busy', { retryAfterSeconds: 2 });
      await new Promise<void>((resolve) => void waiting.push(resolve));
    } else {
      running += 1;
    }
    return leave;
  };
}
