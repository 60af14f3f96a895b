import { z } from 'zod';
import { contract } from '#gate/contract.ts';
import { Id, Instant } from '#gate/shapes.ts';
import { InRegister, ofRegister } from './contract-parts.ts';
import { definitionBytesMax, DefinitionDraft, DefinitionParts, Field } from './definition.ts';

// What can be asked of registers themselves: which there are, what they are made of, and how that changes.

export const Register = z.object({
  id: Id,
  key: z.string(),
  version: z.number().int(),
  name: z.object({ sv: z.string(), en: z.string() }),
  subject: z.enum(['person', 'other']),
  title: z.array(z.string()),
  sections: DefinitionParts.shape.sections,
  /** Fields that lists cannot be sorted, filtered or searched by for the moment: their keys are being made. */
  preparing: z.array(z.string()),
  /** Only the fields that the reader may see, and for who designs registers the others too. `isReadable` false: shown masked. */
  fields: z.array(z.object({ ...Field.shape, isVisible: z.boolean(), isReadable: z.boolean() })),
});
export type Register = z.output<typeof Register>;

/** A register as a list of them shows it: what it is made of is read from the register itself. */
export const RegisterSummary = Register.pick({ id: true, key: true, version: true, name: true, subject: true }).extend({
  /** Fields that the reader may see, without the retired. */
  fieldCount: z.number().int(),
  /** One of those is searched by words. */
  isSearchable: z.boolean(),
  /** The registers that its links lead to. */
  targets: z.array(Id),
});
export type RegisterSummary = z.output<typeof RegisterSummary>;

/** A file that left with values of a register. */
export const PastExport = z.object({
  at: Instant,
  format: z.enum(['csv', 'xlsx', 'json']),
  /** Who had it: a member, an API key; null for somebody who is gone. */
  by: z.string().nullable(),
  /** Records in it; null when nobody knows, for the file broke off. */
  rows: z.number().int().nullable(),
  /** Keys of the fields in it; null in entries from before they were listed: then it may have held any. */
  fields: z.array(z.string()).nullable(),
  /** What it was selected and ordered by: `filter:city`, `sort:name`, `search:2` for two words. */
  query: z.array(z.string()),
});
export type PastExport = z.output<typeof PastExport>;

export const listSealings = contract({
  action: 'register.sealings_listed',
  method: 'GET',
  path: `${ofRegister}/sealings`,
  summary:
    'Fields whose class came to seal them: how far their values of the past are sealed, and what was exported before; newest first',
  access: { permission: 'register.write' },
  params: InRegister,
  target: 'register',
  output: z.object({
    sealings: z.array(
      z.object({
        id: Id,
        /** The version of the definition that made the class stronger. */
        version: z.number().int(),
        fields: z.array(z.string()),
        /** `waiting` while the records are sealed, `running` while the journal is. */
        status: z.enum(['waiting', 'running', 'done']),
        /** Entries of the journal: in all, looked at, sealed. */
        entryCount: z.number().int(),
        seenCount: z.number().int(),
        sealedCount: z.number().int(),
        createdAt: Instant,
        finishedAt: Instant.nullable(),
        exports: z.array(PastExport),
        exportCount: z.number().int(),
      }),
    ),
  }),
});

export const listRegisters = contract({
  action: 'register.listed',
  method: 'GET',
  path: '/organisations/{organisation}/registers',
  summary:
    'The registers of the organisation, in the order they were made; each without its fields, which `GET …/registers/{register}` gives',
  access: { permission: 'register.read' },
  output: z.object({ registers: z.array(RegisterSummary) }),
});

export const readRegister = contract({
  action: 'register.read',
  method: 'GET',
  path: ofRegister,
  summary: 'A register’s definition, as far as the reader may see it',
  access: { permission: 'register.read' },
  params: InRegister,
  target: 'register',
  output: Register,
});

export const createRegister = contract({
  action: 'register.created',
  method: 'POST',
  path: '/organisations/{organisation}/registers',
  summary: 'Makes a register',
  access: { permission: 'register.write' },
  body: z.strictObject({ key: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'field.key'), definition: DefinitionDraft }),
  output: Register,
  status: 201,
  errors: ['register.key_taken', 'role.beyond_own'],
  limits: { bodyBytes: definitionBytesMax },
});

export const changeDefinition = contract({
  action: 'register.changed',
  method: 'PUT',
  path: `${ofRegister}/definition`,
  summary:
    'Changes names, order, rules and visibility, adds and retires fields; converts the values of the fields named in `converts`',
  access: { permission: 'register.write' },
  params: InRegister,
  target: 'register',
  body: z.strictObject({
    version: z.number().int(),
    definition: DefinitionDraft,
    /** Keys of fields whose type changes or whose class becomes one that seals: what is not named stays as it is. */
    converts: z.array(z.string().max(40)).max(200).default([]),
  }),
  output: Register,
  errors: ['register.stale', 'register.field_removed', 'register.field_converted', 'register.not_unique'],
  limits: { bodyBytes: definitionBytesMax },
});

export const previewDefinition = contract({
  action: 'register.change_previewed',
  method: 'POST',
  path: `${ofRegister}/definition/preview`,
  summary: 'What a changed definition would do to the records that are there; changes nothing',
  access: { permission: 'register.write' },
  params: InRegister,
  target: 'register',
  body: z.strictObject({ definition: DefinitionDraft }),
  output: z.object({
    changes: z.array(
      z.object({
        field: z.string(),
        kind: z.enum(['type', 'class', 'unique']),
        /** Records that have a value in the field. */
        affected: z.number().int(),
        /** Of those, how many do not fit: they would be kept in a retired field, or are there twice. */
        failing: z.number().int(),
        /** The first of them, as the reader may see them. */
        examples: z.array(z.object({ record: Id, title: z.string(), value: z.string() })),
      }),
    ),
    /** The newest fifty files that left with a field which becomes stronger: its values were in them as they were; and how many in all. */
    exports: z.array(PastExport),
    exportCount: z.number().int(),
  }),
  limits: { bodyBytes: definitionBytesMax },
});
