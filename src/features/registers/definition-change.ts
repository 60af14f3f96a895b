import { Problem } from '#kernel/errors/problem.ts';
import { isConverted } from './conversion.ts';
import { isSealed, type Definition, type DefinitionDraft, type Field } from './definition.ts';

// What changing a definition means for the records that are there: nothing, keys to be made anew, or values to be written anew.

export interface DefinitionChange {
  /** The draft, with the retired fields that hold what does not convert. */
  definition: DefinitionDraft;
  /** Whether stored values change their form. */
  isReshaped: boolean;
  /** Fields whose keys and words have to be made anew. */
  prepared: string[];
  /** Fields whose values were in clear and are sealed from now on: those of the past as well. */
  sealed: string[];
}

/** A field whose values change their form: by type, or because its class seals them. */
interface Conversion {
  from: Field;
  to: Field;
  index: number;
}

export const conversionsOf = (current: Definition, draft: DefinitionDraft): Conversion[] =>
  draft.fields.flatMap((to, index) => {
    const from = current.fields.find(({ key }) => key === to.key);
    return from && (isConverted(from, to) || isSealed(from) !== isSealed(to)) ? [{ from, to, index }] : [];
  });

const refusal = (
  code: 'register.field_removed' | 'register.field_converted',
  path: string,
  fault: string,
  values = {},
) => new Problem(409, code, { values, fields: [{ path, code: `field.${fault}`, values }] });

/** Refuses what would lose values, or would change their form without having been asked for (`converts`). */
export function planChange(current: Definition, draft: DefinitionDraft, converts: readonly string[]): DefinitionChange {
  for (const field of current.fields) {
    const index = draft.fields.findIndex(({ key }) => key === field.key);
    const kept = draft.fields[index];
    if (!kept) throw refusal('register.field_removed', 'body.definition.fields', 'removed', { field: field.key });
    assertChangeable(field, kept, `body.definition.fields.${index}`);
  }
  const conversions = conversionsOf(current, draft);
  const unasked = conversions.find(({ to }) => !converts.includes(to.key));
  if (unasked) {
    const name = isConverted(unasked.from, unasked.to) ? 'type' : 'class';
    throw refusal('register.field_converted', `body.definition.fields.${unasked.index}.${name}`, 'converted');
  }
  const definition = withLeftOvers(withStrongLeftOvers(draft), conversions);
  const all = conversionsOf(current, definition);
  return {
    definition,
    isReshaped: all.length > 0,
    prepared: preparedFields(current, definition),
    sealed: all.filter(({ from, to }) => isSealed(to) && !isSealed(from)).map(({ to }) => to.key),
  };
}

/** What a field could not be converted to is no less personal than the field: it follows when that becomes stronger. */
function withStrongLeftOvers(draft: DefinitionDraft): DefinitionDraft {
  const fields = draft.fields.map((field): Field => {
    const of = draft.fields.find(({ key }) => key === field.keptFrom);
    if (!of || strengthOf(of.class) <= strengthOf(field.class)) return field;
    const { purpose, legalBasis } = of;
    const stronger = { ...field, class: classOfLeftOver(of), purpose, legalBasis };
    if (!isSealed(stronger)) return stronger;
    return { ...stronger, isSortable: false, isSearchable: false, isFilterable: false, isUnique: false };
  });
  return { ...draft, fields };
}

const strengthOf = (of: Field['class']) => ({ ordinary: 0, personal: 1, sensitive: 2, identity_number: 2 })[of];

/** An identity number is a type too, which what did not become one has not. */
const classOfLeftOver = ({ class: of }: Field) => (of === 'identity_number' ? 'sensitive' : of);

/** Never: the machine's own numbers and results, the register a link leads to, a seal taken off, a choice that records hold. */
function assertChangeable(from: Field, to: Field, path: string): void {
  const isMachine = (field: Field) => field.type === 'sequence' || field.type === 'calculated';
  if (from.type !== to.type && (isMachine(from) || isMachine(to) || from.type === 'identity_number'))
    throw refusal('register.field_converted', `${path}.type`, 'never_converted');
  if (from.target !== to.target) throw refusal('register.field_converted', `${path}.target`, 'never_converted');
  if (isSealed(from) && (!isSealed(to) || from.class !== to.class))
    throw refusal('register.field_converted', `${path}.class`, 'never_weaker');
  const lost =
    from.type === to.type && from.choices.find(({ value }) => to.choices.every((one) => one.value !== value));
  if (lost) throw refusal('register.field_removed', `${path}.choices`, 'choice_removed', { choice: lost.value });
}

/** A retired field beside each converted one, of the old type: it takes what the new type cannot. */
function withLeftOvers(draft: DefinitionDraft, conversions: Conversion[]): DefinitionDraft {
  const keys = new Set(draft.fields.map(({ key }) => key));
  const leftOvers = conversions
    .filter(({ from, to }) => isConverted(from, to))
    .filter(({ from }) => draft.fields.every(({ keptFrom, type }) => keptFrom !== from.key || type !== from.type))
    .map(({ from, to }): Field => {
      let key = `${from.key.slice(0, 32)}_before`;
      for (let count = 2; keys.has(key); count += 1) key = `${from.key.slice(0, 29)}_before_${count}`;
      keys.add(key);
      return {
        ...from,
        key,
        // As strong as the field is now: what did not convert is no less personal.
        class: classOfLeftOver(to),
        purpose: to.purpose,
        legalBasis: to.legalBasis,
        visibleTo: to.visibleTo,
        label: { sv: `${from.label.sv.slice(0, 80)} (tidigare)`, en: `${from.label.en.slice(0, 80)} (before)` },
        isRetired: true,
        keptFrom: from.key,
        isRequired: false,
        isUnique: false,
        isSortable: false,
        isFilterable: false,
        isSearchable: false,
        default: null,
        showIf: null,
      };
    });
  return { ...draft, fields: [...draft.fields, ...leftOvers] };
}

const derivedAttributes = [
  'type',
  'class',
  'isSortable',
  'isFilterable',
  'isSearchable',
  'isUnique',
  'isRetired',
  'choices',
  'prefix',
  'digits',
  'expression',
  'result',
  'decimals',
] as const;

/** What keys and words depend on. A calculated field follows the fields that are converted as well. */
function preparedFields(current: Definition, draft: DefinitionDraft): string[] {
  const shapeOf = (field: Field | undefined) =>
    field &&
    JSON.stringify(
      derivedAttributes.map((name) =>
        name === 'choices' ? field.choices.map(({ value, label }) => [value, label]) : field[name],
      ),
    );
  const isKeyed = (field: Field) =>
    field.isSortable || field.isFilterable || field.isSearchable || field.isUnique || field.target !== null;
  const changed = draft.fields.filter((field) => {
    const before = current.fields.find(({ key }) => key === field.key);
    if (!isKeyed(field) && !(before && isKeyed(before))) return false;
    return shapeOf(field) !== shapeOf(before);
  });
  const calculated = draft.fields.filter((field) => field.type === 'calculated' && isKeyed(field));
  return [...new Set([...changed, ...(changed.length > 0 ? calculated : [])].map(({ key }) => key))];
}
