import { expect, test } from 'vitest';
import { DefinitionDraft, Field } from './definition.ts';
import { withCalculated } from './expression.ts';

const base = { label: { sv: 'Det', en: 'It' }, class: 'ordinary' } as const;
const fields = (expression: string, more: Partial<Field> = {}) =>
  [
    { ...base, key: 'quantity', type: 'number' },
    { ...base, key: 'price', type: 'money' },
    { ...base, key: 'name', type: 'text' },
    { ...base, key: 'paid', type: 'yes_no' },
    { ...base, key: 'from', type: 'date' },
    { ...base, key: 'to', type: 'date' },
    { ...base, key: 'it', type: 'calculated', expression, ...more },
  ].map((field) => Field.parse(field));
const values = { quantity: '3', price: '19.9', name: 'Åsa', paid: 'no', from: '2000-02-29', to: '2026-02-28' };

test.each<[string, Field['result'], string | null]>([
  ['quantity * price', 'number', '59.7'],
  ['round(price / quantity, 1)', 'number', '6.6'],
  ['1.005 * 100', 'number', '100.5'],
  ['price / (quantity - 3)', 'number', null],
  ['quantity * missing_value', 'number', null],
  ['paid ? "Klar" : "Obetald"', 'text', 'Obetald'],
  ['join(upper(name), "x")', 'text', 'ÅSA x'],
  ['name + 1', 'text', 'Åsa1'],
  ['quantity > 2 && !paid', 'yes_no', 'yes'],
  ['years(from, to)', 'number', '25'],
  ['days(from, to)', 'number', '9496'],
  ['to', 'date', '2026-02-28'],
  ['name', 'date', null],
  ['first(name, "?")', 'text', 'Åsa'],
  ['constructor', 'text', null],
])('%s is %s %j', (expression, result, wanted) => {
  expect(withCalculated(fields(expression, { result }), values)['it']).toBe(wanted);
});

const faultsOf = (expression: string, more: Partial<Field> = {}, others: object[] = []) => {
  const parsed = DefinitionDraft.safeParse({
    name: base.label,
    subject: 'other',
    title: ['name'],
    fields: [...fields(expression, more), ...others],
  });
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
};

test.each([
  ['', 'field.expression_broken'],
  ['quantity *', 'field.expression_broken'],
  ['name.length', 'field.expression_broken'],
  ['process.exit(1)', 'field.expression_broken'],
  ['eval("1")', 'field.expression_broken'],
  ['[1, 2]', 'field.expression_broken'],
  ['this', 'field.expression_broken'],
  ['round()', 'field.expression_broken'],
  ['nobody + 1', 'field.expression_unknown'],
  ['it + 1', 'field.expression_circular'],
])('the expression %j is refused', (expression, code) => {
  expect(faultsOf(expression)).toEqual([`fields.6.expression ${code}`]);
});

test('a calculated field tells no more than its parts', () => {
  const sealed = { ...base, key: 'health', type: 'text', class: 'sensitive', purpose: 'x', legalBasis: 'consent' };
  const personal = { ...sealed, key: 'born', class: 'personal' };
  const role = '0198c0de-0000-7000-8000-000000000001';
  expect(faultsOf('health', {}, [sealed])).toEqual(['fields.6.expression field.expression_sealed']);
  expect(faultsOf('born', {}, [personal])).toEqual(['fields.6.expression field.expression_class']);
  const few = { ...base, key: 'few', type: 'text', visibleTo: [role] };
  expect(faultsOf('few', {}, [few])).toEqual(['fields.6.expression field.expression_visible']);
  expect(faultsOf('few', { visibleTo: [role] }, [few])).toEqual([]);
});

test('two that lead to each other are refused', () => {
  const other = { ...base, key: 'other', type: 'calculated', expression: 'it' };
  expect(faultsOf('other', {}, [other])).toEqual([
    'fields.6.expression field.expression_circular',
    'fields.7.expression field.expression_circular',
  ]);
});
