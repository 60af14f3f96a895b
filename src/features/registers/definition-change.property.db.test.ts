import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLong } from '#kernel/keyring/long-text.ts';
import { eventually, openWorld, type TestOrganisation } from '#tests/world.ts';

// Whatever is changed in a definition while records are written, one or many: no value is lost, every record and its past can be
// read under every version, and of what is sealed nothing is left in clear. VALV_DRILL=1 runs more of it.

let world: Awaited<ReturnType<typeof openWorld>>;
let org: TestOrganisation;
let count = 0;

beforeAll(async () => {
  world = await openWorld();
  await world.installation.jobs.work();
  org = await world.createOrganisation('property');
});
afterAll(() => world.close());

const types = [
  'text',
  'long_text',
  'number',
  'money',
  'date',
  'yes_no',
  'email',
  'choice',
  'choices',
  'address',
] as const;
type Type = (typeof types)[number];
const keys = ['a', 'b', 'c'] as const;
const choices = ['red', 'green', '1'].map((text) => ({
  value: /^\d/.test(text) ? 'one' : text,
  label: { sv: text, en: text },
}));

/** What people write: some of it fits many types, some hardly any. */
const written = fc.constantFrom(
  '1',
  '12,5',
  '-3',
  '2024-02-29',
  'ja',
  'red',
  'red, green',
  'a@example.org',
  'Storgatan 1, 903 26 Umeå',
  'hej på dig',
);
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      record: fc.nat(3),
      field: fc.constantFrom(...keys),
      text: written,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('convert' as const),
      field: fc.constantFrom(...keys),
      type: fc.constantFrom(...types),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('write many' as const),
      field: fc.constantFrom(...keys),
      text: written,
      isUndone: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('trash' as const), record: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('seal' as const), field: fc.constantFrom(...keys) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('retire' as const), field: fc.constantFrom(...keys) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restore' as const), field: fc.constantFrom(...keys) }) },
);

interface Field {
  key: string;
  type: string;
  class: string;
  isRetired: boolean;
  keptFrom: string | null;
}

async function begin() {
  const field = (key: string) => ({
    key,
    label: { sv: key, en: key },
    type: 'text',
    class: 'ordinary',
    isFilterable: true,
  });
  const definition = {
    name: { sv: 'Saker', en: 'Things' },
    subject: 'other',
    title: ['name'],
    fields: [field('name'), ...keys.map(field)],
  };
  const made = await org.owner.call('POST', `${org.path}/registers`, { key: `p_${(count += 1)}`, definition });
  const path = `${org.path}/registers/${made.json.id}`;
  const records: string[] = [];
  for (const name of ['0', '1', '2', '3'])
    records.push((await org.owner.call('POST', `${path}/records`, { data: { name } })).json.id);
  return { path, records };
}

const onlyRead = new Set(['isVisible', 'isReadable']);

/** Changes some settings of the fields; answers whether the server did it. */
async function change(path: string, of: (field: Field) => object | undefined, converts: string[]): Promise<boolean> {
  const { json: register } = await org.owner.call('GET', path);
  const fields = register.fields.map((field: Field) => ({
    ...Object.fromEntries(Object.entries(field).filter(([name]) => !onlyRead.has(name))),
    ...of(field),
  }));
  const { name, subject, title, sections, version } = register;
  const definition = { name, subject, title, sections, fields };
  const answer = await org.owner.call('PUT', `${path}/definition`, { version, definition, converts });
  expect([200, 409, 422], answer.text).toContain(answer.status);
  return answer.status === 200;
}

/** What goes with a type, so that the definition is whole. */
const settings = (type: Type) => ({
  type,
  choices: type === 'choice' || type === 'choices' ? choices : [],
  isSortable: false,
  isSearchable: false,
});

const readAll = async (path: string, records: readonly string[]) =>
  Promise.all(
    records.map(async (id) => {
      const { status, json } = await org.owner.call('GET', `${path}/records/${id}`);
      expect(status).toBe(200);
      return json;
    }),
  );

