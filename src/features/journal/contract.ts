import { z } from 'zod';
import { contract } from '#gate/contract.ts';
import { Id, Instant, PageSize } from '#gate/shapes.ts';
import { DefinitionParts } from '#features/registers/index.ts';

export const Change = z.object({
  /** Column, or `data.<field key>` of a record. */
  field: z.string(),
  label: z.object({ sv: z.string(), en: z.string() }).nullable(),
  old: z.string().nullable(),
  new: z.string().nullable(),
  /** True when the reader may know that it changed, but not from what to what. */
  isMasked: z.boolean(),
});
export type Change = z.output<typeof Change>;

const Actor = z.object({
  kind: z.enum(['account', 'key', 'job', 'command', 'nobody', 'outside']),
  id: z.string().nullable(),
  name: z.string().nullable(),
});

export const Entry = z.object({
  id: Id,
  at: Instant,
  kind: z.enum(['access', 'change']),
  action: z.string(),
  actor: Actor,
  door: z.string(),
  outcome: z.enum(['done', 'refused', 'failed', 'started', 'ended']).nullable(),
  status: z.number().int().nullable(),
  code: z.string().nullable(),
  target: Id.nullable(),
  /** How a person calls the target, where the reader may know: a register's name. */
  targetLabel: z.string().nullable(),
  rows: z.number().int().nullable(),
  reason: z.string().nullable(),
  /** Of an export: the fields whose values left, as far as the reader may see that they are there. */
  fields: z.array(z.object({ key: z.string(), label: z.object({ sv: z.string(), en: z.string() }) })),
  /** What was selected and ordered by, without what was asked for: fields, and how many words. */
  query: z.array(
    z.object({
      kind: z.enum(['filter', 'sort', 'search']),
      /** Null where it is not a field that the reader may see. */
      label: z.object({ sv: z.string(), en: z.string() }).nullable(),
      words: z.number().int().nullable(),
    }),
  ),
  changes: z.array(Change),
});
export type Entry = z.output<typeof Entry>;

export const readJournal = contract({
  action: 'journal.read',
  method: 'GET',
  path: '/organisations/{organisation}/journal',
  summary: 'The journal, newest first; reading it is itself an entry',
  access: { permission: 'journal.read' },
  query: z.strictObject({
    target: Id.optional(),
    member: Id.optional(),
    kind: z.enum(['access', 'change']).optional(),
    from: z.iso.datetime().optional(),
    to: z.iso.datetime().optional(),
    after: Id.optional(),
    limit: PageSize,
  }),
  output: z.object({ entries: z.array(Entry), next: Id.nullable() }),
});

export const readRecordHistory = contract({
  action: 'record.history_read',
  method: 'GET',
  path: '/organisations/{organisation}/registers/{register}/records/{record}/history',
  summary: 'What was changed in a record, by whom and when; fields that the reader may not see are left out',
  access: { permission: 'record.read' },
  params: z.object({ register: Id, record: Id }),
  target: 'record',
  query: z.strictObject({ after: Id.optional(), limit: PageSize }),
  output: z.object({ entries: z.array(Entry), next: Id.nullable() }),
});

export const listDefinitionVersions = contract({
  action: 'register.versions_listed',
  method: 'GET',
  path: '/organisations/{organisation}/registers/{register}/definition/versions',
  summary: 'What a register’s definition has been: each version whole, by whom and when, newest first',
  access: { permission: 'register.write' },
  params: z.object({ register: Id }),
  target: 'register',
  query: z.strictObject({
    /** A version’s number, which the database keeps in 32 bits: those before it. */
    after: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
    limit: PageSize,
  }),
  output: z.object({
    versions: z.array(z.object({ version: z.number().int(), at: Instant, actor: Actor, definition: DefinitionParts })),
    next: z.number().int().nullable(),
  }),
});
