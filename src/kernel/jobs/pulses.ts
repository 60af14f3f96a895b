import type { JobDefinition } from './jobs.ts';

/** While the database is away, say, one line of log in half a minute is enough. */
const restSecondsMax = 30;

/** Runs what has to run every few seconds, in this process. What fails rests for a growing while. */
export function createPulses(onError: (error: unknown, job?: string) => void) {
  const stop = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  const underWay = new Set<Promise<void>>();
  return {
    stopping: stop.signal,
    start({ name, run, everySeconds }: JobDefinition): void {
      if (everySeconds === undefined) return;
      let failures = 0;
      let restsUntil = 0;
      const work = async () => {
        try {
          await run({}, stop.signal);
          failures = 0;
        } catch (error) {
          failures += 1;
          restsUntil = performance.now() + 1000 * Math.min(2 ** failures, restSecondsMax);
          onError(error, name);
        }
      };
      const beat = () => {
        if (performance.now() < restsUntil) return;
        const one = work();
        underWay.add(one);
        void one.finally(() => underWay.delete(one));
      };
      timers.push(setInterval(beat, everySeconds * 1000));
    },
    /** Tells what is under way to stop, and waits for it. */
    async stop(): Promise<void> {
      for (const timer of timers) clearInterval(timer);
      stop.abort();
      await Promise.all(underWay);
    },
  };
}
