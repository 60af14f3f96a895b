import { randomUUIDv7 } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { getConnInfo } from '@hono/node-server/conninfo';
import { negotiateLanguage, type Language } from '#kernel/i18n/language.ts';
import { answerProblem } from './answer.ts';
import { Problem } from '#kernel/errors/problem.ts';
import type { Binding, Gate } from './gate.ts';
import { handle } from './handle.ts';
import { openApi } from './openapi.ts';

export const apiBase = '/api/v1';

/**
 * The routes of all contracts. A path that no contract has is 404 and one whose method none has is 405; neither is a call,
 * so neither has an entry, and neither touches the database.
 */
export function createRouter(
  gate: Gate,
  bindings: readonly Binding[],
  options: { language: Language; observe: Observe },
): Hono {
  const router = new Hono();
  const paths = new Map<string, string[]>();
  for (const binding of bindings) {
    const { method, path, action } = binding.contract;
    const route = apiBase + path.replaceAll(/\{(\w+)\}/g, ':$1');
    paths.set(route, [...(paths.get(route) ?? []), method]);
    router.on(method, route, async (c) => {
      const startedAt = performance.now();
      const raw = c.req.raw;
      const response = await handle(gate, binding, {
        raw,
        url: new URL(raw.url),
        headers: raw.headers,
        params: c.req.param(),
        address: addressOf(c),
        language: negotiateLanguage(raw.headers.get('accept-language') ?? undefined, options.language),
        request: randomUUIDv7(),
      });
      options.observe(action, response.status, performance.now() - startedAt);
      return response;
    });
  }
  for (const [route, methods] of paths) {
    router.all(route, (c) => {
      const answer = refuse(gate, options.language, c.req.raw, new Problem(405, 'method_not_allowed'));
      answer.headers.set('allow', methods.join(', '));
      return answer;
    });
  }
  const description = JSON.stringify(openApi(bindings.map(({ contract }) => contract)));
  const compressed = new Uint8Array(gzipSync(description));
  router.get('/openapi.json', (c) => {
    const isCompressed = /\bgzip\b/.test(c.req.header('accept-encoding') ?? '');
    return c.body(isCompressed ? compressed : description, 200, {
      'content-type': 'application/json',
      'cache-control': 'no-cache',
      vary: 'accept-encoding',
      ...(isCompressed && { 'content-encoding': 'gzip' }),
    });
  });
  router.all(`${apiBase}/*`, (c) => refuse(gate, options.language, c.req.raw, new Problem(404, 'not_found')));
  return router;
}

type Observe = (action: string, status: number, durationMs: number) => void;

function refuse(gate: Gate, fallback: Language, raw: Request, problem: Problem): Response {
  const language = negotiateLanguage(raw.headers.get('accept-language') ?? undefined, fallback);
  return answerProblem(problem, gate.say(language), language, randomUUIDv7());
}

/** The address of the other end of the connection. Forwarding headers are not believed: trusted hops are a setting of their own. */
function addressOf(c: Parameters<typeof getConnInfo>[0]): string {
  try {
    return getConnInfo(c).remote.address ?? '';
  } catch {
    // Called without a socket, as tests may.
    return '';
  }
}
