import type { Language } from '#web/language.ts';
import type { Definition, FieldDefinition, Words } from './design.ts';
import type { sv } from './messages.sv.ts';

/** One thing that a version changes, in plain words. */
export interface Line {
  what: string;
  from?: string;
  to?: string;
}

/** All that changes in one field, or in the register itself. */
export interface Change {
  kind: 'register' | 'added' | 'removed' | 'retired' | 'restored' | 'changed';
  /** Key of the field; undefined for the register. */
  field: string | undefined;
  about: string;
  lines: readonly Line[];
  /** Touches what records hold already. */
  isConverting: boolean;
}

export interface Telling {
  text: typeof sv;
  language: Language;
  /** What a role or another register is called. */
  nameOf: (id: string) => string;
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

type Setting = Exclude<
  keyof FieldDefinition,
  'key' | 'label' | 'help' | 'inverse' | 'choices' | 'isRetired' | 'keptFrom'
>;

/** In the order in which they stand on the page. */
const settings: readonly Setting[] = [
  'type',
  'class',
  'purpose',
  'legalBasis',
  'retentionMonths',
  'isRequired',
  'isUnique',
  'min',
  'max',
  'pattern',
  'default',
  'decimals',
  'unit',
  'target',
  'isMany',
  'expression',
  'result',
  'prefix',
  'digits',
  'isSortable',
  'isFilterable',
  'isSearchable',
  'section',
  'showIf',
  'visibleTo',
];

/** What becomes of a definition, thing by thing: the register first, then the fields in their new order. */
export function describeChanges(before: Definition, after: Definition, telling: Telling): Change[] {
  const { text, language } = telling;
  const changes: Change[] = [];
  const own = registerLines(before, after, telling);
  if (own.length > 0)
    changes.push({ kind: 'register', field: undefined, about: text.theRegister, lines: own, isConverting: false });
  for (const field of after.fields) {
    const old = before.fields.find(({ key }) => key === field.key);
    const about = field.label[language];
    if (!old) {
      changes.push({
        kind: 'added',
        field: field.key,
        about,
        lines: [{ what: factsOf(field, text) }],
        isConverting: false,
      });
      continue;
    }
    const lines = fieldLines(old, field, { before, after, ...telling });
    if (old.isRetired !== field.isRetired)
      changes.push({
        kind: field.isRetired ? 'retired' : 'restored',
        field: field.key,
        about,
        lines,
        isConverting: isConverting(old, field),
      });
    else if (lines.length > 0)
      changes.push({ kind: 'changed', field: field.key, about, lines, isConverting: isConverting(old, field) });
  }
  for (const field of before.fields)
    if (!after.fields.some(({ key }) => key === field.key))
      changes.push({ kind: 'removed', field: field.key, about: field.label[language], lines: [], isConverting: true });
  return changes;
}

/** A field in a few words: its type, and what is not usual of it. */
export const factsOf = (field: FieldDefinition, text: Telling['text']): string =>
  [
    text.types[field.type].name,
    field.class !== 'ordinary' && text.classes[field.class].name.toLowerCase(),
    field.isRequired && text.marks.isRequired,
    field.isUnique && text.marks.isUnique,
    field.isRetired && text.marks.isRetired,
  ]
    .filter(Boolean)
    .join(', ');

/** Another type, another class, a choice less, or a value that may be there once: values that are there must follow. */
function isConverting(old: FieldDefinition, field: FieldDefinition): boolean {
  const isLess = old.choices.some(({ value }) => !field.choices.some((choice) => choice.value === value));
  return old.type !== field.type || old.class !== field.class || isLess || (field.isUnique && !old.isUnique);
}

function registerLines(before: Definition, after: Definition, { text, language }: Telling): Line[] {
  const lines: Line[] = [...wordLines(text.settings.name, before.name, after.name, text)];
  if (before.subject !== after.subject)
    lines.push({
      what: text.settings.subject,
      from: text.subjects[before.subject].name,
      to: text.subjects[after.subject].name,
    });
  const titles = ({ title, fields }: Definition) =>
    title.map((key) => fields.find((field) => field.key === key)?.label[language] ?? key).join(', ');
  if (!isSame(before.title, after.title))
    lines.push({ what: text.settings.title, from: titles(before), to: titles(after) });
  const names = ({ sections }: Definition) => sections.map(({ label }) => label[language]).join(', ');
  if (!isSame(before.sections, after.sections))
    lines.push({ what: text.settings.sections, from: names(before) || text.nothing, to: names(after) || text.nothing });
  const kept = (one: Definition, other: Definition) =>
    one.fields.map(({ key }) => key).filter((key) => other.fields.some((field) => field.key === key));
  if (!isSame(kept(before, after), kept(after, before))) lines.push({ what: text.newOrder });
  return lines;
}

type Sides = Telling & { before: Definition; after: Definition };

function fieldLines(old: FieldDefinition, field: FieldDefinition, sides: Sides): Line[] {
  const { text } = sides;
  const lines: Line[] = [
    ...wordLines(text.settings.label, old.label, field.label, text),
    ...wordLines(text.settings.help, old.help, field.help, text),
    ...wordLines(text.settings.inverse, old.inverse ?? NO_WORDS, field.inverse ?? NO_WORDS, text),
  ];
  for (const name of settings) {
    if (isSame(old[name], field[name])) continue;
    lines.push({
      what: text.settings[name],
      from: valueWords(old, name, sides.before, sides),
      to: valueWords(field, name, sides.after, sides),
    });
  }
  return [...lines, ...choiceLines(old, field, sides)];
}

const NO_WORDS: Words = { sv: '', en: '' };

/** Each language that changed. */
function wordLines(what: string, old: Words, now: Words, text: Telling['text']): Line[] {
  return (['sv', 'en'] as const)
    .filter((language) => old[language] !== now[language])
    .map((language) => ({
      what: `${what} (${text.inLanguage[language]})`,
      from: old[language] || text.nothing,
      to: now[language] || text.nothing,
    }));
}

function choiceLines(old: FieldDefinition, field: FieldDefinition, { text, language }: Telling): Line[] {
  const lines: Line[] = [];
  for (const choice of field.choices) {
    const name = choice.label[language];
    const was = old.choices.find(({ value }) => value === choice.value);
    if (!was) {
      lines.push({ what: text.choiceAdded(name) });
      continue;
    }
    if (!isSame(was.label, choice.label))
      lines.push({ what: text.choiceRenamed, from: was.label[language], to: choice.label[language] });
    if (was.colour !== choice.colour) lines.push({ what: text.choiceColoured(name) });
    if (was.isRetired !== choice.isRetired)
      lines.push({ what: choice.isRetired ? text.choiceRetired(name) : text.choiceRestored(name) });
  }
  for (const choice of old.choices)
    if (!field.choices.some(({ value }) => value === choice.value))
      lines.push({ what: text.choiceRemoved(choice.label[language]) });
  const order = (of: FieldDefinition, other: FieldDefinition) =>
    of.choices.map(({ value }) => value).filter((value) => other.choices.some((choice) => choice.value === value));
  if (!isSame(order(old, field), order(field, old))) lines.push({ what: text.choicesReordered });
  return lines;
}

function valueWords(field: FieldDefinition, name: Setting, definition: Definition, telling: Telling): string {
  const { text, language, nameOf } = telling;
  switch (name) {
    case 'type':
      return text.types[field.type].name;
    case 'class':
      return text.classes[field.class].name;
    case 'legalBasis':
      return text.legalBases[field.legalBasis];
    case 'result':
      return text.results[field.result];
    case 'target':
      return field.target === null ? text.nothing : nameOf(field.target);
    case 'visibleTo':
      return field.visibleTo === null ? text.everybody : field.visibleTo.map(nameOf).join(', ') || text.nobody;
    case 'section':
      return definition.sections.find(({ key }) => key === field.section)?.label[language] ?? text.nothing;
    case 'retentionMonths':
      return field.retentionMonths === null ? text.asLongAsRecord : text.months(field.retentionMonths);
    case 'showIf': {
      if (field.showIf === null) return text.always;
      const { field: key, values } = field.showIf;
      const other = definition.fields.find((candidate) => candidate.key === key);
      const called = values.map(
        (value) => other?.choices.find((choice) => choice.value === value)?.label[language] ?? value,
      );
      return text.shownWhen(other?.label[language] ?? key, called.join(', '));
    }
    case 'default':
      return (
        field.choices.find(({ value }) => value === field.default)?.label[language] ?? (field.default || text.nothing)
      );
    default: {
      const value = field[name];
      if (typeof value === 'boolean') return value ? text.yes : text.no;
      return value === null || value === '' ? text.nothing : String(value);
    }
  }
}
