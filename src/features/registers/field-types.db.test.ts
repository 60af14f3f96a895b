import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type TestOrganisation } from '#tests/world.ts';

// Every type of field through the gate: written, ordered, asked for, linked, numbered and calculated.

let world: Awaited<ReturnType<typeof openWorld>>;
let org: TestOrganisation;
let customers: string;
let orders: string;
let member: string;

const named = (sv: string, en = sv) => ({ sv, en });
const field = (key: string, type: string, more: object = {}) => ({
  key,
  label: named(key),
  type,
  class: 'ordinary',
  ...more,
});
const listed = { isSortable: true, isFilterable: true };

async function createRegister(key: string, fields: object[], title: string[], subject = 'other'): Promise<string> {
  const definition = { name: named(key), subject, fields, title };
  const made = await org.owner.call('POST', `${org.path}/registers`, { key, definition });
  if (made.status !== 201) throw new Error(made.text);
  return made.json.id;
}

beforeAll(async () => {
  world = await openWorld();
  org = await world.createOrganisation('types');
  ({ membershipId: member } = org.owner);
  customers = await createRegister('customers', [field('name', 'text', { isSearchable: true })], ['name'], 'person');
  orders = await createRegister(
    'orders',
    [
      field('number', 'sequence', { prefix: 'O-', digits: 3, ...listed, isSearchable: true }),
      field('quantity', 'number', { decimals: 1, ...listed, min: '0' }),
      field('price', 'money', listed),
      field('total', 'calculated', { expression: 'quantity * price', ...listed }),
      field('at', 'date_time', listed),
      field('tags', 'choices', {
        isFilterable: true,
        isSearchable: true,
        choices: ['urgent', 'fragile'].map((value) => ({ value, label: named(value) })),
      }),
      field('paid', 'yes_no', listed),
      field('receipt', 'text', { isRequired: true, showIf: { field: 'paid', values: ['yes'] } }),
      field('customer', 'person', { target: customers, inverse: named('Beställningar', 'Orders'), isFilterable: true }),
      field('responsible', 'member', { isFilterable: true }),
      field('where', 'address', { isSearchable: true, isSortable: true }),
      field('notes', 'long_text', { isSearchable: true, isFilterable: true }),
      field('state', 'text', { default: 'ny' }),
    ],
    ['number'],
  );
});
afterAll(() => world.close());

const at = (register: string) => `${org.path}/registers/${register}/records`;
const create = async (register: string, data: object) => {
  const made = await org.owner.call('POST', at(register), { data });
  expect(made.text).toContain('"version":1');
  return made.json;
};
const numbers = async (query: string) => {
  const { json, text } = await org.owner.call('GET', `${at(orders)}?${query}`);
  if (!json.records) throw new Error(text);
  return json.records.map((record: { data: { number: string } }) => record.data.number);
};

test('values of every type are kept, ordered, asked for and linked both ways', async () => {
  const anna = await create(customers, { name: 'Anna Berg' });
  const bo = await create(customers, { name: 'Bo Ek' });
  const first = await create(orders, {
    quantity: '2,5',
    price: '100 kr',
    at: '2026-07-01 12:00',
    tags: 'fragile, urgent',
    paid: 'ja',
    receipt: 'K1',
    customer: anna.id,
    responsible: member,
    where: 'Storgatan 1, 903 26 Umeå',
    notes: 'Ring först.\nPorten är låst.',
  });
  expect(first).toMatchObject({
    title: 'O-001',
    data: {
      number: '1',
      quantity: '2.5',
      price: '100',
      total: '250',
      at: '2026-07-01T10:00:00Z',
      tags: 'urgent,fragile',
      paid: 'yes',
      state: 'ny',
      where: 'Storgatan 1\n903 26\nUmeå\n',
    },
  });
  expect(first.names[anna.id]).toBe('Anna Berg');
  expect(Object.keys(first.names).toSorted()).toEqual([anna.id, member].toSorted());
  await create(orders, {
    quantity: '10',
    price: '9,90',
    paid: 'nej',
    customer: bo.id,
    at: '2026-01-01',
    tags: 'urgent',
  });
  await create(orders, { quantity: '-0', customer: anna.id, state: '' });

  expect(await numbers('sort=quantity')).toEqual(['3', '1', '2']);
  expect(await numbers('sort=-total')).toEqual(['1', '2', '3']);
  expect(await numbers('sort=at')).toEqual(['3', '2', '1']);
  expect(await numbers('sort=-number')).toEqual(['3', '2', '1']);
  expect(await numbers('filter=quantity:from:2,5&sort=number')).toEqual(['1', '2']);
  expect(await numbers('filter=quantity:to:9')).toEqual(['3', '1']);
  expect(await numbers('filter=total:eq:99')).toEqual(['2']);
  expect(await numbers('filter=at:from:2026-06-01')).toEqual(['1']);
  expect(await numbers('filter=tags:in:urgent&sort=number')).toEqual(['1', '2']);
  expect(await numbers('filter=tags:in:fragile')).toEqual(['1']);
  expect(await numbers('filter=paid:eq:ja')).toEqual(['1']);
  expect(await numbers(`filter=customer:in:${anna.id}&sort=number`)).toEqual(['1', '3']);
  expect(await numbers(`filter=responsible:eq:${member}`)).toEqual(['1']);
  expect(await numbers('filter=notes:filled')).toEqual(['1']);
  expect(await numbers('search=porten')).toEqual(['1']);
  expect(await numbers('search=umeå')).toEqual(['1']);
  expect(await numbers('search=o-002')).toEqual(['2']);

  const summary = async (query: string) =>
    (await org.owner.call('GET', `${org.path}/registers/${orders}/summary?${query}`)).json;
  expect(await summary('group=paid&total=total:sum&total=quantity:average&total=notes:filled')).toEqual({
    count: 3,
    isExact: true,
    totals: ['349', '4.17', '1'],
    groups: [
      { value: null, count: 1, totals: [null, '0', '0'] },
      { value: 'no', count: 1, totals: ['99', '10', '0'] },
      { value: 'yes', count: 1, totals: ['250', '2.5', '1'] },
    ],
    names: {},
  });
  expect(await summary(`group=responsible&filter=tags:in:urgent`)).toMatchObject({
    count: 2,
    groups: [{ count: 1 }, { count: 1 }],
    names: { [member]: expect.any(String) },
  });
  expect((await summary('group=receipt&total=paid:sum&total=gone:sum')).fields).toMatchObject([
    { path: 'query.total.0', code: 'field.operator_not_here' },
    { path: 'query.total.1', code: 'field.unknown' },
    { path: 'query.group', code: 'field.not_filterable' },
  ]);

  const related = (await org.owner.call('GET', `${at(customers)}/${anna.id}/related`)).json.related;
  expect(related).toMatchObject([{ register: orders, field: 'customer', label: { sv: 'Beställningar' }, count: 2 }]);
  expect(related[0].records.map(({ title }: { title: string }) => title)).toEqual(['O-003', 'O-001']);

  // A change of a part changes what is calculated, also in its order and when it is asked for.
  const changed = await org.owner.call('PATCH', `${at(orders)}/${first.id}`, { version: 1, data: { price: '1' } });
  expect(changed.json.data.total).toBe('2.5');
  expect(await numbers('sort=-total')).toEqual(['2', '1', '3']);
});

