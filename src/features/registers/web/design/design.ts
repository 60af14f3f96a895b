import type { Contracts } from '#web/contracts.ts';
import type { Field, Register } from '../queries.ts';
import { fitToType } from './abilities.ts';
import { freeKey, suggestKey } from './keys.ts';

// A definition on the drawing board. What is not saved yet has a key that follows its name, so everything here refers to
// everything else by an id: the key of what is saved, and something that can be no key for what is new.

/** A register's definition as the server keeps it, with every setting. */
export type Definition =
  Contracts['GET /organisations/{organisation}/registers/{register}/definition/versions']['output']['versions'][number]['definition'];
export type FieldDefinition = Definition['fields'][number];
export type FieldType = FieldDefinition['type'];
export type Words = Definition['name'];
type Choice = FieldDefinition['choices'][number];

export interface ChoiceDraft extends Choice {
  id: string;
  isSaved: boolean;
  /** The code was written by hand and follows the label no longer. */
  hasOwnCode: boolean;
}

/** `section`, `showIf.field` and, of a field with choices, what names a choice are ids. */
export interface FieldDraft extends Omit<FieldDefinition, 'choices'> {
  id: string;
  isSaved: boolean;
  hasOwnKey: boolean;
  choices: readonly ChoiceDraft[];
}

export interface SectionDraft {
  id: string;
  label: Words;
}

export interface Design {
  name: Words;
  subject: Definition['subject'];
  /** Ids of fields. */
  title: readonly string[];
  sections: readonly SectionDraft[];
  fields: readonly FieldDraft[];
}

let made = 0;
/** Begins with what no key begins with. */
export const newId = (): string => `+${(made += 1)}`;
export const isNewId = (id: string): boolean => id.startsWith('+');

const NO_WORDS: Words = { sv: '', en: '' };

/** The definition of a register as read, without what the reader may do with each field. */
export function definitionOfRegister({ name, subject, title, sections, fields }: Register): Definition {
  const plain = ({ isVisible: _isVisible, isReadable: _isReadable, ...field }: Field): FieldDefinition => field;
  return { name, subject, title, sections, fields: fields.map(plain) };
}

/** The drawing board with a definition on it. What is not in the saved one is new. */
export function designOf(
  { sections, fields, ...rest }: Definition,
  saved: Definition = { sections, fields, ...rest },
): Design {
  return {
    ...rest,
    sections: sections.map(({ key, label }) => ({ id: key, label })),
    fields: fields.map((field) => {
      const before = saved.fields.find(({ key }) => key === field.key);
      return {
        ...field,
        id: field.key,
        isSaved: before !== undefined,
        hasOwnKey: true,
        choices: field.choices.map((choice) => ({
          ...choice,
          id: choice.value,
          isSaved: before?.choices.some(({ value }) => value === choice.value) === true,
          hasOwnCode: true,
        })),
      };
    }),
  };
}

/** What is written in one language only holds for both. */
export function inBoth({ sv, en }: Words): Words {
  return { sv: sv.trim() || en.trim(), en: en.trim() || sv.trim() };
}

const titleOf = (label: Words): string => inBoth(label).sv;

/** Keys of all fields by id. Those that are saved come first: a new one takes none of theirs. */
export function keysOf(fields: readonly FieldDraft[]): Map<string, string> {
  const keys = new Map(fields.filter((field) => field.hasOwnKey).map((field) => [field.id, field.key]));
  const taken = new Set(keys.values());
  for (const field of fields) {
    if (keys.has(field.id)) continue;
    const key = freeKey(suggestKey(titleOf(field.label)) || 'field', taken);
    keys.set(field.id, key);
    taken.add(key);
  }
  return keys;
}

/** Codes of a field's choices by id. */
export function codesOf(choices: readonly ChoiceDraft[]): Map<string, string> {
  const codes = new Map(choices.filter((choice) => choice.hasOwnCode).map((choice) => [choice.id, choice.value]));
  const taken = new Set(codes.values());
  for (const choice of choices) {
    if (codes.has(choice.id)) continue;
    const code = freeKey(suggestKey(titleOf(choice.label)) || 'choice', taken);
    codes.set(choice.id, code);
    taken.add(code);
  }
  return codes;
}

function sectionKeysOf(sections: readonly SectionDraft[]): Map<string, string> {
  const taken = new Set(sections.filter(({ id }) => !isNewId(id)).map(({ id }) => id));
  return new Map(
    sections.map(({ id, label }) => {
      if (!isNewId(id)) return [id, id];
      const key = freeKey(suggestKey(titleOf(label)) || 'section', taken);
      taken.add(key);
      return [id, key];
    }),
  );
}

