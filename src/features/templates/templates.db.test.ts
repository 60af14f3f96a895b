import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type TestOrganisation } from '#tests/world.ts';
import { membersDefinition } from '#features/registers/testing.ts';
import { readTemplates } from './index.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const templates = await readTemplates();
const ways = ({ path }: TestOrganisation, key: string) => `${path}/templates/${key}/registers`;
const shown = ({ path }: TestOrganisation, register: string) => `${path}/registers/${register}`;

test.each(templates)(
  '$key makes its registers, which lead to each other, and views that can be asked for',
  async (template) => {
    const org = await world.createOrganisation(template.key);
    const made = await org.owner.call('POST', ways(org, template.key));
    expect(made.status).toBe(200);
    expect(made.json.made).toEqual(template.registers.map(({ key }) => key));
    const reader = await org.createMember('reader');
    let links = 0;
    for (const { id, key, fields } of made.json.registers) {
      const targets = new Set(made.json.registers.map((one: { id: string }) => one.id));
      for (const { target } of fields) {
        if (target === null) continue;
        links += 1;
        expect(targets).toContain(target);
      }
      const { views } = (await reader.call('GET', `${shown(org, id)}/views`)).json;
      const wanted = template.registers.find((register) => register.key === key)?.views ?? [];
      expect(views.map(({ name }: { name: string }) => name).sort()).toEqual(wanted.map(({ name }) => name.sv).sort());
      for (const { name, view } of views) {
        const asked = new URLSearchParams([
          ...(view.sort === '' ? [] : [['sort', view.sort]]),
          ...view.filter.map((text: string) => ['filter', text]),
        ]);
        const list = await reader.call('GET', `${shown(org, id)}/records?${asked}`);
        expect({ name, status: list.status, fields: list.json.fields }).toEqual({ name, status: 200 });
        asked.delete('sort');
        if (view.group !== null) asked.set('group', view.group);
        for (const { field, kind } of view.totals) asked.append('total', `${field}:${kind}`);
        const summary = await reader.call('GET', `${shown(org, id)}/summary?${asked}`);
        expect({ name, status: summary.status, fields: summary.json.fields }).toEqual({ name, status: 200 });
      }
    }
    expect(links).toBeGreaterThan(2);
  },
);

test('using a template again makes nothing, also of two at once, and keeps what was changed since', async () => {
  const org = await world.createOrganisation('twice');
  const both = await Promise.all([1, 2].map(() => org.owner.call('POST', ways(org, 'association'))));
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  expect(both.map(({ json }) => json.made.length).sort()).toEqual([0, 4]);
  expect(both[0]?.json.registers).toEqual(both[1]?.json.registers);
  const { templates: listed } = (await org.owner.call('GET', `${org.path}/templates`)).json;
  const flags = (key: string) =>
    listed
      .find((one: { key: string }) => one.key === key)
      .registers.map(({ isThere }: { isThere: boolean }) => isThere);
  expect(flags('association')).toEqual([true, true, true, true]);
  expect(flags('courses')).toEqual([false, false, false, false]);
});

test('a register that is there is kept and led to; one about something else stands in the way', async () => {
  const org = await world.createOrganisation('beside');
  const own = await org.owner.call('POST', `${org.path}/registers`, { key: 'members', definition: membersDefinition });
  const made = await org.owner.call('POST', ways(org, 'association'));
  expect(made.json.made).toEqual(['households', 'board', 'fees']);
  expect(made.json.registers[0]).toEqual(own.json);
  const fees = made.json.registers[3];
  expect(fees.fields.find(({ key }: { key: string }) => key === 'member').target).toBe(own.json.id);

  const other = await world.createOrganisation('other');
  const definition = { ...membersDefinition, subject: 'other' };
  await other.owner.call('POST', `${other.path}/registers`, { key: 'members', definition });
  const refused = await other.owner.call('POST', ways(other, 'association'));
  expect([refused.status, refused.json.code]).toEqual([409, 'template.other_subject']);
  const { registers } = (await other.owner.call('GET', `${other.path}/registers`)).json;
  expect(registers).toHaveLength(1);
});

test('who may not make registers uses no template; an unknown one is not there', async () => {
  const org = await world.createOrganisation('refused');
  const editor = await org.createMember('editor');
  expect((await editor.call('GET', `${org.path}/templates`)).status).toBe(403);
  expect((await editor.call('POST', ways(org, 'association'))).status).toBe(403);
  expect((await org.owner.call('POST', ways(org, 'nothing'))).status).toBe(404);
});

test('an English organisation has its views, units and purposes in English', async () => {
  const org = await world.createOrganisation('english');
  await world.sql(`update organisations set language = 'en' where organisation_id = $1`, [org.id]);
  const made = await org.owner.call('POST', ways(org, 'association'));
  const [members, , board] = made.json.registers;
  expect(board.fields.find(({ key }: { key: string }) => key === 'years').unit).toBe('years');
  expect(members.fields[0].purpose).toBe('Notices, fees and messages from the association');
  const { views } = (await org.owner.call('GET', `${shown(org, members.id)}/views`)).json;
  expect(views.map(({ name }: { name: string }) => name)).toContain('New this year');
});
