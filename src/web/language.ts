import { useMemo, useSyncExternalStore } from 'react';
import { timeZone } from './time-zone.ts';

/** The languages of the pages. A catalogue has every message in each of them; the type checker finds a missing one. */
export const LANGUAGES = ['sv', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** `en` is written as `typeof sv`, so both have the same keys, and a message with arguments takes the same arguments. */
export type Catalogue<M> = Readonly<Record<Language, M>>;

const LOCALES: Record<Language, string> = { sv: 'sv-SE', en: 'en-GB' };
const STORED_AS = 'valv.language';
const listeners = new Set<() => void>();

// With cookies blocked a browser throws at the mere mention of localStorage (P61): the page must say so, not die of it.
function readStored(): Language {
  try {
    const stored = localStorage.getItem(STORED_AS);
    if (stored === 'sv' || stored === 'en') return stored;
  } catch {
    return 'sv';
  }
  const preferred = navigator.languages.find((tag) => tag.startsWith('sv') || tag.startsWith('en'));
  return preferred?.startsWith('en') ? 'en' : 'sv';
}

let current: Language = 'sv';

export function startLanguage(language: Language = readStored()): void {
  current = language;
  document.documentElement.lang = language;
  for (const listener of listeners) listener();
}

export function changeLanguage(language: Language): void {
  try {
    localStorage.setItem(STORED_AS, language);
  } catch {
    // Remembered for this visit only.
  }
  startLanguage(language);
}

/** The account's own language, on a device where nobody has chosen one. */
export function adoptLanguage(language: Language): void {
  try {
    if (localStorage.getItem(STORED_AS) !== null) return;
  } catch {
    // Nothing is remembered here, so the account alone knows.
  }
  startLanguage(language);
}

/** For code outside of React, such as the client's `Accept-Language`. */
export const currentLanguage = (): Language => current;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useLanguage = (): Language => useSyncExternalStore(subscribe, currentLanguage);
export const useLocale = (): string => LOCALES[useLanguage()];
export const useMessages = <M>(catalogue: Catalogue<M>): M => catalogue[useLanguage()];

export interface Formats {
  /** An instant as date and time in the reader's zone: `2026-03-04 16:20`. */
  dateTime: (instant: string | Date) => string;
  /** A date without time (`2026-03-04`), never shifted by a time zone. */
  date: (date: string) => string;
  time: (instant: string | Date) => string;
  /** How long ago or how long until, in the largest unit that fits: `för 3 timmar sedan`. */
  ago: (instant: string | Date, now?: Date) => string;
  number: (value: number) => string;
  bytes: (sizeBytes: number) => string;
  list: (items: readonly string[]) => string;
}

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];
const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const made = new Map<string, Formats>();

export function formatsFor(locale: string): Formats {
  const known = made.get(locale);
  if (known) return known;
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const swedishDate = new Intl.DateTimeFormat('sv-SE', { timeZone: 'UTC' });
  const swedishDateTime = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const number = new Intl.NumberFormat(locale);
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const isSwedish = locale.startsWith('sv');
  const formats: Formats = {
    dateTime: (instant) => (isSwedish ? swedishDateTime : dateTime).format(new Date(instant)),
    date: (day) => (isSwedish ? swedishDate : date).format(new Date(`${day.slice(0, 10)}T00:00:00Z`)),
    time: (instant) => time.format(new Date(instant)),
    ago: (instant, now = new Date()) => {
      const seconds = (new Date(instant).getTime() - now.getTime()) / 1000;
      const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
      return relative.format(Math.round(seconds / size), unit);
    },
    number: (value) => number.format(value),
    bytes: (sizeBytes) => {
      const power = Math.min(Math.floor(Math.log10(Math.max(sizeBytes, 1)) / 3), BYTE_UNITS.length - 1);
      const unit = BYTE_UNITS[power] ?? 'byte';
      const digits = power === 0 ? 0 : 1;
      return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: digits }).format(
        sizeBytes / 1000 ** power,
      );
    },
    list: (items) => list.format(items),
  };
  made.set(locale, formats);
  return formats;
}

export function useFormats(): Formats {
  const locale = useLocale();
  return useMemo(() => formatsFor(locale), [locale]);
}
