import { blankWords, newId, type Definition, type FieldDraft, type FieldType } from './design.ts';

/** Types whose values are nearly always about a person. */
const PERSONAL: readonly FieldType[] = ['email', 'phone', 'person'];
const PERSONAL_OF_PERSONS: readonly FieldType[] = ['address'];
const SORTED: readonly FieldType[] = [
  'text',
  'email',
  'phone',
  'date',
  'date_time',
  'number',
  'money',
  'choice',
  'yes_no',
];
const UNFILTERED: readonly FieldType[] = ['long_text', 'address'];
const SEARCHED: readonly FieldType[] = ['text', 'long_text', 'email', 'phone', 'sequence'];

function classFor(type: FieldType, subject: Definition['subject']): FieldDraft['class'] {
  if (type === 'identity_number') return 'identity_number';
  if (PERSONAL.includes(type)) return 'personal';
  return subject === 'person' && PERSONAL_OF_PERSONS.includes(type) ? 'personal' : 'ordinary';
}

/** What somebody who adds a field of the type most likely wants; everything can be changed. */
export function newField(type: FieldType, subject: Definition['subject']): FieldDraft {
  return {
    id: newId(),
    isSaved: false,
    hasOwnKey: false,
    key: '',
    label: blankWords(),
    type,
    class: classFor(type, subject),
    purpose: '',
    legalBasis: 'none',
    isRequired: false,
    isUnique: type === 'sequence',
    isSortable: SORTED.includes(type) || type === 'sequence',
    isFilterable: !UNFILTERED.includes(type),
    isSearchable: SEARCHED.includes(type),
    visibleTo: null,
    choices: [],
    help: blankWords(),
    isRetired: false,
    min: null,
    max: null,
    pattern: null,
    default: null,
    decimals: type === 'number' ? 0 : 2,
    unit: '',
    prefix: '',
    digits: type === 'sequence' ? 4 : 1,
    target: null,
    isMany: false,
    inverse: null,
    expression: '',
    result: 'number',
    retentionMonths: null,
    keptFrom: null,
    section: null,
    showIf: null,
  };
}

/** The definition of a register that begins with a name and nothing else. */
export function firstDefinition(
  name: Definition['name'],
  subject: Definition['subject'],
  { purpose, legalBasis }: Pick<FieldDraft, 'purpose' | 'legalBasis'>,
): Definition {
  const { id: _id, isSaved: _isSaved, hasOwnKey: _hasOwnKey, ...field } = newField('text', subject);
  const isPersonal = subject === 'person';
  return {
    name,
    subject,
    title: ['name'],
    sections: [],
    fields: [
      {
        ...field,
        choices: [],
        key: 'name',
        label: { sv: 'Namn', en: 'Name' },
        isRequired: true,
        class: isPersonal ? 'personal' : 'ordinary',
        purpose: isPersonal ? purpose : '',
        legalBasis: isPersonal ? legalBasis : 'none',
      },
    ],
  };
}
