import { Pile, type Announcement } from './announcement.ts';

/** What a follower has been told of and has not yet passed on. */
export interface Heard {
  readonly announcements: readonly Announcement[];
  /** Something may have been missed: everything is to be looked at again. */
  readonly isEverything: boolean;
}

/** Announcements that one follower has not yet passed on: a kind for each of a few people, before it is simply everything. */
const waitingMax = 20;

/** One follower's ear. Whoever is slow hears less exactly, never later and never more than fits. */
export class Subscription {
  readonly #pile = new Pile(waitingMax);
  readonly #onClose: () => void;
  #wake: (() => void) | undefined;

  constructor(onClose: () => void) {
    this.#onClose = onClose;
  }

  hear(announcement: Announcement): void {
    this.#pile.add(announcement);
    this.#wake?.();
  }

  hearEverything(): void {
    this.#pile.addEverything();
    this.#wake?.();
  }

  /** Resolves when there is something to take, after `timeoutMs`, or when `signal` is aborted. */
  async wait(timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (!this.#pile.isEmpty || signal.aborted) return;
    const woken = Promise.withResolvers<void>();
    const wake = () => woken.resolve();
    this.#wake = wake;
    const timer = setTimeout(wake, timeoutMs);
    signal.addEventListener('abort', wake, { once: true });
    await woken.promise;
    clearTimeout(timer);
    signal.removeEventListener('abort', wake);
    this.#wake = undefined;
  }

  /** Undefined when there is nothing. */
  take(): Heard | undefined {
    return this.#pile.isEmpty ? undefined : this.#pile.take();
  }

  close(): void {
    this.#onClose();
  }
}
