import { z } from 'zod';

/** What of a register has changed. */
export const ChangedKind = z.enum(['records', 'definition', 'views', 'comments']);
export type ChangedKind = z.output<typeof ChangedKind>;

/** Told of one announcement; more are `many`. */
export const recordsMax = 50;

export interface Announcement {
  readonly organisation: string;
  readonly register: string;
  readonly kind: ChangedKind;
  /** Membership of whoever was at work on a page; null for the machine and for programs. */
  readonly by: string | null;
  /** Versions by record; 0 where the version is not what changed. */
  readonly records: ReadonlyMap<string, number> | 'many';
}

/** Announcements that wait, those alike as one. Beyond its bound it knows only that everything is to be looked at again. */
export class Pile {
  readonly #max: number;
  readonly #byKey = new Map<string, Announcement>();
  isEverything = false;

  constructor(max: number) {
    this.#max = max;
  }

  get isEmpty(): boolean {
    return this.#byKey.size === 0 && !this.isEverything;
  }

  add(one: Announcement): void {
    if (this.isEverything) return;
    const key = `${one.organisation} ${one.register} ${one.kind} ${one.by}`;
    const before = this.#byKey.get(key);
    this.#byKey.set(key, before ? { ...one, records: joined(before.records, one.records) } : one);
    if (this.#byKey.size > this.#max) this.addEverything();
  }

  addEverything(): void {
    this.#byKey.clear();
    this.isEverything = true;
  }

  /** Gives what waits, and is empty. */
  take(): { announcements: readonly Announcement[]; isEverything: boolean } {
    const taken = { announcements: [...this.#byKey.values()], isEverything: this.isEverything };
    this.#byKey.clear();
    this.isEverything = false;
    return taken;
  }
}

function joined(a: Announcement['records'], b: Announcement['records']): Announcement['records'] {
  if (a === 'many' || b === 'many') return 'many';
  const all = new Map(a);
  for (const [record, version] of b) all.set(record, Math.max(version, all.get(record) ?? 0));
  return all.size > recordsMax ? 'many' : all;
}