test('what does not fit is refused with its path', async () => {
  const gone = '0198c0de-0000-7000-8000-000000000001';
  const other = (await create(customers, { name: 'Cecilia' })).id;
  const faultsOf = async (data: object) => {
    const { json } = await org.owner.call('POST', at(orders), { data });
    return json.fields?.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`);
  };
  expect(await faultsOf({ quantity: '-1', number: '7', total: '1', customer: gone, responsible: other })).toEqual([
    'body.data.number field.not_written',
    'body.data.total field.not_written',
    'body.data.quantity field.too_small',
  ]);
  expect(await faultsOf({ customer: gone })).toEqual(['body.data.customer field.link_unknown']);
  expect(await faultsOf({ responsible: other })).toEqual(['body.data.responsible field.member_unknown']);
  expect(await faultsOf({ paid: 'yes' })).toEqual(['body.data.receipt field.required']);
  expect(await faultsOf({ quantity: 'x'.repeat(1_000_000) })).toEqual(['body.data.quantity field.too_long']);
  // What another organisation has is as unknown as what nobody has.
  const foreign = await world.createOrganisation('foreign');
  const theirs = await foreign.owner.call('POST', `${foreign.path}/registers`, {
    key: 'customers',
    definition: { name: named('x'), subject: 'person', fields: [field('name', 'text')], title: ['name'] },
  });
  const their = await foreign.owner.call('POST', `${foreign.path}/registers/${theirs.json.id}/records`, {
    data: { name: 'Deras' },
  });
  expect(await faultsOf({ customer: their.json.id })).toEqual(['body.data.customer field.link_unknown']);
  expect(await faultsOf({ responsible: foreign.owner.membershipId })).toEqual([
    'body.data.responsible field.member_unknown',
  ]);
  // A link to a record in the trash leads nowhere.
  await org.owner.call('PUT', `${at(customers)}/${other}/trashing`);
  expect(await faultsOf({ customer: other })).toEqual(['body.data.customer field.link_unknown']);
});

test('no number of a sequence is given twice or lost', async () => {
  const before = (await numbers('sort=-number&limit=1'))[0];
  await Promise.all(Array.from({ length: 20 }, () => create(orders, {})));
  const refused = await org.owner.call('POST', at(orders), { data: { quantity: 'apa' } });
  expect(refused.status).toBe(422);
  const given = (await numbers('sort=number&limit=200'))
    .map(Number)
    .filter((number: number) => number > Number(before));
  expect(given).toEqual(Array.from({ length: 20 }, (_, index) => Number(before) + 1 + index));
});

test('a definition that cannot hold is refused with its path', async () => {
  const refused = async (...fields: object[]) => {
    const definition = { name: named('x'), subject: 'other', fields: [field('a', 'text'), ...fields], title: ['a'] };
    const { json } = await org.owner.call('POST', `${org.path}/registers`, { key: 'refused', definition });
    return json.fields?.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`);
  };
  const at1 = 'body.definition.fields.1';
  expect(await refused(field('b', 'link'))).toEqual([`${at1}.target field.target_required`]);
  expect(await refused(field('b', 'link', { target: '0198c0de-0000-7000-8000-000000000001' }))).toEqual([
    `${at1}.target field.target_unknown`,
  ]);
  expect(await refused(field('b', 'person', { target: orders }))).toEqual([`${at1}.target field.target_not_person`]);
  expect(await refused(field('b', 'number', { min: 'x', default: 'y' }))).toEqual([
    `${at1}.min field.bound_broken`,
    `${at1}.default field.default_broken`,
  ]);
  expect(await refused(field('b', 'text', { pattern: '(?=x)' }))).toEqual([`${at1}.pattern field.pattern_broken`]);
  expect(await refused(field('b', 'long_text', { isSortable: true, isUnique: true }))).toEqual([
    `${at1}.isUnique field.type_not_unique`,
    `${at1}.isSortable field.type_not_sortable`,
  ]);
});
