import { STATUS_CODES } from 'node:http';
import { databaseProblem } from '#kernel/database/database-problem.ts';
import { Problem } from '#kernel/errors/problem.ts';
import type { Say } from '#kernel/i18n/messages.ts';
import type { Language } from '#kernel/i18n/language.ts';
import type { Contract } from './contract.ts';
import { JournalUnavailable } from './journal-writer.ts';

/** Headers of every answer of the API: nothing of it is ever kept by a cache or shown as a page. */
const fixed = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
};

/** What any error becomes. An unknown one tells nothing of itself: its trace is in the log under the request id. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof JournalUnavailable)
    return new Problem(503, 'journal.unavailable', { retryAfterSeconds: 5, cause: error });
  return databaseProblem(error) ?? new Problem(500, 'internal', { cause: error });
}

/** The text of an answer: only what the contract declares leaves. */
export function outputText(contract: Contract, output: unknown): string {
  return contract.output === undefined ? '' : JSON.stringify(contract.output.parse(output));
}

export function answerText(
  contract: Contract,
  text: string,
  request: string,
  headers: Record<string, string> = {},
): Response {
  const status = contract.status ?? 200;
  return new Response(status === 204 ? null : text, {
    status,
    headers: {
      ...fixed,
      ...(status === 204 ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      'x-request-id': request,
      ...headers,
    },
  });
}

/** An RFC 9457 problem in the reader's language. */
export function answerProblem(problem: Problem, say: Say, language: Language, request: string): Response {
  const body = {
    type: `urn:valv:problem:${problem.code}`,
    title: say(`problem.${problem.code}`, problem.values),
    status: problem.status,
    code: problem.code,
    request,
    ...(problem.fields.length > 0 && {
      fields: problem.fields.map(({ path, code, values, message }) => ({
        path,
        code,
        message: message ?? say(code, values),
      })),
    }),
    ...problem.extension,
  };
  const headers: Record<string, string> = {
    ...fixed,
    'content-type': 'application/problem+json; charset=utf-8',
    'content-language': language,
    'x-request-id': request,
  };
  if (problem.retryAfterSeconds !== undefined) headers['retry-after'] = String(problem.retryAfterSeconds);
  if (problem.status === 401) headers['www-authenticate'] = 'Bearer realm="Valv"';
  return new Response(JSON.stringify(body), {
    status: problem.status,
    statusText: STATUS_CODES[problem.status] ?? '',
    headers,
  });
}
