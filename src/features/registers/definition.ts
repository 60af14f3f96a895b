import { z } from 'zod';
import { Id, plainText } from '#gate/shapes.ts';
import { faultsOfExpressions } from './expression.ts';
import { orderOf, typeOf } from './field-types/index.ts';
import { patternOf } from './rules.ts';

// What a register is made of. A definition is data, kept in every version; masks, search, history and later extract and
// anonymisation follow from each field's class, and no feature keeps a list of personal fields of its own.

export const fieldTypes = [
  'text',
  'long_text',
  'number',
  'money',
  'date',
  'date_time',
  'choice',
  'choices',
  'yes_no',
  'email',
  'phone',
  'address',
  'identity_number',
  'link',
  'person',
  'member',
  'calculated',
  'sequence',
] as const;
/** ordinary, personal, identity number, sensitive (GDPR Art. 9). The last two are sealed. */
export const fieldClasses = ['ordinary', 'personal', 'identity_number', 'sensitive'] as const;
/** GDPR Art. 6.1 a-f; `none` for fields that say nothing of a person. */
export const legalBases = [
  'none',
  'consent',
  'contract',
  'legal_obligation',
  'vital_interests',
  'public_task',
  'legitimate_interests',
] as const;

export const InBothLanguages = z.strictObject({ sv: plainText(100), en: plainText(100) });

/** None of them means good or bad; the words say what a choice is. */
export const choiceColours = ['neutral', 'blue', 'green', 'yellow', 'red'] as const;

export const Choice = z.strictObject({
  /** Stable code that records hold; never changed. */
  value: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'field.key'),
  label: InBothLanguages,
  colour: z.enum(choiceColours).nullable().default(null),
  /** Records keep it, nobody chooses it any more. */
  isRetired: z.boolean().default(false),
});

/** A bound or a default, as people write a value of the type. */
const Written = z.string().max(500).nullable().default(null);

export const Field = z.strictObject({
  /** Stable name that records hold and the API speaks; never changed, never used again. */
  key: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,39}$/, 'field.key')
    // Values are kept by key in plain objects, and each of those has a `constructor` already.
    .refine((key) => !(key in {}), 'field.key'),
  label: InBothLanguages,
  type: z.enum(fieldTypes),
  class: z.enum(fieldClasses),
  /** Why it is kept (GDPR Art. 5.1 b); required for all but ordinary fields. */
  purpose: plainText(500, 0).default(''),
  legalBasis: z.enum(legalBases).default('none'),
  isRequired: z.boolean().default(false),
  isUnique: z.boolean().default(false),
  isSortable: z.boolean().default(false),
  isFilterable: z.boolean().default(false),
  isSearchable: z.boolean().default(false),
  /** Which roles see it; null is everybody who may read the register. */
  visibleTo: z.array(Id).max(50).nullable().default(null),
  choices: z.array(Choice).max(200).default([]),
  help: z.strictObject({ sv: plainText(300, 0), en: plainText(300, 0) }).default({ sv: '', en: '' }),
  /** No longer shown, asked for or found. Its values stay with their records and come back with it. */
  isRetired: z.boolean().default(false),
  /** Least and most: of a number or a date its value, of a text its length in characters. */
  min: Written,
  max: Written,
  /** What the whole text must look like: RE2 syntax, which takes linear time whatever is written. */
  pattern: z.string().max(200).nullable().default(null),
  /** What a new record begins with. */
  default: Written,
  /** Of a number. */
  decimals: z.number().int().min(0).max(6).default(2),
  /** Of a number, `st` or `kg`; of money its currency, SEK when empty. */
  unit: plainText(20, 0).default(''),
  /** Of a sequence: what stands before the number, and to how many digits that is padded. */
  prefix: plainText(20, 0).default(''),
  digits: z.number().int().min(1).max(12).default(1),
  /** Of a link: the register that it leads to, whether to several records, and what they call it from their side. */
  target: Id.nullable().default(null),
  isMany: z.boolean().default(false),
  inverse: InBothLanguages.nullable().default(null),
  /** Of a calculated field: what it is calculated by, and what comes out. */
  expression: z.string().max(1_000).default(''),
  result: z.enum(['number', 'text', 'date', 'yes_no']).default('number'),
  /** For how long a value is kept after the record was last changed; null: as long as the record. */
  retentionMonths: z.number().int().min(1).max(1_200).nullable().default(null),
  /** The converted field whose former values this retired one holds, those that its new type cannot be. */
  keptFrom: z.string().max(40).nullable().default(null),
  /** Key of the form's section that it stands in. */
  section: z.string().max(40).nullable().default(null),
  /** Asked for only when another field has one of these values; no values: when it has any. */
  showIf: z
    .strictObject({ field: z.string().max(40), values: z.array(z.string().max(500)).max(50) })
    .nullable()
    .default(null),
});
export type Field = z.output<typeof Field>;

const Fields = z.array(Field).min(1).max(200);

/** Room for two hundred fields with all their settings. */
export const definitionBytesMax = 2_000_000;

