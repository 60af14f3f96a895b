import { expect, test } from 'vitest';
import { DefinitionDraft } from '../../definition.ts';
import { membersDefinition } from '../../testing.ts';
import { checkExpression } from './check-expression.ts';
import { describeChanges } from './changes.ts';
import {
  changeField,
  copyOf,
  definitionOf,
  designOf,
  dropField,
  insertField,
  moveBy,
  moveTo,
  type Definition,
  type Design,
} from './design.ts';
import { messageAt, placeFaults, withoutFaultsAt } from './faults.ts';
import { suggestKey } from './keys.ts';
import { messages } from './messages.ts';
import { firstDefinition, newField } from './new-field.ts';
import { rebase } from './rebase.ts';

const members: Definition = DefinitionDraft.parse(membersDefinition);
const design = designOf(members);
const named = (field: ReturnType<typeof newField>, sv: string) => ({ ...field, label: { sv, en: '' } });
const keys = ({ fields }: Definition) => fields.map(({ key }) => key);
const inSwedish = { text: messages.sv, language: 'sv' as const, nameOf: (id: string) => id };

test('what nobody touched is saved as it was', () => {
  expect(definitionOf(design)).toEqual(members);
});

test('a new field has a key from its name, free and unlike the others, and the same name in both languages', () => {
  const twice = insertField(
    insertField(design, named(newField('text', 'person'), 'E-mail')),
    named(newField('text', 'person'), 'Email'),
  );
  const { fields } = definitionOf(twice);
  expect(fields.slice(-2).map(({ key }) => key)).toEqual(['e_mail', 'email_2']);
  expect(fields.at(-1)?.label).toEqual({ sv: 'Email', en: 'Email' });
  expect(suggestKey('2 Åkta ägor & öar!')).toBe('akta_agor_oar');
});

test('what leads to a new field follows its key, also to a choice of it', () => {
  const choice = named(newField('choice', 'other'), 'Storlek');
  const small = { id: '+small', value: '', label: { sv: 'Liten', en: '' }, colour: null, isRetired: false };
  const other = {
    ...named(newField('text', 'other'), 'Varför'),
    showIf: { field: choice.id, values: [small.id] },
  };
  const drawn: Design = {
    ...insertField(insertField(design, other), {
      ...choice,
      choices: [{ ...small, isSaved: false, hasOwnCode: false }],
      default: small.id,
    }),
    title: [choice.id],
  };
  const saved = definitionOf(drawn);
  expect(saved.title).toEqual(['storlek']);
  expect(saved.fields.find(({ key }) => key === 'varfor')?.showIf).toEqual({ field: 'storlek', values: ['liten'] });
  expect(saved.fields.find(({ key }) => key === 'storlek')?.default).toBe('liten');
  expect(() => DefinitionDraft.parse(saved)).not.toThrow();
});

test('settings that a type lacks are not saved, and come back with the type', () => {
  const asDate = changeField(design, 'kind', { type: 'date' });
  expect(definitionOf(asDate).fields.find(({ key }) => key === 'kind')).toMatchObject({ type: 'date', choices: [] });
  expect(definitionOf(changeField(asDate, 'kind', { type: 'choice' }))).toEqual(members);
});

test('fields are moved, copied and taken away', () => {
  const list = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
  const order = (moved: readonly { id: string }[]) => moved.map(({ id }) => id).join('');
  expect(order(moveTo(list, 'a', 'c', 'after'))).toBe('bca');
  expect(order(moveTo(list, 'c', 'a', 'before'))).toBe('cab');
  expect(order(moveBy(list, 'b', 1))).toBe('acb');
  expect(moveBy(list, 'c', 1)).toBe(list);
  const [first] = design.fields;
  if (!first) throw new Error('no field');
  const copied = insertField(design, copyOf(first, messages.sv.copySuffix), first.id);
  expect(keys(definitionOf(copied)).slice(0, 2)).toEqual(['given_name', 'fornamn_kopia']);
  expect(definitionOf(dropField(copied, copied.fields[1]?.id ?? ''))).toEqual(members);
});

