import type { FieldDraft, FieldType } from './design.ts';

// What each type of field can do, for showing and hiding settings; the server decides by itself. That this table says the same
// as the server's types is asserted by abilities.test.ts.

interface Ability {
  isOrdered: boolean;
  hasWords: boolean;
  canBeUnique: boolean;
  isWritten: boolean;
  /** What `min` and `max` are of. */
  bounds: 'length' | 'value' | null;
}

const ability = (isOrdered: boolean, hasWords: boolean, canBeUnique: boolean, bounds: Ability['bounds'] = null) => ({
  isOrdered,
  hasWords,
  canBeUnique,
  isWritten: true,
  bounds,
});
const notWritten = (of: Ability): Ability => ({ ...of, isWritten: false });

export const abilities: Readonly<Record<FieldType, Ability>> = {
  text: ability(true, true, true, 'length'),
  long_text: ability(false, true, false, 'length'),
  number: ability(true, false, true, 'value'),
  money: ability(true, false, false, 'value'),
  date: ability(true, false, true, 'value'),
  date_time: ability(true, false, false, 'value'),
  choice: ability(true, true, false),
  choices: ability(false, true, false),
  yes_no: ability(true, false, false),
  email: ability(true, true, true, 'length'),
  phone: ability(true, true, true, 'length'),
  address: ability(true, true, false),
  identity_number: ability(false, false, true),
  link: ability(false, false, false),
  person: ability(false, false, false),
  member: ability(false, false, false),
  calculated: notWritten(ability(true, true, false)),
  sequence: notWritten(ability(true, true, true)),
};

export type Use = 'isRequired' | 'isUnique' | 'isSortable' | 'isFilterable' | 'isSearchable';
/** Why a field cannot be used so: by its type, or by its class. */
export type Hindrance = 'type' | 'notWritten' | 'sealed' | 'sensitive';

export const isSealedClass = (of: FieldDraft['class']): boolean => of === 'identity_number' || of === 'sensitive';

export function hindranceOf({ type, class: of }: Pick<FieldDraft, 'type' | 'class'>, use: Use): Hindrance | undefined {
  const can = abilities[type];
  switch (use) {
    case 'isRequired':
      return can.isWritten ? undefined : 'notWritten';
    case 'isUnique':
      if (!can.canBeUnique) return 'type';
      return of === 'sensitive' ? 'sensitive' : undefined;
    case 'isSortable':
      if (isSealedClass(of)) return 'sealed';
      return can.isOrdered ? undefined : 'type';
    case 'isSearchable':
      if (isSealedClass(of)) return 'sealed';
      return can.hasWords ? undefined : 'type';
    case 'isFilterable':
      return of === 'sensitive' ? 'sensitive' : undefined;
  }
}

const uses: readonly Use[] = ['isRequired', 'isUnique', 'isSortable', 'isFilterable', 'isSearchable'];

/**
 * The field without what its type and class do not have. Settings of another type stay on the drawing board, so that a change
 * of mind loses nothing; they are not saved.
 */
export function fitToType(field: FieldDraft): FieldDraft {
  const { type } = field;
  const can = abilities[type];
  const isLink = type === 'link' || type === 'person';
  const fitted: FieldDraft = {
    ...field,
    ...(type !== 'choice' && type !== 'choices' && { choices: [] }),
    ...(!isLink && { target: null, isMany: false, inverse: null }),
    ...(can.bounds === null && { min: null, max: null }),
    ...(!can.isWritten && { default: null }),
  };
  for (const use of uses) if (hindranceOf(field, use) !== undefined) fitted[use] = false;
  return fitted;
}
