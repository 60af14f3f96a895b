/**
 * Marks an error class of ours whose message is promised to hold no personal data and no secret, so that it may be logged.
 * Any other error's message stays out of the log: a driver's message repeats the value it choked on.
 *
 * @example class BackupError extends Error { readonly [loggable] = true; }
 */
export const loggable: unique symbol = Symbol('valv.loggable');

export const isLoggable = (error: Error): boolean => loggable in error && error[loggable] === true;
