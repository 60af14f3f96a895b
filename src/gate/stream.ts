import { Problem } from '#kernel/errors/problem.ts';
import type { Context } from './context.ts';
import { problemOf } from './answer.ts';
import type { Binding, Gate, IncomingCall } from './gate.ts';
import { admit } from './handle.ts';
import type { Trail } from './trail.ts';

/** What a stream's function gives: how to make its pages. Each page is made in a unit of work of its own. */
export interface Stream {
  fileName: string;
  /** What comes before the first page. */
  head: Piece;
  /** The page after `cursor` (undefined: the first). The cursor it gives is the next one's; undefined ends the stream. */
  page(
    context: Context,
    cursor: string | undefined,
  ): Promise<{ text: Piece; rows: number; cursor: string | undefined }>;
  /** What comes after the last page; a file that ends with a word of all its pages makes it then. */
  tail: Piece | (() => Piece);
}

/** Text leaves as UTF-8, bytes as they are. */
type Piece = string | Uint8Array;

/**
 * Sends a file page by page. `….started` is durable before the first byte and `….ended`, with the count of what left, after
 * the last. No transaction is held longer than a page, and each page enters and is judged anew.
 */
export async function sendStream(
  gate: Gate,
  binding: Binding,
  call: IncomingCall,
  trail: Trail,
  stream: Stream,
): Promise<Response> {
  await gate.journal.write(trail.entry('started', 200, undefined, '.started'), trail.seen);
  let cursor: string | undefined;
  let rows = 0;
  let isFirst = true;
  let hasEnded = false;
  const end = async (outcome: 'ended' | 'failed', code?: string) => {
    if (hasEnded) return;
    hasEnded = true;
    trail.note.rows = rows;
    await gate.journal.write(trail.entry(outcome, 200, code, '.ended'));
  };
  const encoder = new TextEncoder();
  const send = (controller: ReadableStreamDefaultController<Uint8Array>, piece: Piece) => {
    const bytes = typeof piece === 'string' ? encoder.encode(piece) : piece;
    if (bytes.length > 0) controller.enqueue(bytes);
  };
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { unit, context } = await admit(gate, binding, call, trail, '');
        const page = await stream.page(context, cursor).finally(() => unit.endRead());
        rows += page.rows;
        cursor = page.cursor;
        if (isFirst) send(controller, stream.head);
        isFirst = false;
        send(controller, page.text);
        if (cursor === undefined) send(controller, typeof stream.tail === 'function' ? stream.tail() : stream.tail);
        if (cursor === undefined) {
          await end('ended');
          controller.close();
        }
      } catch (error) {
        const problem = problemOf(error);
        if (problem.status >= 500) gate.logError('stream.failed', error, { request: call.request });
        await end('failed', problem.code).catch(() => {});
        // The connection breaks off: a file that stops half-way must not look whole.
        controller.error(new Problem(problem.status, problem.code));
      }
    },
    async cancel() {
      await end('failed', 'cancelled').catch(() => {});
    },
  });
  return new Response(body, {
    headers: {
      'content-type': contentType(binding.contract.stream),
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(stream.fileName)}`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': call.request,
    },
  });
}

/** Only text has a character set. */
const contentType = (type = 'application/octet-stream') =>
  type.startsWith('application/vnd.') ? type : `${type}; charset=utf-8`;
