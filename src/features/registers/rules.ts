import { RE2JS } from 're2js';
import type { Field } from './definition.ts';
import { refused, type Moment, type Parsed } from './field-types/field-type.ts';
import { typeOf } from './field-types/index.ts';

// What an administrator demands of a field beside its type: bounds and patterns.

const compiled = new Map<string, RE2JS | undefined>();
const compiledMax = 1_000;

/** The pattern, or undefined when it is none. RE2 has no look-around and no back references, and so nothing that runs away. */
export function patternOf(pattern: string): RE2JS | undefined {
  if (!compiled.has(pattern)) {
    if (compiled.size >= compiledMax) compiled.clear();
    try {
      compiled.set(pattern, RE2JS.compile(pattern));
    } catch {
      compiled.set(pattern, undefined);
    }
  }
  return compiled.get(pattern);
}

/** Bounds of these are lengths. */
export const isMeasured = (field: Field) => ['text', 'long_text', 'email', 'phone'].includes(field.type);
const isDated = (field: Field) => field.type === 'date' || field.type === 'date_time';
/** Bounds of these are values. */
export const isBounded = (field: Field) => isDated(field) || field.type === 'number' || field.type === 'money';

/** Whether a value, already canonical, is within what is demanded. */
export function checkRules(field: Field, value: string, moment: Moment): Parsed {
  const { min, max, pattern } = field;
  if (pattern !== null && patternOf(pattern)?.matches(value) === false) return refused('pattern');
  if (min === null && max === null) return { ok: true, value };
  const bound = (written: string | null) => {
    if (written === null) return undefined;
    if (isMeasured(field)) return Number(written);
    const parsed = typeOf[field.type].parse(written, field, moment);
    return parsed.ok ? placeOf(field, parsed.value) : undefined;
  };
  const place = isMeasured(field) ? countCharacters(value) : placeOf(field, value);
  const [least, most] = [bound(min), bound(max)];
  const values = { min: min ?? '', max: max ?? '' };
  if (least !== undefined && place < least) return refused(isMeasured(field) ? 'too_short' : 'too_small', values);
  if (most !== undefined && place > most) return refused(isMeasured(field) ? 'longer_than' : 'too_large', values);
  return { ok: true, value };
}

const segmenter = new Intl.Segmenter('sv');

/** As people count them: an emoji is one, however it is put together. */
export const countCharacters = (text: string) => Array.from(segmenter.segment(text)).length;

/** Where a value lies on a line: seconds of a time, the number of a number. */
const placeOf = (field: Field, value: string): number => (isDated(field) ? Date.parse(value) : Number(value));
