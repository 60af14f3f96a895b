import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, openWorld, type TestOrganisation } from '#tests/world.ts';
import { textRow, workbook } from './files/testing.ts';
import { membersDefinition } from './testing.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
let org: TestOrganisation;

beforeAll(async () => {
  world = await openWorld();
  await world.installation.jobs.work();
  org = await world.createOrganisation('imports');
});
afterAll(() => world.close());

let made = 0;
async function createRegister(definition = membersDefinition): Promise<string> {
  made += 1;
  const { json } = await org.owner.call('POST', `${org.path}/registers`, { key: `members_${made}`, definition });
  return `${org.path}/registers/${json.id}`;
}

const call = (method: string, path: string, body?: unknown) => org.owner.call(method, path, body);

async function stage(path: string, file: string | Uint8Array, query = 'fileName=a.csv') {
  const { status, json, text } = await call('POST', `${path}/imports?${query}`, file);
  expect(text, text).toContain('columns');
  expect(status).toBe(201);
  return { one: `${path}/imports/${json.id}`, json };
}

const untilStatus = (one: string, status: string) =>
  eventually(async () => {
    const { json } = await call('GET', one);
    return json.status === status && json;
  });

async function run(one: string) {
  const started = await call('PUT', `${one}/run`);
  expect(started.status, started.text).toBe(202);
  return untilStatus(one, 'done');
}

async function rowsOf(one: string, query = '') {
  const { json } = await call('GET', `${one}/rows?${query}`);
  return json.rows as {
    number: number;
    state: string;
    outcome: string | null;
    values: string[];
    problems: { field: string | null; code: string; message: string }[];
    record: string | null;
  }[];
}

const codesOf = (rows: Awaited<ReturnType<typeof rowsOf>>) =>
  rows.map(({ number, problems }) => [number, ...problems.map(({ code }) => code)]);

async function peopleOf(path: string) {
  const { json } = await call('GET', `${path}/records?sort=given_name&limit=100`);
  return json.records as { id: string; version: number; data: Record<string, string | null> }[];
}

const byMail = { fields: ['given_name', 'family_name', 'email', 'phone'], key: 'email' };
const heading = 'Förnamn;Efternamn;E-post;Telefon';

describe('a file', () => {
  test('in XLSX is staged, and says which sheet of which it was', async () => {
    const path = await createRegister();
    const sheets = {
      Ett: textRow(1, ['Förnamn', 'Efternamn']) + textRow(4, ['Åsa', 'Öberg']),
      Två: textRow(1, ['Efternamn', 'Förnamn']) + textRow(2, ['Ek', 'Bo']),
    };
    const file = workbook({ sheets });
    const { one, json } = await stage(path, file, 'fileName=medlemmar.xlsx');
    expect(json).toMatchObject({ format: { kind: 'xlsx', sheet: 'Ett', sheets: ['Ett', 'Två'] }, rowCount: 1 });
    expect((await rowsOf(one))[0]).toMatchObject({ number: 4, values: ['Åsa', 'Öberg'] });
    const other = await call('PUT', `${one}/file?sheet=${encodeURIComponent('Två')}`, file);
    expect(other.json).toMatchObject({
      format: { sheet: 'Två' },
      columns: [{ field: 'family_name' }, { field: 'given_name' }],
    });
    expect((await rowsOf(one))[0]).toMatchObject({ number: 2, values: ['Ek', 'Bo'] });
    await run(one);
    expect((await peopleOf(path))[0]?.data).toMatchObject({ given_name: 'Bo', family_name: 'Ek' });
  });

  test('is read again in another encoding, and thrown away with its rows', async () => {
    const path = await createRegister();
    const bytes = Buffer.from('Förnamn,Efternamn\nÅsa,Öberg\n', 'latin1');
    const { one, json } = await stage(path, bytes);
    expect(json.format).toEqual({ kind: 'csv', encoding: 'windows-1252', separator: 'comma' });
    const refused = await call('PUT', `${one}/file?encoding=utf-8`, bytes);
    expect(refused.json).toMatchObject({ status: 422, code: 'import.other_encoding' });
    expect((await rowsOf(one))[0]?.values).toEqual(['Åsa', 'Öberg']);
    const again = await call('PUT', `${one}/file?encoding=windows-1252&separator=semicolon`, bytes);
    expect(again.json.columns).toEqual([{ header: 'Förnamn,Efternamn', field: null }]);
    expect((await call('DELETE', one)).status).toBe(204);
    expect((await call('GET', one)).status).toBe(404);
    expect(await world.sql('select count(*)::int as n from import_rows where import_id = $1', [json.id])).toEqual([
      { n: 0 },
    ]);
  });

  test('of twenty thousand rows and fifteen columns is staged in a few seconds', async () => {
    const path = await createRegister();
    const cells = Array.from({ length: 15 }, (_, at) => `värde ${at}`);
    const file = `${cells.map((_, at) => `k${at}`).join(';')}\n${Array(20_000).fill(cells.join(';')).join('\n')}`;
    const from = performance.now();
    const { json } = await stage(path, file);
    expect(json.rowCount).toBe(20_000);
    // About three on an idle machine; one that is busy with ten times as much is slow, and not wrong.
    expect(performance.now() - from).toBeLessThan(60_000);
  });
});

