import { z } from 'zod';
import type { Channel, ChannelOptions } from '#kernel/database/channel.ts';
import { ChangedKind, Pile, recordsMax, type Announcement } from './announcement.ts';
import { Id } from './shapes.ts';
import { Subscription } from './subscription.ts';

// What a unit of work changed, told to whoever looks at it, in this process and in every other: after the commit, by ids alone.
// It is told once and may be lost with its process; nobody's change depends on it (versions do that), only how soon others see it.

/** Announcements that wait to be sent. */
const waitingMax = 1_000;
/** In one statement. A message is 8,000 bytes at most; fifty records take about 2,500. */
const messagesMax = 200;
const everything = 'everything';

const Message = z.tuple([
  Id,
  Id,
  ChangedKind,
  Id.nullable(),
  z
    .array(z.tuple([Id, z.number().int()]))
    .max(recordsMax)
    .nullable(),
]);

const textOf = ({ organisation, register, kind, by, records }: Announcement) =>
  JSON.stringify([organisation, register, kind, by, records === 'many' ? null : [...records]]);

/** Sends what was announced, a batch at a time, and hands out what this and the other processes sent. */
export class Announcements {
  readonly #channel: Channel;
  readonly #waiting = new Pile(waitingMax);
  readonly #subscriptions = new Map<string, Set<Subscription>>();
  #isSending = false;
  #isOpen = false;
  /** For /metrics. */
  readonly counts = { announced: 0, sent: 0, heard: 0, gaps: 0 };

  constructor(open: (options: ChannelOptions) => Channel, onError: (error: unknown) => void) {
    this.#channel = open({
      name: 'announcements',
      onMessage: (text) => this.#hear(text),
      onOpen: () => this.#opened(),
      onError: (error) => {
        this.#isOpen = false;
        onError(error);
      },
    });
  }

  /** Of what has been committed. Nobody waits for it. */
  publish(announcements: readonly Announcement[]): void {
    for (const one of announcements) this.#waiting.add(one);
    this.counts.announced += announcements.length;
    this.#send();
  }

  /** Hears of the register until it is closed. */
  follow(organisation: string, register: string): Subscription {
    const key = `${organisation} ${register}`;
    const others = this.#subscriptions.get(key) ?? new Set();
    this.#subscriptions.set(key, others);
    const subscription = new Subscription(() => {
      others.delete(subscription);
      if (others.size === 0) this.#subscriptions.delete(key);
    });
    others.add(subscription);
    return subscription;
  }

  /** What was sent meanwhile was not heard here, and a process that ended may have left something unsaid to the others. */
  #opened(): void {
    this.#isOpen = true;
    this.counts.gaps += 1;
    this.#tellEverybody();
    this.#waiting.addEverything();
    this.#send();
  }

  #send(): void {
    if (this.#isSending || !this.#isOpen || this.#waiting.isEmpty) return;
    this.#isSending = true;
    // The next turn of the loop: what other calls announce in this one goes with it.
    setImmediate(() => void this.#drain());
  }

  async #drain(): Promise<void> {
    while (this.#isOpen && !this.#waiting.isEmpty) {
      const { announcements, isEverything } = this.#waiting.take();
      const messages = isEverything ? [everything] : announcements.map(textOf);
      try {
        for (let at = 0; at < messages.length; at += messagesMax)
          await this.#channel.send(messages.slice(at, at + messagesMax));
        this.counts.sent += messages.length;
      } catch {
        // The channel says why; when it is open again everybody is told to look at everything.
        this.#isOpen = false;
      }
    }
    this.#isSending = false;
  }

  #hear(text: string): void {
    this.counts.heard += 1;
    if (text === everything) {
      this.#tellEverybody();
      return;
    }
    const parsed = Message.safeParse(parseJson(text));
    if (!parsed.success) return;
    const [organisation, register, kind, by, records] = parsed.data;
    const heard: Announcement = {
      organisation,
      register,
      kind,
      by,
      records: records === null ? 'many' : new Map(records),
    };
    for (const one of this.#subscriptions.get(`${organisation} ${register}`) ?? []) one.hear(heard);
  }

  #tellEverybody(): void {
    for (const some of this.#subscriptions.values()) for (const one of some) one.hearEverything();
  }

  /** Sends what waits, if it can be sent at once; then hears nothing more. */
  async close(): Promise<void> {
    await this.#drain();
    await this.#channel.close();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
