import { afterAll, beforeAll, expect, test } from 'vitest';
import { membersDefinition } from '#features/registers/testing.ts';
import { openWorld, type TestMember, type TestOrganisation } from '#tests/world.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
let organisation: TestOrganisation;
let colleague: TestMember;
let path: string;

beforeAll(async () => {
  world = await openWorld();
  organisation = await world.createOrganisation();
  colleague = await organisation.createMember('owner');
  const made = await organisation.owner.call('POST', `${organisation.path}/registers`, {
    key: 'members',
    definition: membersDefinition,
  });
  path = `${organisation.path}/registers/${made.json.id}/definition`;
  for (const [version, name] of ['Aktiva', 'Passiva'].entries()) {
    const changed = await colleague.call('PUT', path, {
      version: version + 1,
      definition: { ...membersDefinition, name: { sv: name, en: name } },
    });
    expect(changed.status).toBe(200);
  }
});
afterAll(() => world.close());

test('every version of a definition is told whole, with who made it, newest first', async () => {
  const { status, json } = await organisation.owner.call('GET', `${path}/versions`);
  expect(status).toBe(200);
  const told = json.versions.map((one: { version: number; actor: { id: string }; definition: { name: unknown } }) => [
    one.version,
    one.actor.id,
    one.definition.name,
  ]);
  expect(told).toEqual([
    [3, colleague.id, { sv: 'Passiva', en: 'Passiva' }],
    [2, colleague.id, { sv: 'Aktiva', en: 'Aktiva' }],
    [1, organisation.owner.id, membersDefinition.name],
  ]);
  expect(json.versions[0].actor.name).toBeTruthy();
  expect(json.versions[0].definition.fields).toHaveLength(membersDefinition.fields.length);
  expect(json.next).toBeNull();
});

test('they come in pages', async () => {
  const first = await organisation.owner.call('GET', `${path}/versions?limit=2`);
  expect(first.json.next).toBe(2);
  const second = await organisation.owner.call('GET', `${path}/versions?limit=2&after=2`);
  expect(second.json.versions.map(({ version }: { version: number }) => version)).toEqual([1]);
});

test('they are for those who design registers, and no register has another organisation’s', async () => {
  const reader = await organisation.createMember('reader');
  expect((await reader.call('GET', `${path}/versions`)).status).toBe(403);
  const other = await world.createOrganisation();
  const foreign = path.replace(organisation.path, other.path);
  expect((await other.owner.call('GET', `${foreign}/versions`)).status).toBe(404);
});

test('a definition with two hundred fields and all their settings is taken', async () => {
  const settings = { help: { sv: 'h'.repeat(300), en: 'h'.repeat(300) }, purpose: 'p'.repeat(500) };
  const fields = Array.from({ length: 200 }, (_, index) => ({
    ...membersDefinition.fields[0],
    ...settings,
    key: `field_${index}`,
  }));
  const made = await organisation.owner.call('POST', `${organisation.path}/registers`, {
    key: 'wide',
    definition: { ...membersDefinition, title: ['field_0'], fields },
  });
  expect(made.status).toBe(201);
});