describe('a column', () => {
  test('is told by what it holds, and can become a field for who designs registers', async () => {
    const path = await createRegister();
    const numbers = ['19900101-2385', '199001012393', '900101-0017', ''];
    const file = [
      'Förnamn;Efternamn;PNR;Mejl;Mobil;Start;Betalat;Grupp;Poäng',
      ...Array.from({ length: 20 }, (_, at) =>
        [
          `N${at}`,
          'E',
          numbers[at % 4],
          `a${at}@example.org`,
          '070-174 06 05',
          '2024-01-02',
          ['Ja', 'Nej'][at % 2],
          ['Blå', 'Röd'][at % 2],
          `${at},5`,
        ].join(';'),
      ),
    ].join('\n');
    const { one } = await stage(path, file);
    const { json } = await call('GET', `${one}/columns`);
    expect(json.columns.map((column: { seems: string }) => column.seems)).toEqual([
      'text',
      'choice',
      'identity_number',
      'email',
      'phone',
      'date',
      'yes_no',
      'choice',
      'number',
    ]);
    expect(json.columns[0].proposal).toBeNull();
    const pnr = json.columns[2].proposal;
    expect(pnr).toMatchObject({ key: 'pnr', type: 'identity_number', class: 'identity_number' });
    expect(json.columns[7].proposal.choices).toMatchObject([
      { value: 'bla', label: { sv: 'Blå', en: 'Blå' } },
      { value: 'rod', label: { sv: 'Röd', en: 'Röd' } },
    ]);
    const mejl = { ...json.columns[3].proposal, purpose: 'Kallelser', legalBasis: 'contract' };
    expect(mejl).toMatchObject({ key: 'mejl', type: 'email', class: 'personal' });
    const { json: register } = await call('GET', path);
    const { version, name, subject, title } = register;
    const fields = register.fields.map(({ isVisible: _v, isReadable: _r, ...field }: Record<string, unknown>) => field);
    const changed = await call('PUT', `${path}/definition`, {
      version,
      definition: { name, subject, title, fields: [...fields, mejl, json.columns[7].proposal] },
    });
    expect(changed.status, changed.text).toBe(200);
    const member = await org.createMember(['register.read', 'record.read', 'record.import']);
    const theirs = (await member.call('GET', `${one}/columns`)).json;
    expect(theirs.columns[2]).toEqual({ seems: 'identity_number', proposal: null });
  });
});

