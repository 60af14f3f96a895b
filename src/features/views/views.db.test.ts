import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type TestOrganisation } from '#tests/world.ts';
import { membersDefinition } from '#features/registers/testing.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
let org: TestOrganisation;
let reader: Awaited<ReturnType<TestOrganisation['createMember']>>;
let editor: typeof reader;
let path: string;
let role: string;

beforeAll(async () => {
  world = await openWorld();
  org = await world.createOrganisation('views');
  reader = await org.createMember('reader');
  editor = await org.createMember('editor');
  const { roles } = (await org.owner.call('GET', `${org.path}/roles`)).json;
  role = roles.find(({ code }: { code: string }) => code === 'reader').id;
  const made = await org.owner.call('POST', `${org.path}/registers`, {
    key: 'members',
    definition: {
      ...membersDefinition,
      fields: membersDefinition.fields.map((field) => (field.key === 'phone' ? { ...field, visibleTo: [] } : field)),
    },
  });
  path = `${org.path}/registers/${made.json.id}/views`;
});
afterAll(() => world.close());

const namesFor = async (member: { call: TestOrganisation['owner']['call'] }) =>
  (await member.call('GET', path)).json.views.map(({ name }: { name: string }) => name);
const view = { columns: ['family_name', 'kind'], sort: 'family_name', filter: ['kind:eq:adult'] };

test('a view is its owner’s until it is shared, and then exactly what was shared', async () => {
  const mine = await org.owner.call('POST', path, { name: 'Vuxna', view });
  expect(mine.json).toMatchObject({ name: 'Vuxna', version: 1, sharedWith: null, isChangeable: true });
  expect(await namesFor(reader)).toEqual([]);
  const one = `${path}/${mine.json.id}`;
  expect((await editor.call('PUT', one, { version: 1, name: 'Min', view })).status).toBe(404);

  const shared = await org.owner.call('PUT', one, { version: 1, name: 'Vuxna', view, sharedWith: [role] });
  expect(shared.json.version).toBe(2);
  const [seen] = (await reader.call('GET', path)).json.views;
  expect(seen).toMatchObject({
    name: 'Vuxna',
    view: { ...view, search: '', group: null, totals: [] },
    isChangeable: false,
  });
  expect((await reader.call('PUT', one, { version: 2, name: 'Min', view })).status).toBe(403);
  expect((await reader.call('DELETE', one)).status).toBe(403);
  expect((await org.owner.call('PUT', one, { version: 1, name: 'Sen', view })).json.code).toBe('view.stale');
  expect((await org.owner.call('DELETE', one)).status).toBe(204);
  expect(await namesFor(reader)).toEqual([]);
});

test('an editor keeps views of their own, and a reader none', async () => {
  const own = await editor.call('POST', path, { name: 'Min', view });
  expect(own.status).toBe(201);
  expect(await namesFor(org.owner)).toEqual([]);
  expect((await editor.call('DELETE', `${path}/${own.json.id}`)).status).toBe(204);
  expect((await reader.call('POST', path, { name: 'Min', view })).status).toBe(403);
});

test('what the reader may not see is in no view of theirs', async () => {
  const hidden = await org.owner.call('POST', path, { name: 'Telefon', view: { columns: ['phone'] } });
  expect(hidden.json.fields).toMatchObject([{ path: 'body.view.columns.0', code: 'field.unknown' }]);
  const faults = await org.owner.call('POST', path, {
    name: 'x',
    view: {
      sort: '-nobody',
      filter: ['kind:eq:adult', 'gone:filled'],
      group: 'gone',
      totals: [{ field: 'gone', kind: 'sum' }],
    },
  });
  expect(faults.json.fields.map(({ path: at }: { path: string }) => at)).toEqual([
    'body.view.totals.0.field',
    'body.view.filter.1',
    'body.view.sort',
    'body.view.group',
  ]);
  const other = await world.createOrganisation('elsewhere');
  const [{ id: foreign }] = (await other.owner.call('GET', `${other.path}/roles`)).json.roles;
  const refused = await org.owner.call('POST', path, { name: 'x', view, sharedWith: [foreign] });
  expect(refused.json.fields).toMatchObject([{ path: 'body.sharedWith.0' }]);
});
