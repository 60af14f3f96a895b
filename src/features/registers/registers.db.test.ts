import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, openWorld, type TestOrganisation } from '#tests/world.ts';
import { membersDefinition } from './testing.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
let org: TestOrganisation;
let register: string;
let path: string;

beforeAll(async () => {
  world = await openWorld();
  await world.installation.jobs.work();
  org = await world.createOrganisation('register');
  const made = await org.owner.call('POST', `${org.path}/registers`, { key: 'members', definition: membersDefinition });
  expect(made.text).toContain('members');
  expect(made.status).toBe(201);
  register = made.json.id;
  path = `${org.path}/registers/${register}`;
});
afterAll(() => world.close());

const anna = {
  given_name: 'Anna',
  family_name: 'Öberg',
  born_on: '1990-01-01',
  kind: 'adult',
  email: 'anna@example.org',
  phone: '070-174 06 05',
  identity_number: '900101-2385',
};

describe('a record', () => {
  test('is made, read, changed, trashed and restored', async () => {
    const made = await org.owner.call('POST', `${path}/records`, { data: anna });
    expect(made.json).toMatchObject({
      version: 1,
      title: 'Anna Öberg',
      data: { phone: '+46701740605', identity_number: '19900101-••••', kind: 'adult' },
    });
    const one = `${path}/records/${made.json.id}`;
    expect((await org.owner.call('GET', one)).json).toEqual(made.json);

    const changed = await org.owner.call('PATCH', one, { version: 1, data: { phone: '08-46500400' } });
    expect(changed.json).toMatchObject({ version: 2, data: { phone: '+46846500400', given_name: 'Anna' } });

    const stale = await org.owner.call('PATCH', one, { version: 1, data: { given_name: 'Anja' } });
    expect(stale.status).toBe(409);
    expect(stale.json).toMatchObject({
      code: 'record.stale',
      current: { version: 2, data: { given_name: 'Anna' } },
      wanted: { data: { given_name: 'Anja' } },
    });

    expect((await org.owner.call('PUT', `${one}/trashing`)).json.trashedAt).not.toBeNull();
    expect((await org.owner.call('GET', `${path}/records`)).json.records).toEqual([]);
    expect((await org.owner.call('GET', `${path}/trash`)).json.records).toHaveLength(1);
    expect((await org.owner.call('PATCH', one, { version: 3, data: {} })).json.code).toBe('record.in_trash');
    expect((await org.owner.call('DELETE', `${one}/trashing`)).json.trashedAt).toBeNull();
    const { token } = (
      await org.owner.call('POST', `${path}/filter-tokens`, { field: 'identity_number', value: '19900101-2385' })
    ).json;
    expect(token).not.toContain('1990');
    const asked = await org.owner.call('GET', `${path}/records?filter=identity_number:is:${token}`);
    expect(asked.json.records).toHaveLength(1);
    const inAddress = await org.owner.call('GET', `${path}/records?filter=identity_number:eq:19900101-2385`);
    expect(inAddress.status).toBe(422);
    expect(inAddress.json.fields).toMatchObject([{ path: 'query.filter.0', code: 'field.sealed_by_token' }]);
    const wrong = await org.owner.call('POST', `${path}/filter-tokens`, {
      field: 'identity_number',
      value: '19900101-2386',
    });
    expect(wrong.json.fields).toMatchObject([{ path: 'body.value', code: 'field.identity_number.check_digit' }]);
    const disclosed = await org.owner.call('POST', `${one}/disclosures`, {
      field: 'identity_number',
      reason: 'Kontroll mot folkbokföringen',
    });
    expect(disclosed.json).toEqual({ field: 'identity_number', value: '199001012385' });
  });

  test('with faults is refused with the path of each', async () => {
    const answer = await org.owner.call('POST', `${path}/records`, {
      data: {
        given_name: '',
        family_name: 'X',
        born_on: '1990-02-30',
        kind: 'nobody',
        email: 'x',
        phone: '1',
        identity_number: '19900101-2386',
        nope: 'x',
      },
    });
    expect(answer.status).toBe(422);
    expect(answer.json.fields.map((f: { path: string }) => f.path).sort()).toEqual(
      ['nope', 'born_on', 'email', 'given_name', 'identity_number', 'kind', 'phone']
        .map((k) => `body.data.${k}`)
        .sort(),
    );
  });

  test('cannot share a unique value', async () => {
    const again = await org.owner.call('POST', `${path}/records`, {
      data: { ...anna, given_name: 'Bo', email: 'ANNA@example.org', identity_number: '19900101-2393' },
    });
    expect(again.status).toBe(409);
    expect(again.json.fields).toEqual([expect.objectContaining({ path: 'body.data.email', code: 'field.duplicate' })]);
  });
});