describe('an update by a key', () => {
  test('changes what is mapped and filled, leaves the rest, and is undone to what was', async () => {
    const path = await createRegister();
    await run(
      (
        await stage(
          path,
          `${heading}\nAnna;Ek;anna@example.org;070-174 06 05\nBo;Ek;bo@example.org;\nCia;Ek;cia@example.org;`,
        )
      ).one,
    );
    const file = `${heading}\nAnna;Öberg;ANNA@example.org;\nBo;Ek;bo@example.org;\nDan;Ås;dan@example.org;\nEva;;eva@example.org;\n;X;;`;
    const { one } = await stage(path, file);
    expect((await call('PUT', `${one}/columns`, { ...byMail, mode: 'update', key: null })).json.fields).toMatchObject([
      { path: 'body.key', code: 'field.required' },
    ]);
    expect(
      (await call('PUT', `${one}/columns`, { ...byMail, mode: 'update', key: 'phone' })).json.fields,
    ).toMatchObject([{ path: 'body.key', code: 'field.key_not_unique' }]);
    const mapped = await call('PUT', `${one}/columns`, { ...byMail, mode: 'add_or_update' });
    expect(mapped.json).toMatchObject({ mode: 'add_or_update', key: 'email', outcomes: null });
    await call('PUT', `${one}/check`);
    expect(await untilStatus(one, 'staged')).toMatchObject({
      checkedCount: 5,
      outcomes: { new: 1, changed: 1, same: 1, faulty: 2 },
    });
    const faulty = await rowsOf(one, 'outcome=faulty');
    expect(codesOf(faulty)).toEqual([
      [5, 'field.required'],
      [6, 'field.key_empty'],
    ]);
    const done = await run(one);
    expect(done).toMatchObject({ doneCount: 3, failedCount: 2, outcomes: { new: 1, changed: 1, same: 1, faulty: 2 } });
    const people = await peopleOf(path);
    expect(
      people.map(({ version, data }) => [version, data['given_name'], data['family_name'], data['phone']]),
    ).toEqual([
      [2, 'Anna', 'Öberg', '+46701740605'],
      [1, 'Bo', 'Ek', null],
      [1, 'Cia', 'Ek', null],
      [1, 'Dan', 'Ås', null],
    ]);
    await call('DELETE', `${one}/run`);
    await untilStatus(one, 'undone');
    expect((await peopleOf(path)).map(({ data }) => [data['given_name'], data['family_name'], data['email']])).toEqual([
      ['Anna', 'Ek', 'anna@example.org'],
      ['Bo', 'Ek', 'bo@example.org'],
      ['Cia', 'Ek', 'cia@example.org'],
    ]);
    const stored = await world.sql('select sealed_before from import_rows where sealed_before is not null');
    expect(JSON.stringify(stored)).not.toContain('anna');
  });

  test('leaves what somebody has changed since', async () => {
    const path = await createRegister();
    await run((await stage(path, `${heading}\nAnna;Ek;anna@example.org;\nBo;Ek;bo@example.org;`)).one);
    const { one } = await stage(path, `${heading}\nAnna;Ny;anna@example.org;\nBo;Ny;bo@example.org;`);
    await call('PUT', `${one}/columns`, { ...byMail, mode: 'update' });
    await run(one);
    const [anna] = await peopleOf(path);
    await call('PATCH', `${path}/records/${anna?.id}`, { version: 2, data: { phone: '070-174 06 05' } });
    await call('DELETE', `${one}/run`);
    expect(await untilStatus(one, 'undone')).toMatchObject({ doneCount: 1 });
    expect(codesOf(await rowsOf(one, 'state=kept'))).toEqual([[2, 'field.changed_since_import']]);
    expect((await peopleOf(path)).map(({ data }) => data['family_name'])).toEqual(['Ny', 'Ek']);
  });

  test('finds a record by an identity number, told by nobody', async () => {
    const path = await createRegister();
    await run((await stage(path, 'Förnamn;Efternamn;Personnummer\nAnna;Ek;19900101-2385')).one);
    const { one } = await stage(path, 'Personnummer;Efternamn\n900101-2385;Öberg\n19900101-2393;Ås');
    await call('PUT', `${one}/columns`, {
      fields: ['identity_number', 'family_name'],
      mode: 'update',
      key: 'identity_number',
    });
    expect(await run(one)).toMatchObject({ outcomes: { new: 0, changed: 1, same: 0, faulty: 1 } });
    expect(codesOf(await rowsOf(one, 'state=failed'))).toEqual([[3, 'import.no_match']]);
    expect((await peopleOf(path))[0]?.data).toMatchObject({ family_name: 'Öberg', identity_number: '19900101-••••' });
    const hashes = await world.sql('select key_hash from import_keys');
    expect(JSON.stringify(hashes)).not.toContain('1990');
  });

  test('reports a key that stands twice on both rows, also units apart, and takes neither', async () => {
    const path = await createRegister();
    await run((await stage(path, `${heading}\nAnna;Ek;p3@example.org;`)).one);
    const rows = Array.from({ length: 2_300 }, (_, at) => `N${at};E;p${at === 2_200 ? 3 : at}@example.org;`);
    const { one } = await stage(path, [heading, ...rows].join('\n'));
    await call('PUT', `${one}/columns`, { ...byMail, mode: 'update' });
    expect(await run(one)).toMatchObject({ doneCount: 0, failedCount: 2_300 });
    const failed = await rowsOf(one, 'state=failed&after=4&limit=1');
    expect(codesOf(failed)).toEqual([[5, 'import.key_twice']]);
    expect(failed[0]?.problems[0]?.message).toContain('2202');
    const other = await rowsOf(one, 'state=failed&after=2201&limit=1');
    expect(codesOf(other)).toEqual([[2_202, 'import.key_twice']]);
    expect(other[0]?.problems[0]?.message).toContain('5');
    expect(codesOf(await rowsOf(one, 'limit=1'))).toEqual([[2, 'import.no_match']]);
    // Put right in the browser, neither is twice.
    const corrected = await call('PATCH', `${one}/rows/2202`, { cells: { 2: 'own@example.org' } });
    expect(corrected.json).toMatchObject({ problems: [], values: ['N2200', 'E', 'own@example.org', ''] });
    expect((await call('POST', `${one}/retries`, { rows: [5, 2_202] })).status).toBe(202);
    expect(await untilStatus(one, 'done')).toMatchObject({ doneCount: 1, failedCount: 2_299 });
    expect(codesOf(await rowsOf(one, 'state=failed&after=2201&limit=1'))).toEqual([[2_202, 'import.no_match']]);
  });
});

