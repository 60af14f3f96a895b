import { Problem } from '#kernel/errors/problem.ts';

/** SQLSTATE or system error codes that say the server is away, starting, stopping, full or read-only; it may be worth trying again. */
const unavailable =
  /^(08...|57P0[123]|53...|58...|25006|XX00[012]|ECONN\w+|ENOENT|EPIPE|ETIMEDOUT|EAGAIN|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/** Two calls met on the same rows; the one that lost may simply be repeated. */
const collided = /^(40001|40P01|55P03)$/;

/**
 * The refusal for an error of the database, or undefined for what is no such error. Never tells a value: PostgreSQL's
 * messages and details hold them, and a unique constraint of another organisation must not be told from one's own.
 */
export function databaseProblem(error: unknown): Problem | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as { code?: unknown };
  if (typeof code !== 'string') {
    // pg's own words for a connection that broke off, or that none was had in time.
    return /connection|timeout exceeded|read timeout|Client has encountered|after calling end/i.test(error.message)
      ? new Problem(503, 'database.unavailable', { retryAfterSeconds: 5, cause: error })
      : undefined;
  }
  if (unavailable.test(code)) return new Problem(503, 'database.unavailable', { retryAfterSeconds: 5, cause: error });
  if (collided.test(code)) return new Problem(503, 'database.busy', { retryAfterSeconds: 1, cause: error });
  if (code === '57014') return new Problem(503, 'database.too_slow', { retryAfterSeconds: 30, cause: error });
  if (code === '23505' || code === '23P01') return new Problem(409, 'conflict', { cause: error });
  if (code === '23503' || code === '23001') return new Problem(409, 'conflict.reference', { cause: error });
  return undefined;
}

/** True when the error is a violation of the named unique constraint or index. */
export const isDuplicate = (error: unknown, constraint: string) =>
  error instanceof Error &&
  (error as { code?: string }).code === '23505' &&
  (error as { constraint?: string }).constraint === constraint;
