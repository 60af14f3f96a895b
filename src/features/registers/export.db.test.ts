import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { eventually, openWorld, type TestOrganisation } from '#tests/world.ts';
import type { DefinitionDraft } from './definition.ts';
import { guardText, readText } from './files/formula-guard.ts';
import { readFile } from './files/read-file.ts';
import { createXlsx } from './files/write-xlsx.ts';
import { membersDefinition } from './testing.ts';
import { parseValue } from './values.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
let org: TestOrganisation;

beforeAll(async () => {
  world = await openWorld();
  await world.installation.jobs.work();
  org = await world.createOrganisation('exports');
});
afterAll(() => world.close());

let made = 0;
async function createRegister(): Promise<string> {
  made += 1;
  const body = { key: `members_${made}`, definition: membersDefinition };
  return `${org.path}/registers/${(await org.owner.call('POST', `${org.path}/registers`, body)).json.id}`;
}

async function download(path: string): Promise<{ bytes: Uint8Array; type: string | null }> {
  const answer = await world.router.request(`http://localhost/api/v1${path}`, { headers: org.owner.headers });
  expect(answer.status).toBe(200);
  return { bytes: new Uint8Array(await answer.arrayBuffer()), type: answer.headers.get('content-type') };
}

async function importInto(path: string, fileName: string, bytes: Uint8Array): Promise<void> {
  const staged = await org.owner.call('POST', `${path}/imports?fileName=${fileName}`, bytes);
  expect(staged.status, staged.text).toBe(201);
  const one = `${path}/imports/${staged.json.id}`;
  // Identity numbers left masked.
  const fields = staged.json.columns.map(({ field }: { field: string }) =>
    field === 'identity_number' ? null : field,
  );
  await org.owner.call('PUT', `${one}/columns`, { fields });
  await org.owner.call('PUT', `${one}/run`);
  const done = await eventually(async () => {
    const { json } = await org.owner.call('GET', one);
    return json.status === 'done' && json;
  });
  const failed = await org.owner.call('GET', `${one}/rows?state=failed`);
  expect(done.failedCount, failed.text).toBe(0);
}

async function peopleOf(path: string): Promise<Record<string, string | null>[]> {
  const { json } = await org.owner.call('GET', `${path}/export.json`);
  return json
    .map(({ id: _id, identity_number: _number, ...data }: Record<string, string | null>) => data)
    .toSorted((a: Record<string, string>, b: Record<string, string>) =>
      (a['email'] ?? '') < (b['email'] ?? '') ? -1 : 1,
    );
}

const textField = membersDefinition.fields[0] as DefinitionDraft['fields'][number];
const names = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
    fc.string({ minLength: 1, maxLength: 20 }),
    fc.constantFrom(
      '=1+1',
      '+46',
      '-',
      '@x',
      "'=x",
      "''",
      "'",
      '"',
      ';',
      '"a";',
      '_x000A_',
      '_x005F_x0041_',
      '<b>&amp;',
      '00123',
      '1e5',
      'TRUE',
      '2024-01-01',
      '\u{10400}',
      '＝1',
      'sep=,',
      ' x ',
    ),
  )
  .filter((text) => parseValue(textField, text, { today: '2026-01-01', timeZone: 'UTC' }).ok);
const person = fc.record({
  given_name: names,
  family_name: names,
  born_on: fc.option(
    fc.constantFrom('1900-01-01', '1900-02-28', '1900-03-01', '1066-10-14', '1990-12-31', '9999-12-31'),
  ),
  kind: fc.option(fc.constantFrom('adult', 'youth')),
  phone: fc.option(fc.constantFrom('+46701740605', '+358401234567')),
});

describe('what is exported', () => {
  test.each(['csv', 'xlsx'])('as %s and imported into an empty register is what it was', async (extension) => {
    const given = await createRegister();
    const people = fc.sample(person, 60);
    for (const [index, data] of people.entries()) {
      const answer = await org.owner.call('POST', `${given}/records`, {
        data: { ...data, email: `p${1_000 + index}@example.org` },
      });
      expect(answer.status, answer.text).toBe(201);
    }
    const { bytes } = await download(`${given}/export.${extension}`);
    const taken = await createRegister();
    await importInto(taken, `a.${extension}`, bytes);
    const before = await peopleOf(given);
    expect(before).toHaveLength(60);
    expect(await peopleOf(taken)).toEqual(before);
  });

  test('as XLSX has headings in the language asked for, dates as dates, and masked identity numbers', async () => {
    const path = await createRegister();
    const data = {
      given_name: '=HYPERLINK("x")',
      family_name: 'Öberg',
      born_on: '1990-01-01',
      kind: 'adult',
      identity_number: '19900101-2385',
    };
    await org.owner.call('POST', `${path}/records`, { data });
    const { bytes, type } = await download(`${path}/export.xlsx?language=en`);
    expect(type).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    const table = await readFile(bytes, {});
    expect(table.format).toEqual({ kind: 'xlsx', sheet: 'Members', sheets: ['Members'] });
    expect(table.headers.slice(0, 4)).toEqual(['Given name', 'Family name', 'Born', 'Membership']);
    const rows = [];
    for await (const row of table.rows) rows.push(row.cells);
    expect(rows).toEqual([['=HYPERLINK("x")', 'Öberg', '1990-01-01', 'Adult', '', '', '19900101-••••']]);
    const entries = await world.sql(
      `select leaf::jsonb ->> 'action' as action from journal_entries where leaf like '%record.exported_xlsx%' order by id desc limit 2`,
    );
    expect(entries.map(({ action }) => action)).toEqual(['record.exported_xlsx.ended', 'record.exported_xlsx.started']);
  });

  test('guards every text that a spreadsheet would evaluate, and no other', () => {
    fc.assert(
      fc.property(names, (text) => {
        expect(readText(guardText(text))).toBe(text);
        expect(guardText(text)).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });
});

test('a workbook leaves page by page, and goes on in another sheet', async () => {
  const book = createXlsx('Många: [alla]', ['A', 'B'], 30_001);
  const page = Array.from({ length: 1_000 }, (_, at) => [`rad ${at}`, { date: '2024-02-29' }]);
  const pieces: Uint8Array[] = [];
  for (let count = 0; count < 50; count += 1) pieces.push(book.write(page));
  // No page waits for the end.
  const sizes = pieces.slice(10).map(({ length }) => length);
  expect(Math.min(...sizes.slice(1))).toBeGreaterThan(0);
  const whole = Buffer.concat([...pieces, book.end()]);
  expect(Math.max(...sizes)).toBeLessThan(whole.length / 10);
  const countOf = async (sheet: string) => {
    let count = 0;
    const { rows, headers } = await readFile(whole, { sheet });
    expect(headers).toEqual(['A', 'B']);
    for await (const { cells } of rows) {
      expect(cells[1]).toBe('2024-02-29');
      count += 1;
    }
    return count;
  };
  expect(await countOf('Många   alla')).toBe(30_000);
  expect(await countOf('Många   alla 2')).toBe(20_000);
});