describe('a check of the whole file', () => {
  test('changes nothing and finds what is taken in the register and in the file', async () => {
    const path = await createRegister();
    await run((await stage(path, `${heading}\nAnna;Ek;anna@example.org;`)).one);
    const { one } = await stage(
      path,
      `${heading}\nBo;Ek;ANNA@example.org;\nCia;Ek;cia@example.org;\nDan;Ek;cia@example.org;\n;Ek;;\nEva;Ek;;`,
    );
    expect((await call('PUT', `${one}/check`)).status).toBe(202);
    expect(await untilStatus(one, 'staged')).toMatchObject({ outcomes: { new: 2, changed: 0, same: 0, faulty: 3 } });
    expect(codesOf(await rowsOf(one, 'outcome=faulty'))).toEqual([
      [2, 'field.duplicate'],
      [4, 'import.value_twice'],
      [5, 'field.required'],
    ]);
    expect(await peopleOf(path)).toHaveLength(1);
    // Of a row that is put right only that row is judged anew.
    await call('PATCH', `${one}/rows/2`, { cells: { 2: 'bo@example.org' } });
    expect((await call('GET', one)).json).toMatchObject({ outcomes: { new: 3, faulty: 2 }, checkedCount: 5 });
    expect(await run(one)).toMatchObject({ doneCount: 3, failedCount: 2 });
  });
});