describe('an import', () => {
  test('takes in good rows, reports bad ones and is undone', async () => {
    const csv = [
      'Förnamn;Efternamn;E-post;Personnummer',
      'Cia;Ås;cia@example.org;',
      'Dan;;dan@example.org;',
      'Eva;Ek;not mail;',
      'Ove;Ek;anna@example.org;',
      'Per;Ärlig;per@example.org;200001012392',
    ].join('\n');
    const staged = await org.owner.call('POST', `${path}/imports?fileName=medlemmar.csv`, csv);
    expect(staged.status).toBe(201);
    expect(staged.json.columns.map((c: { field: string }) => c.field)).toEqual([
      'given_name',
      'family_name',
      'email',
      'identity_number',
    ]);
    const one = `${path}/imports/${staged.json.id}`;
    const preview = await org.owner.call('GET', `${one}/rows`);
    expect(preview.json.rows.map((r: { problems: unknown[] }) => r.problems.length)).toEqual([0, 1, 1, 0, 0]);
    const started = await org.owner.call('PUT', `${one}/run`);
    expect(started.status).toBe(202);
    const done = await eventually(async () => {
      const now = await org.owner.call('GET', one);
      return now.json.status === 'done' && now.json;
    });
    expect(done).toMatchObject({ doneCount: 2, failedCount: 3 });
    const failed = await org.owner.call('GET', `${one}/rows?state=failed`);
    expect(failed.json.rows.map((r: { problems: { code: string }[] }) => r.problems[0]?.code)).toEqual([
      'field.required',
      'field.email',
      'field.duplicate',
    ]);
    const csvOut = await org.owner.call('GET', `${path}/export.csv?sort=family_name`);
    expect(
      csvOut.text
        .split('\r\n')
        .slice(0, 4)
        .map((l) => l.split(';')[1]),
    ).toEqual(['Efternamn', 'Ås', 'Ärlig', 'Öberg']);
    expect((await org.owner.call('GET', `${path}/export.json`)).json).toHaveLength(3);
    expect((await org.owner.call('DELETE', `${one}/run`)).status).toBe(202);
    await eventually(async () => (await org.owner.call('GET', one)).json.status === 'undone');
    expect((await org.owner.call('GET', `${path}/count`)).json).toEqual({ count: 1, isExact: true });
  });
});

