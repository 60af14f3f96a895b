import type { Context } from '#gate/context.ts';
import { readDefinitions } from './definitions.ts';
import { fieldAccess } from './field-access.ts';
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
    | { label: Words; isVisible: boolean; isReadable: boolean; display(value: string | null): string | null }
    | undefined;
}

/** One query for all registers of the organisation. */
export async function readFieldAccess(context: Context): Promise<FieldLookup> {
  const definitions = new Map(
    (await readDefinitions(context)).map(({ definition }) => [definition.register, definition]),
  );
  return {
    registerName: (register) => definitions.get(register)?.name,
    field(register, key) {
      const field = definitions.get(register)?.fields.find((candidate) => candidate.key === key);
      if (!field) return undefined;
      return {
        label: field.label,
        ...fieldAccess(field, context.principal),
        display: (value) => (value === null ? null : displayValue(field, value, context.language)),
      };
    },
  };
}
