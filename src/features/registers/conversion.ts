import type { Context } from '#gate/context.ts';
import type { Definition, Field } from './definition.ts';
import { definitionOf } from './definitions.ts';
import type { Values } from './derive.ts';
import { withCalculated } from './expression.ts';
import type { Moment } from './field-types/field-type.ts';
import type { StoredProblem } from './import-judgement.ts';
import { openValues } from './stored-records.ts';
import { displayValue, momentOf, parseValue } from './values.ts';

// Values of a record as the definition in force has them, whatever definition they were stored under. A field may have changed
// its type since: what can be read as the new type is, and what cannot lies in a retired field beside it, so that nothing is lost.

const isText = (field: Field) => field.type === 'text' || field.type === 'long_text';
/** What is kept as a code, or in parts, is written out when it becomes text. */
const isCoded = (field: Field) => ['choice', 'choices', 'yes_no', 'address', 'sequence', 'phone'].includes(field.type);

export const isConverted = (from: Field, to: Field) => from.type !== to.type || (from.isMany && !to.isMany);

/** The value as the new type has it; undefined when it cannot be that. Bounds and patterns are for new values alone. */
export function convertValue(from: Field, to: Field, value: string, moment: Moment): string | undefined {
  const shown = displayValue(from, value, 'sv');
  const free = { ...to, isRequired: false, min: null, max: null, pattern: null };
  for (const written of isText(to) && isCoded(from) ? [shown] : [value, shown]) {
    const parsed = parseValue(free, written, moment);
    if (parsed.ok && parsed.value !== null) return parsed.value;
  }
  return undefined;
}

/** Values stored under `from`, as `to` has them. */
export function convertValues(from: Definition, to: Definition, values: Values, moment: Moment): Values {
  const before = new Map(from.fields.map((field) => [field.key, field]));
  const converted: Record<string, string | null> = {};
  const leftOver = new Map<string, string>();
  for (const field of to.fields) {
    const value = values[field.key] ?? null;
    const old = before.get(field.key);
    if (value === null || !old || !isConverted(old, field)) {
      converted[field.key] = value;
      continue;
    }
    const fitting = convertValue(old, field, value, moment);
    converted[field.key] = fitting ?? null;
    if (fitting === undefined) leftOver.set(`${field.key} ${old.type}`, value);
  }
  for (const field of to.fields)
    if (field.keptFrom !== null) converted[field.key] ??= leftOver.get(`${field.keptFrom} ${field.type}`) ?? null;
  return withCalculated(to.fields, converted);
}

/** The values, or what is in the way of each that the definition in force does not take. */
export interface Fitted {
  values: Values;
  problems: StoredProblem[];
}

/**
 * Values that were parsed some time ago, as the definition in force takes them: a field may have another type by now, or be retired.
 * What is put back (`isFree`) once was there: new bounds and requirements are not for it, and a retired field keeps its values.
 */
export function fitValues({ fields }: Definition, parsed: Values, moment: Moment, isFree: boolean): Fitted {
  const values: Record<string, string | null> = {};
  const problems: StoredProblem[] = [];
  for (const [key, value] of Object.entries(parsed)) {
    const field = fields.find((candidate) => candidate.key === key);
    if (!field || (field.isRetired && !isFree)) {
      problems.push({ field: key, code: 'field.gone' });
      continue;
    }
    const asked = isFree ? { ...field, isRequired: false, min: null, max: null, pattern: null } : field;
    const fitting = parseValue(asked, value, moment);
    if (fitting.ok) values[key] = fitting.value;
    else problems.push({ field: key, code: fitting.code });
  }
  return { values, problems };
}

/** A record's values in clear, as the definition in force has them. */
export async function openRow(
  context: Context,
  definition: Definition,
  row: { id: string; shape: number; data: unknown },
): Promise<Values> {
  const keys = await context.keys();
  const data = row.data as Record<string, string>;
  if (row.shape >= definition.shape) return openValues(definition, row.id, data, keys);
  const from = await definitionOf(context, definition.register, row.shape);
  return convertValues(from, definition, openValues(from, row.id, data, keys), momentOf(context));
}