describe('a list', () => {
  test('pages through every sort without losing or repeating a record', async () => {
    const other = await world.createOrganisation('list');
    const made = await other.owner.call('POST', `${other.path}/registers`, {
      key: 'members',
      definition: membersDefinition,
    });
    const at = `${other.path}/registers/${made.json.id}`;
    const names = ['Åsa', 'Ärla', 'Örjan', 'Zeb', 'Aaron', 'Viktor', 'Wilma'];
    for (const [i, name] of names.entries()) {
      const r = await other.owner.call('POST', `${at}/records`, {
        data: {
          given_name: name,
          family_name: i % 2 ? 'Berg' : 'Ek',
          kind: ['adult', 'youth'][i % 2],
          ...(i % 3 ? { born_on: `19${80 + i}-05-05` } : {}),
        },
      });
      expect(r.text).toContain(name);
    }
    for (const sort of [
      'given_name',
      '-given_name',
      'family_name,-given_name',
      '-kind,born_on',
      'born_on,-family_name,given_name',
      '',
    ]) {
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const page: { json: { records: { data: { given_name: string } }[]; next: string | null } } =
          await other.owner.call('GET', `${at}/records?limit=2&sort=${sort}${after ? `&after=${after}` : ''}`);
        seen.push(...page.json.records.map((r) => r.data.given_name));
        after = page.json.next;
      } while (after);
      expect([...seen].sort()).toEqual([...names].sort());
      if (sort === 'given_name') expect(seen).toEqual(['Aaron', 'Viktor', 'Wilma', 'Zeb', 'Åsa', 'Ärla', 'Örjan']);
      if (sort === '-given_name') expect(seen).toEqual(['Örjan', 'Ärla', 'Åsa', 'Zeb', 'Wilma', 'Viktor', 'Aaron']);
    }
    const found = async (query: string) =>
      (await other.owner.call('GET', `${at}/records?${query}&sort=given_name`)).json.records.map(
        (r: { data: { given_name: string } }) => r.data.given_name,
      );
    expect(await found('search=vik')).toEqual(['Viktor']);
    expect(await found(`search=${encodeURIComponent('berg öst')}`)).toEqual([]);
    expect(await found('filter=kind:eq:adult')).toEqual(['Aaron', 'Wilma', 'Åsa', 'Örjan']);
    expect(await found('filter=born_on:from:1982-01-01&filter=kind:in:adult,youth')).toEqual([
      'Aaron',
      'Viktor',
      'Örjan',
    ]);
    expect(await found('filter=given_name:starts:w')).toEqual(['Wilma']);
    expect(await found('filter=born_on:empty:')).toEqual(['Wilma', 'Zeb', 'Åsa']);
    expect((await other.owner.call('GET', `${at}/records?sort=identity_number`)).json.fields[0]).toMatchObject({
      path: 'query.sort.0',
      code: 'field.not_sortable',
    });
  });
});

describe('the list of registers', () => {
  test('holds what a list shows of each, and no fields', async () => {
    const other = await world.createOrganisation('listed');
    const members = await other.owner.call('POST', `${other.path}/registers`, {
      key: 'members',
      definition: membersDefinition,
    });
    const { json: roles } = await other.owner.call('GET', `${other.path}/roles`);
    const seen = { label: { sv: 'A', en: 'A' }, type: 'text', class: 'ordinary' };
    const fields = [
      { ...seen, key: 'name' },
      { ...seen, key: 'member', type: 'person', target: members.json.id },
      { ...seen, key: 'old', isRetired: true, isSearchable: true },
      { ...seen, key: 'hidden', visibleTo: [roles.roles[0].id], isSearchable: true },
      ...Array.from({ length: 196 }, (_, at) => ({ ...seen, key: `f${at}` })),
    ];
    const name = { sv: 'Ärenden', en: 'Cases' };
    const made = await other.owner.call('POST', `${other.path}/registers`, {
      key: 'cases',
      definition: { name, subject: 'other', title: ['name'], fields },
    });
    expect(made.status, made.text).toBe(201);
    const reader = await other.createMember(['register.read', 'record.read']);
    const { json, text } = await reader.call('GET', `${other.path}/registers`);
    expect(json.registers).toEqual([
      {
        id: members.json.id,
        key: 'members',
        version: 1,
        name: membersDefinition.name,
        subject: 'person',
        fieldCount: membersDefinition.fields.length,
        isSearchable: true,
        targets: [],
      },
      {
        id: made.json.id,
        key: 'cases',
        version: 1,
        name,
        subject: 'other',
        // Neither the retired one nor the one that the reader may not see.
        fieldCount: 198,
        isSearchable: false,
        targets: [members.json.id],
      },
    ]);
    expect(text.length).toBeLessThan(1_000);
    expect((await reader.call('GET', `${other.path}/registers/${made.json.id}`)).json.fields).toHaveLength(199);
  });
});
