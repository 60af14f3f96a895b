import { expect, test } from 'vitest';
import { languages } from '#kernel/i18n/language.ts';
import { readTemplates } from './library.ts';
import { definitionOf, type Template } from './template.ts';

const templates = await readTemplates();
const idsFor = (template: Template) =>
  new Map(template.registers.map(({ key }, index) => [key, `0198c0de-0000-7000-8000-00000000000${index}`]));

test('there is one for each of the five services behind the policy', () => {
  expect(templates.map(({ key }) => key)).toEqual(['association', 'courses', 'maintenance', 'property', 'service']);
});

test.each(templates)('$key: every register is a whole definition in both languages', (template) => {
  for (const register of template.registers)
    for (const language of languages) {
      const definition = definitionOf(template, register, idsFor(template), language);
      expect(definition.fields.filter(({ label }) => label.sv === '' || label.en === '')).toEqual([]);
    }
});

test.each(templates)('$key: a purpose that is written is used, and one that is used is written', (template) => {
  const used = template.registers.flatMap(({ fields }) => fields.flatMap(({ purpose }) => purpose ?? []));
  expect([...new Set(used)].sort()).toEqual(Object.keys(template.purposes).sort());
});

test.each(templates)('$key: views show, sort and ask for nothing that their register has not', (template) => {
  for (const { key, fields, views } of template.registers) {
    const of = (name: string, is: 'isSortable' | 'isFilterable') =>
      fields.some((field) => field.key === name && field[is]) ? [] : [`${key}: ${name} ${is}`];
    expect(new Set(views.map(({ name }) => name.sv)).size).toBe(views.length);
    const faults = views.flatMap(({ view }) => [
      ...(view.columns ?? []).filter((name) => !fields.some((field) => field.key === name)),
      ...view.sort
        .split(',')
        .filter(Boolean)
        .flatMap((name) => of(name.replace(/^-/, ''), 'isSortable')),
      ...[...view.filter.map((text) => text.split(':')[0] ?? ''), ...view.totals.map(({ field }) => field)].flatMap(
        (name) => of(name, 'isFilterable'),
      ),
      ...(view.group === null ? [] : of(view.group, 'isFilterable')),
    ]);
    expect(faults).toEqual([]);
  }
});