describe('a failed row', () => {
  test('is corrected blind where it is masked, and tried again by itself', async () => {
    const path = await createRegister();
    const file = 'Förnamn;Efternamn;Personnummer\nA;A;19900101-2386\n;B;\nC;;';
    const { one } = await stage(path, file);
    expect(await run(one)).toMatchObject({ doneCount: 0, failedCount: 3 });
    const wrong = await call('PATCH', `${one}/rows/2`, { cells: { 2: '19900101-2387' } });
    expect(wrong.json).toMatchObject({ values: ['A', 'A', '••••••'], problems: [{ field: 'identity_number' }] });
    await call('PATCH', `${one}/rows/2`, { cells: { 2: '19900101-2385' } });
    await call('PATCH', `${one}/rows/3`, { cells: { 0: 'B' } });
    await call('POST', `${one}/retries`, { rows: [2] });
    expect(await untilStatus(one, 'done')).toMatchObject({ doneCount: 1, failedCount: 2 });
    expect((await call('PATCH', `${one}/rows/2`, { cells: { 0: 'X' } })).json.code).toBe('import.row_settled');
    expect((await call('PATCH', `${one}/rows/99`, { cells: { 0: 'X' } })).status).toBe(404);
    expect((await call('PATCH', `${one}/rows/3`, { cells: { 3: 'X' } })).json.fields).toMatchObject([
      { path: 'body.cells.3', code: 'field.unknown' },
    ]);
    await call('POST', `${one}/retries`, {});
    expect(await untilStatus(one, 'done')).toMatchObject({ doneCount: 2, failedCount: 1 });
    await call('DELETE', `${one}/run`);
    await untilStatus(one, 'undone');
    expect(await peopleOf(path)).toEqual([]);
  });

  test('is not shown to who may not read its field, nor written by them', async () => {
    const secret = {
      ...membersDefinition.fields[0],
      key: 'secret',
      label: { sv: 'Hemligt', en: 'Secret' },
      class: 'sensitive' as const,
      isRequired: false,
      isSortable: false,
      isFilterable: false,
      isSearchable: false,
    };
    const path = await createRegister({ ...membersDefinition, fields: [...membersDefinition.fields, secret as never] });
    const { one } = await stage(path, 'Förnamn;Efternamn;Hemligt\n;Ek;diagnos');
    const member = await org.createMember(['register.read', 'record.read', 'record.import']);
    const theirs = await member.call('GET', `${one}/rows`);
    expect(theirs.text).not.toContain('diagnos');
    const written = await member.call('PATCH', `${one}/rows/2`, { cells: { 2: 'x' } });
    expect(written.json.fields).toMatchObject([{ path: 'body.cells.2', code: 'field.not_readable' }]);
  });
});

describe('a definition that changes meanwhile', () => {
  async function putDefinition(path: string, change: (fields: Record<string, unknown>[]) => Record<string, unknown>[]) {
    const { json: register } = await call('GET', path);
    const { version, name, subject, title } = register;
    const fields = register.fields.map(({ isVisible: _v, isReadable: _r, ...field }: Record<string, unknown>) => field);
    const answer = await call('PUT', `${path}/definition`, {
      version,
      definition: { name, subject, title, fields: change(fields) },
    });
    expect(answer.status, answer.text).toBe(200);
  }

  test('judges the rows by what is in force when they are taken', async () => {
    const path = await createRegister();
    const { one } = await stage(path, `${heading}\nAnna;Ek;anna@example.org;\nBo;Ek;;`);
    await putDefinition(path, (fields) =>
      fields.map((field) => (field['key'] === 'email' ? { ...field, isRequired: true } : field)),
    );
    expect(await run(one)).toMatchObject({ doneCount: 1, failedCount: 1 });
    expect(codesOf(await rowsOf(one, 'state=failed'))).toEqual([[3, 'field.required']]);
  });

  test('without a field that a column goes to tells so on the rows that have something there', async () => {
    const path = await createRegister();
    const { one, json } = await stage(path, `${heading}\nAnna;Ek;;\nBo;Ek;bo@example.org;070-174 06 05`);
    const gone = {
      headers: json.columns.map((column: { header: string }) => column.header),
      fields: ['given_name', 'family_name', 'email', 'gone'],
    };
    // No call takes a field away yet; what the rows must bear is the same.
    await world.sql('update imports set mapping = $2 where id = $1', [json.id, JSON.stringify(gone)]);
    expect(codesOf(await rowsOf(one))).toEqual([[2], [3, 'field.gone']]);
    await call('PUT', `${one}/check`);
    expect(await untilStatus(one, 'staged')).toMatchObject({ outcomes: { new: 1, faulty: 1 } });
    expect(await run(one)).toMatchObject({ doneCount: 1, failedCount: 1 });
    const keyed = await stage(path, `${heading}\nAnna;Ek;anna@example.org;`);
    await world.sql(`update imports set mode = 'update', key_field = 'gone', mapping = $2 where id = $1`, [
      keyed.json.id,
      JSON.stringify(gone),
    ]);
    expect(await run(keyed.one)).toMatchObject({ failedCount: 1 });
    expect(codesOf(await rowsOf(keyed.one))).toEqual([[2, 'field.key_not_unique']]);
  });
});
