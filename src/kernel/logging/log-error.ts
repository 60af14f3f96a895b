import { Problem } from '#kernel/errors/problem.ts';
import { isLoggable } from './loggable.ts';
import type { Facts, Logger } from './logger.ts';

const sqlStatePattern = /^[0-9A-Z]{5}$/;
const codePattern = /^[A-Za-z][A-Za-z0-9_.]{0,63}$/;
const namePattern = /^[A-Za-z_$][\w$]{0,63}$/;
/** A frame names a function and ends in a position of a file, or in one of V8's own places. Anything else may be text of the message. */
const framePattern =
  /^ {4}at (?:[\w$.<>[\]# ]+ \((?:(?:file:\/\/|node:|\/|[A-Za-z]:\\)[^()]*:\d+:\d+|<anonymous>|native|index \d+)\)|(?:async )?(?:file:\/\/|node:|\/|[A-Za-z]:\\)[^()]*:\d+:\d+)$/;
const framesMax = 10;
const causesMax = 5;

const property = (error: object, name: string): unknown => (error as Record<string, unknown>)[name];

function textMatching(pattern: RegExp, value: unknown): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
}

function codeOf(error: Error): string | undefined {
  const code = property(error, 'code');
  return textMatching(codePattern, code) ?? textMatching(sqlStatePattern, code);
}

const typeOf = (error: Error): string => textMatching(namePattern, error.name) ?? 'Error';

/** Recognised by what the server sends, since only the database's room may import its driver. */
const isDatabaseError = (error: Error): boolean =>
  sqlStatePattern.test(String(property(error, 'code'))) && typeof property(error, 'severity') === 'string';

/** The last frames only: a message that imitates frames stands before the real ones. */
function framesOf(error: Error): string | undefined {
  if (typeof error.stack !== 'string') return undefined;
  const body = error.message === '' ? error.stack : error.stack.replaceAll(error.message, '');
  const frames: string[] = [];
  for (const line of body.split('\n').toReversed()) {
    if (!framePattern.test(line) || frames.length === framesMax) break;
    frames.unshift(line.trim().replace(/\?[^:)]*/, ''));
  }
  return frames.length > 0 ? frames.join('\n') : undefined;
}

function causesOf(error: Error): string | undefined {
  const causes: string[] = [];
  let cause: unknown = error.cause;
  while (cause instanceof Error && causes.length < causesMax) {
    causes.push([typeOf(cause), codeOf(cause)].filter((part) => part !== undefined).join(' '));
    cause = cause.cause;
  }
  return causes.length > 0 ? causes.join(' < ') : undefined;
}

function describeError(error: Error): Facts {
  const facts: Facts = {
    errorType: typeOf(error),
    errorCode: codeOf(error),
    errorCauses: causesOf(error),
    errorStack: framesOf(error),
  };
  // PostgreSQL's message and detail repeat values: "Key (email)=(x@y) already exists".
  if (isDatabaseError(error)) {
    for (const name of ['constraint', 'table', 'routine']) {
      facts[name] = textMatching(namePattern, property(error, name));
    }
  } else if (error instanceof Problem || isLoggable(error)) {
    facts['errorMessage'] = error.message;
  }
  return facts;
}

/**
 * Logs a failure at level error without what it failed on: type, code, causes and stack frames; the message only when the
 * class is ours (`loggable`); of a PostgreSQL error its code, constraint, table and routine.
 */
export function logError(logger: Logger, event: string, error: unknown, facts: Facts = {}): void {
  const description = error instanceof Error ? describeError(error) : { errorType: `thrown ${typeof error}` };
  logger.error(event, { ...facts, ...description });
}