test.each(['person', 'other'] as const)('a register about %s begins with a name, and is whole', (subject) => {
  const why = { purpose: 'Medlemskapet', legalBasis: 'contract' as const };
  const first = firstDefinition({ sv: 'Båtar', en: 'Boats' }, subject, why);
  expect(DefinitionDraft.parse(first)).toEqual(first);
});

test('changes are told in plain words', () => {
  const [given, family, ...rest] = members.fields;
  if (!given || !family) throw new Error('no fields');
  const after: Definition = {
    ...members,
    name: { sv: 'Folk', en: 'Members' },
    fields: [
      family,
      { ...given, label: { sv: 'Tilltalsnamn', en: 'Given name' }, isRequired: false, class: 'sensitive' },
      ...rest.map((field) => ({ ...field, isRetired: field.key === 'phone' })),
    ],
  };
  const told = describeChanges(members, after, inSwedish);
  expect(told.map(({ kind, about }) => `${kind} ${about}`)).toEqual([
    'register Registret',
    'changed Tilltalsnamn',
    'retired Telefon',
  ]);
  expect(told[0]?.lines).toEqual([
    { what: 'Registrets namn (på svenska)', from: 'Medlemmar', to: 'Folk' },
    { what: 'Fälten får en ny ordning' },
  ]);
  expect(told[1]?.lines).toEqual([
    { what: 'Namn (på svenska)', from: 'Förnamn', to: 'Tilltalsnamn' },
    { what: 'Klass', from: 'Personuppgift', to: 'Känslig personuppgift' },
    { what: 'Obligatoriskt', from: 'ja', to: 'nej' },
  ]);
  expect(told.map(({ isConverting }) => isConverting)).toEqual([false, true, false]);
  expect(describeChanges(members, members, inSwedish)).toEqual([]);
});

test('my changes are laid over theirs, setting by setting', () => {
  const change = (of: Definition, key: string, part: Partial<Definition['fields'][number]>): Definition => ({
    ...of,
    fields: of.fields.map((field) => (field.key === key ? { ...field, ...part } : field)),
  });
  const [first] = members.fields;
  if (!first) throw new Error('no field');
  const mine = change({ ...members, fields: [...members.fields, { ...first, key: 'mine' }] }, 'email', {
    isRequired: true,
    purpose: 'Mitt',
  });
  const theirs = change({ ...members, name: { sv: 'Deras', en: 'Theirs' } }, 'email', {
    purpose: 'Deras',
    isUnique: false,
  });
  const both = rebase(members, mine, { ...theirs, fields: [{ ...first, key: 'theirs' }, ...theirs.fields] });
  expect(both.name.sv).toBe('Deras');
  expect(keys(both)).toEqual(['theirs', ...keys(members), 'mine']);
  expect(both.fields.find(({ key }) => key === 'email')).toMatchObject({
    isRequired: true,
    purpose: 'Mitt',
    isUnique: false,
  });
  expect(rebase(members, members, theirs)).toEqual(theirs);
});

test('a fault stands at the setting that it is of, and leaves with its change', () => {
  const faults = placeFaults(
    [
      { path: 'body.definition.fields.3.choices.1.label.sv', message: 'Skriv något.' },
      { path: 'body.definition.title.0', message: 'Okänt.' },
    ],
    design,
  );
  expect(faults.map(({ field, setting }) => [field, setting])).toEqual([
    ['kind', 'choices.1.label.sv'],
    [undefined, 'title.0'],
  ]);
  expect(messageAt(faults, 'kind', 'choices')).toBe('Skriv något.');
  expect(messageAt(faults, undefined, 'title')).toBe('Okänt.');
  expect(withoutFaultsAt(faults, 'kind', ['choices'])).toHaveLength(1);
  expect(withoutFaultsAt(faults, 'kind', ['label'])).toBe(faults);
});

test.each([
  ['', { kind: 'empty' }],
  ['a +', { kind: 'broken' }],
  ['a + b', { kind: 'unknownField', name: 'b' }],
  ['rund(a)', { kind: 'unknownFunction', name: 'rund' }],
  ['a > 3 ? round(a / 2, 1) : max(a, 1)', { kind: 'fine' }],
])('of the expression %j is said %o', (expression, said) => {
  expect(checkExpression(expression, { fields: ['a'], functions: ['round', 'max'] })).toEqual(said);
});