const hasChoices = ({ type }: Pick<FieldDraft, 'type'>) => type === 'choice' || type === 'choices';

/** What is to be saved: keys for ids, no settings that the type does not have, and words in both languages. */
export function definitionOf(design: Design): Definition {
  const keys = keysOf(design.fields);
  const sections = sectionKeysOf(design.sections);
  const codes = new Map(design.fields.map((field) => [field.id, codesOf(field.choices)]));
  const fields = design.fields.map((drawn): FieldDefinition => {
    const { id, isSaved: _isSaved, hasOwnKey: _hasOwnKey, ...field } = fitToType(drawn);
    const own = codes.get(id);
    const other = design.fields.find((one) => one.id === field.showIf?.field);
    const named = (of: FieldDraft | undefined, value: string) =>
      of && hasChoices(of) ? (codes.get(of.id)?.get(value) ?? value) : value;
    return {
      ...field,
      key: keys.get(id) ?? field.key,
      label: inBoth(field.label),
      help: inBoth(field.help),
      purpose: field.purpose.trim(),
      inverse: field.inverse && titleOf(field.inverse) !== '' ? inBoth(field.inverse) : null,
      choices: field.choices.map(({ id: choice, isSaved: _isSaved, hasOwnCode: _hasOwnCode, ...rest }) => ({
        ...rest,
        value: own?.get(choice) ?? rest.value,
        label: inBoth(rest.label),
      })),
      default: hasChoices(field)
        ? (field.default
            ?.split(',')
            .map((one) => named(drawn, one))
            .join(',') ?? null)
        : field.default,
      section: field.section === null ? null : (sections.get(field.section) ?? null),
      showIf: field.showIf && {
        field: keys.get(field.showIf.field) ?? field.showIf.field,
        values: field.showIf.values.map((value) => named(other, value)),
      },
    };
  });
  return {
    name: inBoth(design.name),
    subject: design.subject,
    title: design.title.map((id) => keys.get(id) ?? id),
    sections: design.sections.map(({ id, label }) => ({ key: sections.get(id) ?? id, label: inBoth(label) })),
    fields,
  };
}

export function changeField(design: Design, id: string, change: Partial<FieldDraft>): Design {
  return { ...design, fields: design.fields.map((field) => (field.id === id ? { ...field, ...change } : field)) };
}

/** Puts a field after another, or last. */
export function insertField(design: Design, field: FieldDraft, after?: string): Design {
  const place = design.fields.findIndex(({ id }) => id === after);
  return { ...design, fields: design.fields.toSpliced(place === -1 ? design.fields.length : place + 1, 0, field) };
}

/** A field like another, with a name and a key of its own. What is unique is not so twice by itself. */
export function copyOf(field: FieldDraft, suffix: Words): FieldDraft {
  return {
    ...field,
    id: newId(),
    isSaved: false,
    hasOwnKey: false,
    isRetired: false,
    label: {
      sv: `${field.label.sv} ${suffix.sv}`.trim(),
      en: `${field.label.en || field.label.sv} ${suffix.en}`.trim(),
    },
    // Codes of choices are a field's own: the copy's may be the same.
    choices: field.choices.map((choice) => ({ ...choice, isSaved: false })),
  };
}

/** Takes away a field that was never saved, and whatever leads to it. */
export function dropField(design: Design, id: string): Design {
  return {
    ...design,
    title: design.title.filter((one) => one !== id),
    fields: design.fields
      .filter((field) => field.id !== id)
      .map((field) => (field.showIf?.field === id ? { ...field, showIf: null } : field)),
  };
}

/** Moves something of a list to where another stands: before or after it. */
export function moveTo<T extends { id: string }>(
  list: readonly T[],
  id: string,
  target: string,
  side: 'before' | 'after',
): readonly T[] {
  const moved = list.find((one) => one.id === id);
  if (!moved || id === target) return list;
  const rest = list.filter((one) => one !== moved);
  const place = rest.findIndex((one) => one.id === target);
  return place === -1 ? list : rest.toSpliced(side === 'before' ? place : place + 1, 0, moved);
}

/** One step up or down; at an end nothing happens. */
export function moveBy<T extends { id: string }>(list: readonly T[], id: string, step: -1 | 1): readonly T[] {
  const place = list.findIndex((one) => one.id === id);
  const other = list[place + step];
  return place === -1 || !other ? list : moveTo(list, id, other.id, step === -1 ? 'before' : 'after');
}

export const blankWords = (): Words => ({ ...NO_WORDS });
