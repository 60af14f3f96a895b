import type { Context } from '#gate/context.ts';
import type { Language } from '#kernel/i18n/language.ts';
import type { Field } from './definition.ts';
import { keyLengthMax, refused, type Moment, type Parsed } from './field-types/field-type.ts';
import { typeOf } from './field-types/index.ts';
import { maskIdentityNumber } from './identity-number.ts';
import { checkRules } from './rules.ts';

// From what a person or a file writes to what is kept, and back. What a type is stands in field-types/.

export type ParsedValue = Exclude<Parsed, { ok: true }> | { ok: true; value: string | null };

// oxlint-disable-next-line no-control-regex -- they are what is refused
const controlCharacter = /[\u0000-\u001f\u007f]/;
// oxlint-disable-next-line no-control-regex -- they are what is refused
const controlCharacterInLines = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

export const momentOf = ({ now, timeZone }: Pick<Context, 'now' | 'timeZone'>): Moment => ({
  today: Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString(),
  timeZone,
});

/** The canonical form of a written value, or the code of what is wrong with it. Empty text is no value. */
export function parseValue(field: Field, written: string | null, moment: Moment): ParsedValue {
  const type = typeOf[field.type];
  const text = (written ?? '').normalize('NFC').trim();
  if (text === '') return field.isRequired ? refusedRequired : { ok: true, value: null };
  if ((type.hasLines ? controlCharacterInLines : controlCharacter).test(text)) return refused('control_characters');
  const lengthMax = type.lengthMax ?? keyLengthMax;
  if (text.length > lengthMax) return refused('too_long', { max: String(lengthMax) });
  const parsed = type.parse(text, field, moment);
  return parsed.ok ? checkRules(field, parsed.value, moment) : parsed;
}

const refusedRequired = { ok: false, code: 'field.required' } as const;

/** How a value is shown to somebody who may read it. */
export const displayValue = (field: Field, value: string, language: Language): string =>
  typeOf[field.type].display(value, field, language);

/** What somebody sees who may know that there is a value, but not which. */
export const maskValue = (field: Field, value: string): string =>
  field.type === 'identity_number' ? maskIdentityNumber(value) : '••••••';