/** Of sealed fields no value is in clear, in no record and no entry of the past; and every entry is what its leaf commits to. */
async function expectSealed(path: string, fields: readonly Field[]): Promise<void> {
  const register = path.split('/').at(-1) ?? '';
  await eventually(async () =>
    (await org.owner.call('GET', `${path}/sealings`)).json.sealings.every(
      ({ status }: { status: string }) => status === 'done',
    ),
  );
  const sealed = fields.filter((field) => field.class === 'sensitive').map(({ key }) => key);
  const inClear = (values: Record<string, string | null>, prefix: string) =>
    sealed.filter((key) => values[prefix + key]?.startsWith('v1.') === false);
  const rows = await world.sql('select id, data from records where register_id = $1', [register]);
  for (const { data } of rows) expect(inClear(data as Record<string, string>, '')).toEqual([]);
  const keysOfOrganisation = await world.keyring.organisation(org.id);
  const entries = await world.sql(
    `select e.id, e.leaf::jsonb ->> 'commitment' as commitment, salt, payload, sealed from journal_entries e
       join journal_values v on v.organisation_id = e.organisation_id and v.entry_id = e.id
      where e.target_id in (select id from records where register_id = $1) and e.kind = 'change'`,
    [register],
  );
  for (const row of entries as unknown as Entry[]) {
    let { salt, payload } = row;
    if (row.sealed === null) {
      const { old, new: now } = JSON.parse(payload ?? '') as Record<'old' | 'new', Record<string, string | null>>;
      expect([...inClear(old, 'data.'), ...inClear(now, 'data.')]).toEqual([]);
    } else {
      const place = { table: 'journal_values', column: 'sealed', row: row.id };
      const [first = '', ...rest] = openLong(keysOfOrganisation, place, row.sealed).split('.');
      salt = Buffer.from(first, 'base64url');
      payload = rest.join('.');
    }
    expect(
      createHash('sha256')
        .update(salt ?? '')
        .update(payload ?? '')
        .digest('hex'),
    ).toBe(row.commitment);
  }
}

interface Entry {
  id: string;
  commitment: string;
  salt: Buffer | null;
  payload: string | null;
  sealed: string | null;
}

test('no sequence of changes loses a value', { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const { path, records } = await begin();
      // What was last written and taken, by record and field.
      const last = new Map<string, string>();
      for (const one of steps) {
        if (one.do === 'write') {
          const id = records[one.record] ?? '';
          const { json: record } = await org.owner.call('GET', `${path}/records/${id}`);
          const answer = await org.owner.call('PATCH', `${path}/records/${id}`, {
            version: record.version,
            data: { [one.field]: one.text },
          });
          expect([200, 422]).toContain(answer.status);
          if (answer.status === 200) last.set(`${one.record} ${one.field}`, answer.json.data[one.field]);
        } else if (one.do === 'write many') {
          const answer = await org.owner.call('POST', `${path}/batches/changes`, {
            data: { [one.field]: one.text },
            ids: records,
          });
          expect([201, 422], answer.text).toContain(answer.status);
          if (answer.status !== 201) continue;
          if (one.isUndone) {
            const undone = await org.owner.call('DELETE', `${path}/batches/changes/${answer.json.id}`);
            // Where it changed nothing there is nothing to undo.
            expect([200, 409], undone.text).toContain(undone.status);
          }
          for (const [index, { data }] of (await readAll(path, records)).entries()) {
            if (data[one.field] === null) last.delete(`${index} ${one.field}`);
            else last.set(`${index} ${one.field}`, data[one.field]);
          }
        } else if (one.do === 'trash') {
          const id = records[one.record] ?? '';
          expect((await org.owner.call('PUT', `${path}/records/${id}/trashing`)).status).toBe(200);
          expect((await org.owner.call('DELETE', `${path}/records/${id}/trashing`)).status).toBe(200);
        } else {
          const changed: object =
            one.do === 'convert'
              ? settings(one.type)
              : one.do === 'seal'
                ? {
                    class: 'sensitive',
                    purpose: 'x',
                    legalBasis: 'consent',
                    isFilterable: false,
                    isSortable: false,
                    isSearchable: false,
                  }
                : { isRetired: one.do === 'retire' };
          await change(path, (field) => (field.key === one.field ? changed : undefined), [one.field]);
        }
        // Every version renders: each record can be read, with exactly the fields that are in force.
        const { json: register } = await org.owner.call('GET', path);
        const inForce = register.fields.filter(({ isRetired }: Field) => !isRetired).map(({ key }: Field) => key);
        for (const record of await readAll(path, records)) expect(Object.keys(record.data)).toEqual(inForce);
        for (const id of records) {
          const { status, json } = await org.owner.call('GET', `${path}/records/${id}/history?limit=100`);
          expect([status, json.entries.at(-1)?.action]).toEqual([200, 'records.inserted']);
        }
      }
      // With everything in force again, each value is in its field or, where it did not fit a new type, in the one beside it.
      expect(await change(path, () => ({ isRetired: false }), [])).toBe(true);
      const { json: register } = await org.owner.call('GET', path);
      const all = await readAll(path, records);
      for (const [place, value] of last) {
        const [index = '', key = ''] = place.split(' ');
        const { data } = all[Number(index)];
        const beside = register.fields
          .filter(({ keptFrom }: Field) => keptFrom === key)
          .map((field: Field) => data[field.key]);
        const found = [data[key], ...beside].filter((kept: string | null) => kept !== null);
        expect(found, `${place} was ${value}`).not.toEqual([]);
      }
      await expectSealed(path, register.fields);
    }),
    { numRuns: process.env['VALV_DRILL'] ? 300 : 12, seed: 20261122 },
  );
});
