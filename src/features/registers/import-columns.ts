import type { FieldProblem } from '#kernel/errors/problem.ts';
import type { Context } from '#gate/context.ts';
import type { Import } from './import-contract.ts';
import type { Definition, Field } from './definition.ts';
import { fold } from './derive.ts';
import { fieldAccess } from './field-access.ts';

// Which column of a file goes to which field, and by which of them its rows find the records that they change.

export interface Columns {
  headers: string[];
  fields: (string | null)[];
}

export interface Mapping {
  fields: readonly (string | null)[];
  mode: Import['mode'];
  key: string | null;
}

const plain = (text: string) => fold(text).replaceAll(/[^\p{L}\p{N}]/gu, '');

/** The field that a column is probably meant for: its key or its name in either language, each field once. */
export function suggestFields(headers: string[], fields: readonly Field[]): (string | null)[] {
  const taken = new Set<string>();
  return headers.map((header) => {
    const wanted = plain(header);
    const field = fields.find(
      ({ key, label }) => !taken.has(key) && [key, label.sv, label.en].some((name) => plain(name) === wanted),
    );
    if (!field) return null;
    taken.add(field.key);
    return field.key;
  });
}

/** A row's cells by field key, as the columns are mapped. */
export function mapRow(cells: string[], columns: readonly (string | null)[]): Record<string, string | null> {
  const written: Record<string, string | null> = {};
  for (const [index, key] of columns.entries()) if (key !== null) written[key] = cells[index] ?? null;
  return written;
}

/** Keys of fields that every record must have and no column gives. */
export const missingFields = (definition: Definition, columns: readonly (string | null)[]) =>
  definition.fields.filter((field) => field.isRequired && !columns.includes(field.key)).map((field) => field.key);

/** Only fields that the one who maps may write, each at most once; records are found by a unique field of a column. */
export function mappingFaults(
  context: Context,
  definition: Definition,
  columnCount: number,
  { fields, mode, key }: Mapping,
): FieldProblem[] {
  const faults = fields.flatMap((mapped, index) => {
    const path = `body.fields.${index}`;
    if (mapped === null) return [];
    const field = definition.fields.find((candidate) => candidate.key === mapped);
    const access = field && fieldAccess(field, context.principal);
    if (!field || !access?.isVisible) return [{ path, code: 'field.unknown' }];
    if (!access.isReadable && field.type !== 'identity_number') return [{ path, code: 'field.not_readable' }];
    return fields.indexOf(mapped) === index ? [] : [{ path, code: 'field.mapped_twice' }];
  });
  if (fields.length !== columnCount) faults.push({ path: 'body.fields', code: 'field.column_count' });
  if (mode === 'add') {
    if (key !== null) faults.push({ path: 'body.key', code: 'field.key_not_here' });
  } else if (key === null) faults.push({ path: 'body.key', code: 'field.required' });
  else if (!fields.includes(key)) faults.push({ path: 'body.key', code: 'field.key_not_mapped' });
  else if (!definition.fields.some((field) => field.key === key && field.isUnique))
    faults.push({ path: 'body.key', code: 'field.key_not_unique' });
  return faults;
}