/** A definition's parts, without what they must be to each other. Stored versions are read by it, also those of an earlier Valv. */
export const DefinitionParts = z.strictObject({
  name: InBothLanguages,
  /** `person` when a record is about a person, a data subject. */
  subject: z.enum(['person', 'other']),
  fields: Fields,
  /** Keys of the fields by which a record is called, in order: given name and family name. */
  title: z.array(z.string()).min(1).max(3),
  /** Parts of the form, in order. */
  sections: z
    .array(z.strictObject({ key: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'field.key'), label: InBothLanguages }))
    .max(50)
    .default([]),
});

export const DefinitionDraft = DefinitionParts.superRefine((definition, context) => {
  const fault = (path: (string | number)[], code: string) => context.addIssue({ code: 'custom', path, message: code });
  const { fields } = definition;
  const keys = new Set<string>();
  for (const [index, field] of fields.entries()) {
    const at = (name: keyof Field) => ['fields', index, name];
    if (keys.has(field.key)) fault(at('key'), 'field.key_twice');
    keys.add(field.key);
    for (const [name, code] of faultsOf(field)) fault(at(name), code);
    if (field.section !== null && !definition.sections.some(({ key }) => key === field.section))
      fault(at('section'), 'field.section_unknown');
    if (field.showIf !== null && !isAskable(fields, field, field.showIf.field))
      fault(at('showIf'), 'field.show_if_unknown');
  }
  for (const [index, key] of definition.title.entries()) {
    const field = fields.find((candidate) => candidate.key === key);
    if (!field || field.isRetired) fault(['title', index], 'field.title_unknown');
    else if (isSealed(field)) fault(['title', index], 'field.title_sealed');
  }
  for (const { index, code } of faultsOfExpressions(fields)) fault(['fields', index, 'expression'], code);
});
export type DefinitionDraft = z.output<typeof DefinitionDraft>;

/** A stored definition: `version` counts every change of it. */
export interface Definition extends DefinitionDraft {
  register: string;
  version: number;
  /** The version since which values are stored as they are now: a record of an earlier shape is read by that version. */
  shape: number;
  /** Fields whose keys and words are not complete yet. */
  preparing: readonly string[];
}

/** Identity numbers and sensitive values are sealed under the organisation's key before they are stored. */
export const isSealed = (field: Pick<Field, 'class'>) =>
  field.class === 'identity_number' || field.class === 'sensitive';

/** What contradicts itself in a field: the attribute at fault and the code of the message. */
function* faultsOf(field: Field): Generator<[keyof Field, string]> {
  if ((field.type === 'identity_number') !== (field.class === 'identity_number'))
    yield ['class', 'field.class_of_identity_number'];
  if (isSealed(field)) {
    // A blind index knows equality and nothing else (security.md §7.4); a sensitive field has not even that.
    if (field.isSortable) yield ['isSortable', 'field.sealed_not_sortable'];
    if (field.isSearchable) yield ['isSearchable', 'field.sealed_not_searchable'];
    if (field.class === 'sensitive' && field.isFilterable) yield ['isFilterable', 'field.sensitive_not_filterable'];
    if (field.class === 'sensitive' && field.isUnique) yield ['isUnique', 'field.sensitive_not_unique'];
  }
  if (field.class !== 'ordinary') {
    if (field.purpose === '') yield ['purpose', 'field.purpose_required'];
    if (field.legalBasis === 'none') yield ['legalBasis', 'field.legal_basis_required'];
  }
  if (field.type === 'choice' || field.type === 'choices') {
    if (field.choices.length === 0) yield ['choices', 'field.choices_required'];
    if (new Set(field.choices.map((choice) => choice.value)).size < field.choices.length)
      yield ['choices', 'field.choice_twice'];
  } else if (field.choices.length > 0) yield ['choices', 'field.choices_not_here'];
  yield* faultsOfType(field);
}

/** What a type cannot do, or cannot be without. */
function* faultsOfType(field: Field): Generator<[keyof Field, string]> {
  const type = typeOf[field.type];
  if (field.isUnique && !type.canBeUnique)
    yield ['isUnique', field.type === 'choice' ? 'field.choice_not_unique' : 'field.type_not_unique'];
  if (!isSealed(field)) {
    if (field.isSortable && !orderOf(field)) yield ['isSortable', 'field.type_not_sortable'];
    if (field.isSearchable && !type.words) yield ['isSearchable', 'field.type_not_searchable'];
  }
  if (type.isWritten === false) {
    if (field.isRequired) yield ['isRequired', 'field.not_written'];
    if (field.default !== null) yield ['default', 'field.not_written'];
  }
  const isLink = field.type === 'link' || field.type === 'person';
  if (isLink && field.target === null) yield ['target', 'field.target_required'];
  if (!isLink && field.target !== null) yield ['target', 'field.target_not_here'];
  if (field.pattern !== null && patternOf(field.pattern) === undefined) yield ['pattern', 'field.pattern_broken'];
}

/** Whether the answer to one field may decide that another is asked: another one, in force, and not sealed. */
function isAskable(fields: readonly Field[], of: Field, key: string): boolean {
  const field = fields.find((candidate) => candidate.key === key);
  return field !== undefined && field.key !== of.key && !field.isRetired && !isSealed(field);
}
