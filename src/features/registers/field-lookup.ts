import type { Context } from '#gate/context.ts';
import { isSealed } from './definition.ts';
import { readDefinitions } from './definitions.ts';
import { fieldAccess } from './field-access.ts';
import { openIfSealed } from './stored-records.ts';
import { displayValue } from './values.ts';

type Words = { sv: string; en: string };

/** What other features must know of fields to show values of the past as today's reader may see them. */
export interface FieldLookup {
  registerName(register: string): Words | undefined;
  /** Undefined for a field that the register has never had. */
  field(
    register: string,
    key: string,
  ):
    | {
        label: Words;
        isVisible: boolean;
        isReadable: boolean;
        display(value: string | null): string | null;
        /** A value that was sealed in this record, in clear for who may read the field; any other value as it is. */
        open(record: string, value: string): string;
      }
    | undefined;
}

/** One query for all registers of the organisation. */
export async function readFieldAccess(context: Context): Promise<FieldLookup> {
  const definitions = new Map(
    (await readDefinitions(context)).map(({ definition }) => [definition.register, definition]),
  );
  const isAnySealed = [...definitions.values()].some(({ fields }) => fields.some(isSealed));
  const keys = isAnySealed ? await context.keys() : undefined;
  return {
    registerName: (register) => definitions.get(register)?.name,
    field(register, key) {
      const field = definitions.get(register)?.fields.find((candidate) => candidate.key === key);
      if (!field) return undefined;
      const access = fieldAccess(field, context.principal);
      return {
        label: field.label,
        ...access,
        open: (record, value) =>
          keys && access.isReadable && isSealed(field) ? openIfSealed(keys, record, key, value) : value,
        display: (value) => (value === null ? null : displayValue(field, value, context.language)),
      };
    },
  };
}
