import type { Language } from '#kernel/i18n/language.ts';
import type { Field } from '../definition.ts';

// What a type of field is: how it is read, kept, ordered, asked for and shown. Every value is kept as text in its canonical form
// (decision 0008), so that files, history, seals and differences need to know nothing of types.

/** When and where something is written: decides what today is, and what an hour without a zone means. */
export interface Moment {
  /** YYYY-MM-DD, where the installation is. */
  today: string;
  /** IANA zone. */
  timeZone: string;
}

export type Parsed = { ok: true; value: string } | { ok: false; code: string; values?: Record<string, string> };

export const refused = (code: string, values?: Record<string, string>): Parsed => ({
  ok: false,
  code: `field.${code}`,
  ...(values && { values }),
});
export const taken = (value: string): Parsed => ({ ok: true, value });

export const operators = ['eq', 'in', 'is', 'from', 'to', 'starts', 'empty', 'filled'] as const;
export type Operator = (typeof operators)[number];

/** The column of record_keys that orders a type, and that `from` and `to` compare. */
export type SortColumn = 'sort_text' | 'sort_date' | 'sort_number';

export interface FieldType {
  /** The canonical form of what a person, a file or a program writes. `text` is trimmed, in NFC and not empty. */
  parse(text: string, field: Field, moment: Moment): Parsed;
  /** How it is shown to somebody who may read it. */
  display(value: string, field: Field, language: Language): string;
  /** The order of values, also of none; absent: they have no order. */
  order?: { column: SortColumn; key(value: string | null, field: Field): string | number };
  /** How a list may be asked for it. `empty` and `filled` go with every type that can be filtered. */
  operators: readonly Operator[];
  /** What a word search finds it by; absent: nothing. */
  words?(value: string, field: Field): string[];
  /** For a value that is several: each of them, by which `in` finds it. */
  members?(value: string): string[];
  canBeUnique?: boolean;
  /** Text with lines; other control characters are refused in every type. */
  hasLines?: boolean;
  /** False: the machine writes it, people and files do not. */
  isWritten?: boolean;
  /** Longest written form. */
  lengthMax?: number;
}

/** Longest value that can be a key: its folded form must fit into an index entry. */
export const keyLengthMax = 500;
