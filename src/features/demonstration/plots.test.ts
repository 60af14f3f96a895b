import { describe, expect, test } from 'vitest';
import { parseValue } from '#features/registers/values.ts';
import { idsOf } from '#features/registers/field-types/references.ts';
import { readTemplates } from '#features/templates/index.ts';
import { definitionOf } from '#features/templates/template.ts';
import { memberCount } from './association.ts';
import { demonstrations } from './organisations.ts';
import type { Plot } from './plot.ts';

const today = '2026-11-27';
const id = (register: string, index: number) =>
  `00000000-0000-7000-8${Array.from(register)
    .reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 4096, 7)
    .toString(16)
    .padStart(3, '0')}-${index.toString(16).padStart(12, '0')}`;
const members = [1, 2, 3].map((place) => id('memberships', place));
const plot: Plot = { today, id, members };
const templates = await readTemplates();
const moment = { today, timeZone: 'Europe/Stockholm' };

test('there is one organisation for each template, each with people of its own', () => {
  expect(demonstrations.map(({ template }) => template).sort()).toEqual(templates.map(({ key }) => key));
  const names = demonstrations.flatMap(({ people }) => people.map(({ userName }) => userName));
  expect(new Set(names).size).toBe(names.length);
});

test('one has 1,200 people and another 50,000 records', () => {
  const count = (slug: string, register?: string) =>
    (demonstrations.find((one) => one.slug === slug)?.plot(plot) ?? [])
      .filter((one) => register === undefined || one.register === register)
      .reduce((sum, { rows }) => sum + rows.length, 0);
  expect(count('lindangen', 'members')).toBe(memberCount);
  expect(count('hedvik')).toBe(50_000);
});

describe.each(demonstrations)('$name', (demonstration) => {
  const template = templates.find(({ key }) => key === demonstration.template);
  const all = demonstration.plot(plot);

  test('is the same every time', () => {
    expect(demonstration.plot(plot)).toEqual(all);
  });

  test('fills every register of its template with records that the register takes', () => {
    if (!template) throw new Error('no template');
    expect(all.map(({ register }) => register).sort()).toEqual(template.registers.map(({ key }) => key).sort());
    const ids = new Map(template.registers.map(({ key }, index) => [key, id('registers', index)]));
    const there = new Map(
      all.map(({ register, rows }) => [register, new Set(rows.map((_, index) => id(register, index)))]),
    );
    for (const { register, rows } of all) {
      const source = template.registers.find(({ key }) => key === register);
      if (!source) throw new Error(register);
      const { fields } = definitionOf(template, source, ids, 'sv');
      const faults = new Set<string>();
      for (const row of rows) {
        for (const key of Object.keys(row))
          if (!fields.some((field) => field.key === key)) faults.add(`${key} unknown`);
        for (const [index, field] of fields.entries()) {
          if (field.type === 'sequence' || field.type === 'calculated') continue;
          const parsed = parseValue(field, row[field.key] ?? null, moment);
          if (!parsed.ok) faults.add(`${field.key} ${row[field.key]}: ${parsed.code}`);
          else if (parsed.value !== null && field.target !== null) {
            const target = source.fields[index]?.target ?? '';
            if (!idsOf(parsed.value).every((one) => there.get(target)?.has(one)))
              faults.add(`${field.key} leads nowhere`);
          }
        }
      }
      expect([register, [...faults].slice(0, 5)]).toEqual([register, []]);
      for (const field of fields.filter(({ isUnique }) => isUnique)) {
        const values = rows.flatMap((row) => row[field.key] ?? []);
        expect([register, field.key, new Set(values).size]).toEqual([register, field.key, values.length]);
      }
      // A field that nobody has filled in shows nothing of what it is for; those that only some day are, aside.
      const unused = fields.filter(
        ({ key, type, default: begins }) =>
          type !== 'sequence' &&
          type !== 'calculated' &&
          begins === null &&
          rows.every((row) => row[key] === undefined),
      );
      expect([register, unused.map(({ key }) => key)]).toEqual([register, register === 'members' ? ['left_on'] : []]);
    }
  });
});
