import { z } from 'zod';
import { contract } from '#gate/contract.ts';
import { Id, plainText } from '#gate/shapes.ts';

const ofRegister = '/organisations/{organisation}/registers/{register}';
const InRegister = z.object({ register: Id });
const OneView = z.object({ register: Id, view: Id });
const FieldKey = z.string().max(40);

/** What can be added up: of numbers everything, of other fields how many are filled in. */
export const totalKinds = ['sum', 'average', 'least', 'most', 'filled'] as const;
const Totals = z
  .array(z.strictObject({ field: FieldKey, kind: z.enum(totalKinds) }))
  .max(20)
  .default([]);

/** Sort, filters and search are written as lists of records are asked for them. */
export const ViewParts = z.strictObject({
  /** Fields in the order of the columns; null: all, in the register's order. */
  columns: z.array(FieldKey).min(1).max(200).nullable().default(null),
  sort: z.string().max(300).default(''),
  filter: z.array(z.string().max(500)).max(20).default([]),
  search: z.string().max(200).default(''),
  /** Field whose values group the records. */
  group: FieldKey.nullable().default(null),
  totals: Totals,
});
export type ViewParts = z.output<typeof ViewParts>;

const ViewDraft = z.strictObject({
  name: plainText(100),
  view: ViewParts,
  /** Roles that see it too: null nobody, an empty list everybody who may read the register. */
  sharedWith: z.array(Id).max(50).nullable().default(null),
});

export const View = z.object({
  id: Id,
  name: z.string(),
  version: z.number().int(),
  view: ViewParts,
  sharedWith: z.array(Id).nullable(),
  /** Whether the reader may change it. */
  isChangeable: z.boolean(),
});

export const listViews = contract({
  action: 'view.listed',
  method: 'GET',
  path: `${ofRegister}/views`,
  summary: 'The reader’s own views of a register and those shared with their roles',
  access: { permission: 'record.read' },
  params: InRegister,
  target: 'register',
  output: z.object({ views: z.array(View) }),
});

export const createView = contract({
  action: 'view.created',
  method: 'POST',
  path: `${ofRegister}/views`,
  summary: 'Keeps a view under a name, for its maker alone or shared with roles',
  access: { permission: 'view.write' },
  params: InRegister,
  body: ViewDraft,
  output: View,
  status: 201,
  errors: ['view.too_many'],
});

export const changeView = contract({
  action: 'view.changed',
  method: 'PUT',
  path: `${ofRegister}/views/{view}`,
  summary: 'Changes a view; refused when somebody else changed it since `version`',
  access: { permission: 'view.write' },
  params: OneView,
  target: 'view',
  body: ViewDraft.extend({ version: z.number().int().min(1) }),
  output: View,
  errors: ['view.stale'],
});

export const removeView = contract({
  action: 'view.removed',
  method: 'DELETE',
  path: `${ofRegister}/views/{view}`,
  summary: 'Removes a view; the records stay as they are',
  access: { permission: 'view.write' },
  params: OneView,
  target: 'view',
  status: 204,
});
