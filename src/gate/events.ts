import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from './context.ts';
import { problemOf } from './answer.ts';
import type { Binding, Gate, IncomingCall } from './gate.ts';
import { admit } from './handle.ts';
import type { Heard, Subscription } from './subscription.ts';
import type { Trail } from './trail.ts';

/** What a following function gives: what is listened to, and how it is told. */
export interface Feed {
  register: string;
  /** What this reader may be told of it, in the unit of work in which they have just been judged. Checked by the contract's `event`. */
  tell(context: Context, heard: Heard): Promise<unknown>;
}

/** Whoever may follow no longer is sent away after this at most. Nothing is ever told to somebody who was not judged for it. */
const judgeEveryMs = 5_000;
/** A comment now and then, so that nobody on the way takes the connection for dead. */
const beatEveryMs = 15_000;
/** Between two events: what happens meanwhile goes together. */
const gapMs = 250;
/** One who reads nothing for so long is not there any more. */
const unreadMaxMs = 60_000;
/** Then it ends and is asked for anew: an entry in the journal tells of at most so long a time. */
const lengthMaxMs = 3_600_000;

const encoder = new TextEncoder();
const eventText = (name: string, data: unknown) => encoder.encode(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);

/**
 * Tells of what happens as it happens (Server-Sent Events). `….started` is durable before the first byte, `….ended` with the
 * number of events follows when it is over. Each event is told in a unit of work of its own, entered and judged anew. It ends by
 * an event that says why, when its reader may no longer follow, when the process stops and after an hour.
 */
export async function sendEvents(
  gate: Gate,
  binding: Binding,
  call: IncomingCall,
  trail: Trail,
  feed: Feed,
  { organisation, principal }: Context,
): Promise<Response> {
  const seat = gate.seats.take(principal.sessionId ?? principal.actor, organisation);
  // Before the first byte: what happens from the answer on is heard.
  const heard = gate.announcements.follow(organisation, feed.register);
  const over = new AbortController();
  const close = (): boolean => {
    if (over.signal.aborted) return false;
    over.abort();
    seat.leave();
    heard.close();
    return true;
  };
  try {
    await gate.journal.write(trail.entry('started', 200, undefined, '.started'), trail.seen);
  } catch (error) {
    close();
    throw error;
  }
  let told = 0;
  const end = async (outcome: 'ended' | 'failed', code?: string) => {
    if (!close()) return;
    gate.seats.ending.removeEventListener('abort', stop);
    trail.note.rows = told;
    await gate.journal.write(trail.entry(outcome, 200, code, '.ended')).catch((error: unknown) => {
      gate.logError('events.end_not_noted', error, { request: call.request });
    });
  };
  const story = tellStory(gate, binding, call, trail, feed, heard, over.signal);
  let unread: NodeJS.Timeout | undefined;
  let ended: ReadableStreamDefaultController<Uint8Array> | undefined;
  const sayEnd = async (status: number, code: string) => {
    ended?.enqueue(eventText('end', { status, code }));
    await end(status >= 500 && code !== 'stopping' ? 'failed' : 'ended', code);
    ended?.close();
  };
  const stop = () => void sayEnd(503, 'stopping');
  const mustBeRead = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    unread = setTimeout(() => {
      void end('failed', 'unread');
      controller.error(new Error('nobody reads'));
    }, unreadMaxMs).unref();
  };
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      ended = controller;
      gate.seats.ending.addEventListener('abort', stop, { once: true });
      controller.enqueue(encoder.encode(`retry: 3000\n: following\n\n`));
      mustBeRead(controller);
    },
    async pull(controller) {
      clearTimeout(unread);
      try {
        const { value, done } = await story.next();
        if (over.signal.aborted) return;
        if (done) {
          await sayEnd(200, 'renew');
          return;
        }
        if (value.isEvent) told += 1;
        controller.enqueue(value.bytes);
        mustBeRead(controller);
      } catch (error) {
        const problem = problemOf(error);
        if (problem.status >= 500) gate.logError('events.failed', error, { request: call.request });
        if (!over.signal.aborted) await sayEnd(problem.status, problem.code);
      }
    },
    async cancel() {
      clearTimeout(unread);
      await end('ended', 'cancelled');
    },
  });
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-accel-buffering': 'no',
      // When it is over the connection is too: kept for another call, it would hold up a stop.
      connection: 'close',
      'x-request-id': call.request,
    },
  });
}

/** The chunks of a stream as they come to be; it is over after an hour, and throws what ends it before. */
async function* tellStory(
  gate: Gate,
  binding: Binding,
  call: IncomingCall,
  trail: Trail,
  feed: Feed,
  heard: Subscription,
  over: AbortSignal,
): AsyncGenerator<{ bytes: Uint8Array; isEvent: boolean }, undefined> {
  const beganAt = performance.now();
  let sentAt = beganAt;
  while (performance.now() - beganAt < lengthMaxMs) {
    await heard.wait(judgeEveryMs, over);
    if (over.aborted) return undefined;
    const { unit, context } = await admit(gate, binding, call, trail, '');
    const taken = heard.take();
    const event = taken && binding.contract.event?.parse(await feed.tell(context, taken).finally(() => unit.endRead()));
    if (!taken) unit.endRead();
    const now = performance.now();
    if (event !== undefined) yield { bytes: eventText('changed', event), isEvent: true };
    else if (now - sentAt >= beatEveryMs) yield { bytes: encoder.encode(':\n\n'), isEvent: false };
    else continue;
    sentAt = performance.now();
    if (event !== undefined) await pause(gapMs, undefined, { signal: over }).catch(() => {});
  }
  return undefined;
}
