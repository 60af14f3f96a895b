import { expect, test } from 'vitest';
import { Problem } from '#kernel/errors/problem.ts';
import { logError } from './log-error.ts';
import { loggable } from './loggable.ts';
import { createLogger } from './logger.ts';
import type { Facts } from './logger.ts';
import type { LogLevel } from './level.ts';

const canary = 'anna.svensson@example.se';

function listen(level: LogLevel = 'debug') {
  const lines: string[] = [];
  const logger = createLogger({ level, destination: { write: (line) => lines.push(line) } });
  return { logger, text: () => lines.join(''), last: () => JSON.parse(lines.at(-1) ?? 'null') as Facts };
}

/** What `pg` throws: the shape is the server's error response, and the values in it are real ones. */
function databaseError(): Error {
  return Object.assign(new Error(`duplicate key value, invalid input syntax for type uuid: "${canary}"`), {
    name: 'DatabaseError',
    code: '23505',
    severity: 'ERROR',
    detail: `Key (email)=(${canary}) already exists.`,
    where: `COPY accounts, line 1: "${canary}"`,
    internalQuery: `select '${canary}'`,
    constraint: 'accounts_email_unique',
    table: 'accounts',
    routine: '_bt_check_unique',
  });
}

test('an event is one JSON line with time, level, event and its facts', () => {
  const { logger, text, last } = listen();
  logger.info('server.started', { port: 8080, isDemo: true, note: undefined });
  expect(text().endsWith('\n')).toBe(true);
  expect(text().trim().split('\n')).toHaveLength(1);
  expect(last()).toMatchObject({ level: 'info', event: 'server.started', port: 8080, isDemo: true, pid: process.pid });
  expect(String(last()['time'])).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect(last()).not.toHaveProperty('hostname');
});

test('lines under the level are not written', () => {
  const { logger, text } = listen('warn');
  logger.debug('a.b');
  logger.info('a.b');
  expect(text()).toBe('');
  logger.warn('a.b');
  logger.error('a.c');
  logger.fatal('a.d');
  expect(text().trim().split('\n')).toHaveLength(3);
});

test('query strings are cut from every fact', () => {
  const { logger, text, last } = listen();
  logger.info('call.done', { path: `/api/v1/persons?search=${canary} and more` });
  expect(last()['path']).toBe('/api/v1/persons?…');
  logger.info('call.done', { url: `https://valv.example.se?email=${canary}` });
  expect(last()['url']).toBe('https://valv.example.se?…');
  logger.info('call.done', { question: 'ready?' });
  expect(last()['question']).toBe('ready?');
  expect(text()).not.toContain(canary);
});

test('objects, long texts and made-up events do not reach the log', () => {
  const { logger, text, last } = listen();
  logger.info('call.done', { body: { email: canary } } as unknown as Facts);
  logger.info(`saved ${canary}`);
  expect(last()['event']).toBe('log.malformed_event');
  logger.info('call.done', { long: 'x'.repeat(100_000) });
  expect(String(last()['long'])).toHaveLength(4_000);
  expect(text()).not.toContain(canary);
});

test('a PostgreSQL error is logged by code, constraint, table and routine, without its values', () => {
  const { logger, text, last } = listen();
  logError(logger, 'call.failed', databaseError(), { requestId: 'r1' });
  expect(last()).toMatchObject({
    level: 'error',
    event: 'call.failed',
    requestId: 'r1',
    errorType: 'DatabaseError',
    errorCode: '23505',
    constraint: 'accounts_email_unique',
    table: 'accounts',
    routine: '_bt_check_unique',
  });
  expect(String(last()['errorStack'])).toContain('logging.test.ts');
  expect(text()).not.toContain(canary);
});

test('a PostgreSQL error stays closed even when someone marked it loggable', () => {
  const { logger, text } = listen();
  logError(logger, 'call.failed', Object.assign(databaseError(), { [loggable]: true }));
  expect(text()).not.toContain(canary);
});

test('a foreign error keeps its type, code and frames but not its message', () => {
  const { logger, text, last } = listen();
  logError(logger, 'mail.failed', Object.assign(new TypeError(`550 <${canary}> unknown`), { code: 'EENVELOPE' }));
  expect(last()).toMatchObject({ errorType: 'TypeError', errorCode: 'EENVELOPE' });
  expect(String(last()['errorStack'])).toMatch(/logging\.test\.ts:\d+:\d+/);
  expect(last()).not.toHaveProperty('errorMessage');
  expect(text()).not.toContain(canary);
});

test('a message that imitates stack frames, or was changed after the throw, is still left out', () => {
  const { logger, text } = listen();
  const imitation = new Error(`no\n    at ${canary} (/srv/${canary}:1:1)\n    at x (/a:1:1)`);
  logError(logger, 'call.failed', imitation);
  const short = new Error(`no\n    at x (/srv/${canary}:1:1)`);
  short.stack = `Error: ${short.message}\n    at enter (file:///srv/valv/main.ts:1:1)`;
  logError(logger, 'call.failed', short);
  const changed = new Error(`bad value ${canary}\nof ${canary}`);
  changed.message = 'something else';
  logError(logger, 'call.failed', changed);
  expect(text()).not.toContain(canary);
});

test('a code or a name that is no code is left out', () => {
  const { logger, text, last } = listen();
  logError(logger, 'call.failed', Object.assign(new Error('x'), { code: canary, name: `Error of ${canary}` }));
  expect(last()['errorType']).toBe('Error');
  logError(logger, 'call.failed', Object.assign(new Error('x'), { code: '191212121212' }));
  expect(text()).not.toContain(canary);
  expect(text()).not.toContain('191212121212');
});

test('causes are named by type and code', () => {
  const { logger, text, last } = listen();
  logError(logger, 'call.failed', new Error(canary, { cause: new Error(canary, { cause: databaseError() }) }));
  expect(last()['errorCauses']).toBe('Error < DatabaseError 23505');
  expect(text()).not.toContain(canary);
});

test('our own errors say their message, a thrown text does not', () => {
  class OwnError extends Error {
    readonly [loggable] = true;
  }
  const { logger, text, last } = listen();
  logError(logger, 'keyring.failed', new OwnError('The key file is missing.'));
  expect(last()['errorMessage']).toBe('The key file is missing.');
  logError(logger, 'call.refused', new Problem(409, 'record.stale'));
  expect(last()).toMatchObject({ errorType: 'Problem', errorCode: 'record.stale' });
  logError(logger, 'call.failed', `thrown ${canary}`);
  expect(last()['errorType']).toBe('thrown string');
  expect(text()).not.toContain(canary);
});
