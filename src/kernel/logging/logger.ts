import { pino } from 'pino';
import type { LogLevel } from './level.ts';

/** Scalars only, so that no record, body or error can slip into the log by its properties. The four names are the line's own. */
export type Facts = Record<string, string | number | boolean | undefined> & {
  time?: never;
  level?: never;
  pid?: never;
  event?: never;
};

/** Writes what happened to the operator's log. `event` is a stable dotted code; facts are ids, counts and durations. */
export type WriteEvent = (event: string, facts?: Facts) => void;

/**
 * The operator's log, which is not the journal: nothing in it is evidence and nothing in it is personal.
 * Writing never throws and never waits.
 */
export interface Logger {
  debug: WriteEvent;
  info: WriteEvent;
  warn: WriteEvent;
  error: WriteEvent;
  fatal: WriteEvent;
}

const eventPattern = /^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$/;
/** A sentence, a path or the ten frames of a stack fit; a whole body does not. */
const textLengthMax = 4_000;

/** Cuts the query string of an address or path: search words are names of people. What follows it is cut too, the safer mistake. */
function withoutQuery(text: string): string {
  const query = text.indexOf('?');
  return query > 0 && text.lastIndexOf('/', query) >= 0 ? `${text.slice(0, query)}?…` : text;
}

function readFact(value: unknown): string | number | boolean | undefined {
  if (typeof value === 'string') return withoutQuery(value).slice(0, textLengthMax);
  // Typed away, but a cast could bring an object in, and an object brings everything it holds.
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

/** JSON lines on standard output, or on `destination`. Lines are written before the call returns, so the last one of a crash is there. */
export function createLogger(options: { level: LogLevel; destination?: { write(line: string): void } }): Logger {
  const sink = pino(
    {
      level: options.level,
      messageKey: 'event',
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    options.destination ?? pino.destination({ fd: 1, sync: true }),
  );
  const writeAt =
    (level: LogLevel): WriteEvent =>
    (event, facts = {}) => {
      if (!sink.isLevelEnabled(level)) return;
      const line: Record<string, unknown> = {};
      for (const [name, value] of Object.entries(facts)) line[name] = readFact(value);
      // A text that is no code was put together from something, so it is not known to be free of personal data.
      sink[level](line, eventPattern.test(event) ? event : 'log.malformed_event');
    };
  return {
    debug: writeAt('debug'),
    info: writeAt('info'),
    warn: writeAt('warn'),
    error: writeAt('error'),
    fatal: writeAt('fatal'),
  };
}
