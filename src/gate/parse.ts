import type { z } from 'zod';
import { invalid, notFound, type FieldProblem } from '#kernel/errors/problem.ts';
import type { Language } from '#kernel/i18n/language.ts';
import type { Contract, Input } from './contract.ts';
import type { Body } from './envelope.ts';
import { inputWords } from './input-words.ts';

/** Faults told of one part of the input: enough to mend it, and no answer of megabytes. */
const faultsMax = 100;

/** An issue whose message is one of our codes (`field.…`) speaks from the catalogue; the others in the words of `input-words.ts`. */
function fieldProblems(part: string, issues: z.core.$ZodIssue[]): FieldProblem[] {
  const problems = issues.slice(0, faultsMax).flatMap((issue) => {
    const path = [part, ...issue.path].join('.');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: `${path}.${key}`, code: 'field.unknown' }));
    }
    return issue.message.startsWith('field.')
      ? [{ path, code: issue.message }]
      : [{ path, code: `field.${issue.code}`, message: issue.message }];
  });
  // One issue may name thousands of unknown keys.
  return problems.slice(0, faultsMax);
}

/**
 * Paths of texts that no layer below can keep: half a surrogate pair has no UTF-8, and PostgreSQL has no NUL. Looked for in
 * everything that comes in, so that no shape has to remember it.
 */
function unstorable(part: string, whole: unknown): FieldProblem[] {
  const faults: FieldProblem[] = [];
  // Without recursion: JSON of a hundred kilobytes can be fifty thousand levels deep.
  const seen: [path: string, value: unknown][] = [[part, whole]];
  for (const [path, value] of seen) {
    if (faults.length >= faultsMax) break;
    if (typeof value === 'string') {
      if (!isStorable(value)) faults.push({ path, code: 'field.control_characters' });
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        if (!isStorable(key)) faults.push({ path, code: 'field.control_characters' });
        // zod passes over it in silence, and everything unknown is refused.
        else if (key === '__proto__') faults.push({ path: `${path}.${key}`, code: 'field.unknown' });
        else seen.push([`${path}.${key}`, inner]);
      }
    }
  }
  return faults.slice(0, faultsMax);
}

const isStorable = (text: string) => text.isWellFormed() && !text.includes('\0');

/** Path parameters. One that does not parse cannot name anything: the answer is that of a missing thing. */
export function parseParams<C extends Contract>(contract: C, params: Record<string, string>): Input<C>['params'] {
  const parsed = contract.params?.safeParse(params);
  if (parsed && !parsed.success) throw notFound();
  return parsed?.data as Input<C>['params'];
}

/** Query and body by the contract; every fault at once, each with its path (422). */
export function parseInput<C extends Contract>(
  contract: C,
  search: URLSearchParams,
  body: Body,
  language: Language,
): Pick<Input<C>, 'query' | 'body'> {
  const faults: FieldProblem[] = [];
  const check = (part: string, shape: z.ZodType | undefined, value: unknown): unknown => {
    if (shape === undefined) return undefined;
    const broken = unstorable(part, value);
    if (broken.length > 0) {
      faults.push(...broken);
      return undefined;
    }
    const parsed = shape.safeParse(value, { error: inputWords[language] });
    if (parsed.success) return parsed.data;
    faults.push(...fieldProblems(part, parsed.error.issues));
    return undefined;
  };

  // Without a prototype: `?__proto__=` is a parameter like any other, and as unknown.
  const query: Record<string, string | string[]> = Object.create(null);
  for (const name of new Set(search.keys())) {
    const values = search.getAll(name);
    query[name] = values.length === 1 ? (values[0] ?? '') : values;
  }
  if (contract.query === undefined) {
    for (const name of Object.keys(query)) faults.push({ path: `query.${name}`, code: 'field.unknown' });
  }
  const result = { query: check('query', contract.query, query), body: undefined as unknown };

  if (contract.file) {
    result.body = body;
  } else if (contract.body) {
    const json = parseJson(String(body));
    if (json === notJson) faults.push({ path: 'body', code: 'field.not_json' });
    else result.body = check('body', contract.body, json);
  }
  if (faults.length > 0) throw invalid(faults);
  return result as Pick<Input<C>, 'query' | 'body'>;
}

const notJson = Symbol('not JSON');

function parseJson(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return notJson;
  }
}
