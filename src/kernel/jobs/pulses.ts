import type { JobDefinition } from './jobs.ts';

/** Runs what has to run every few seconds, in this process. */
export function createPulses(onError: (error: unknown, job?: string) => void) {
  const stop = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  const underWay = new Set<Promise<void>>();
  return {
    stopping: stop.signal,
    start({ name, run, everySeconds }: JobDefinition): void {
      if (everySeconds === undefined) return;
      const beat = () => {
        const one = run({}, stop.signal).catch((error: unknown) => onError(error, name));
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
