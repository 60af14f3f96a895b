import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, openPage } from './browser.ts';
import { headings, messyWorkbook } from './messy-workbook.ts';
import { startService, type Service } from './service.ts';

// One register from nothing to thousands of records, told in order, as an administrator and a reader meet it: designed, filled from a
// messy workbook, put right, shared, pasted into, thrown away and taken back. Nothing may be lost on the way. `VALV_DRILL=1` takes
// 20,000 rows and throws 5,000 away; the machine's own pace decides how long that is, so it is not for every run.

const isDrill = process.env['VALV_DRILL'] === '1';
const rowCount = isDrill ? 20_000 : 2_000;
const faultCount = 40;
const startTimeoutMs = 240_000;
/** What the machine works through by itself, beside everything else that a busy one does. */
const workTimeoutMs = isDrill ? 600_000 : 120_000;
const stepTimeoutMs = 2 * workTimeoutMs;
const registers = '/o/lindangen/registers';
const table = `${registers}/kursdeltagare`;
const messy = messyWorkbook(rowCount, faultCount);
const beganAt = new Date().toISOString();

let service: Service;
let browser: Browser;
let owner: Page;
let reader: Page;
let api: string;
let records: string;

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  await service.printed('Demonstration: ready');
  owner = await comeIn(service.signInLink);
  reader = await comeIn(await service.linkFor('demo.elsa'));
  const answer = await owner.request.get('/api/v1/session');
  const { organisations } = (await answer.json()) as { organisations: { id: string; slug: string }[] };
  api = `/api/v1/organisations/${organisations.find(({ slug }) => slug === 'lindangen')?.id}`;
}, startTimeoutMs);

afterAll(async () => {
  await browser?.close();
  await service?.stop();
});

async function comeIn(link: string): Promise<Page> {
  const page = await openPage(browser, service.url);
  page.setDefaultTimeout(stepWaitMs);
  await page.setViewportSize({ width: 1440, height: 900 });
  const { pathname, hash } = new URL(link);
  await page.goto(pathname + hash);
  await press(page, 'Logga in');
  await page.getByRole('heading', { level: 1, name: /Välj/ }).waitFor();
  return page;
}

/** A page of a busy machine answers late, and is right all the same. */
const stepWaitMs = 60_000;
const eventually = <T>(read: () => Promise<T> | T) => expect.poll(read, { timeout: stepWaitMs });
const press = (of: Page | Locator, name: string | RegExp) => of.getByRole('button', { name, exact: true }).click();
const dialog = (page: Page) => page.getByRole('dialog');
const settings = (name: string) => owner.getByRole('region', { name: `Inställningar för ${name}` });
const told = (text: RegExp) => owner.locator('.v-toast').filter({ hasText: text });
/** `20 000` as a page writes it. */
const number = (count: number) => String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, '\\s');
const counted = (page: Page, count: number, what: string) =>
  page
    .locator('.r-count')
    .filter({ hasText: new RegExp(`^${number(count)} ${what}$`) })
    .waitFor();
/** By the number of its column; a waiting row holds none. */
const cell = (page: Page, row: number, column: number) =>
  page.locator(`[data-row="${row}"]:not([data-waiting]) [data-column="${column}"]`);
const at = <T>(list: readonly T[], place: number): T => {
  const one = list[place];
  if (one === undefined) throw new Error(`there is none at ${place}`);
  return one;
};

interface Kept {
  id: string;
  version: number;
  data: Record<string, string | null>;
}

/** Asks the API with the session of whoever looks at the page. */
async function ask<T>(page: Page, path: string, query: readonly [string, string][] = []): Promise<T> {
  const answer = await page.request.get(`${api}${path}?${new URLSearchParams([...query])}`, { timeout: stepWaitMs });
  expect({ path, status: answer.status() }).toEqual({ path, status: 200 });
  return (await answer.json()) as T;
}

/** All of a list, page by page. */
async function readAll<T>(page: Page, path: string, name: string, query: readonly [string, string][]): Promise<T[]> {
  const all: T[] = [];
  for (let next: string | null = ''; next !== null;) {
    const after: [string, string][] = next === '' ? [] : [['after', next]];
    const answer: Record<string, unknown> = await ask(page, path, [...query, ['limit', '200'], ...after]);
    all.push(...(answer[name] as T[]));
    next = answer['next'] as string | null;
  }
  return all;
}

const readRecords = (page: Page, query: readonly [string, string][] = []) =>
  readAll<Kept>(page, records, 'records', query);

/** The values of records without the identity numbers, which no list shows. */
const openValues = (of: readonly Kept[]) =>
  of.map(({ data }) => Object.fromEntries(Object.entries(data).filter(([key]) => key !== 'personnummer')));

async function addField(type: string, name: string, purpose?: string): Promise<void> {
  await press(owner, 'Lägg till fält');
  await dialog(owner).getByRole('button', { name: type }).first().click();
  const label = settings('Fält utan namn').getByRole('textbox', { name: 'Svenska' }).first();
  await eventually(() => label.evaluate((element) => element === document.activeElement)).toBe(true);
  await owner.keyboard.type(name);
  await settings(name).waitFor();
  if (purpose === undefined) return;
  await settings(name).getByRole('textbox', { name: 'Ändamål' }).fill(purpose);
  await settings(name)
    .getByRole('button', { name: /Rättslig grund/ })
    .click();
  await owner.getByRole('option', { name: /^Avtal/ }).click();
}

test('a register is designed from nothing', { timeout: stepTimeoutMs }, async () => {
  await owner.goto(registers);
  await press(owner, 'Nytt register');
  await dialog(owner).getByRole('textbox', { name: 'Namn på svenska' }).fill('Kursdeltagare');
  await dialog(owner).getByRole('textbox', { name: 'Varför sparas' }).fill('Anmälan till kurs');
  await press(owner, 'Skapa och utforma');
  await owner.getByRole('heading', { level: 1, name: 'Utforma Kursdeltagare' }).waitFor();
  await addField('Text', 'Nummer');
  await settings('Nummer').getByRole('heading', { name: 'Regler' }).click();
  await settings('Nummer').getByText('Unikt').click();
  await addField('Personnummer', 'Personnummer', 'Intyg efter kursen');
  await addField('Datum', 'Född');
  await addField('Ett val', 'Nivå');
  for (const choice of ['Nybörjare', 'Fortsättning', 'Avancerad']) {
    await press(owner, 'Lägg till val');
    await owner.keyboard.type(choice);
  }
  await addField('Text', 'Ort');
  await addField('Belopp', 'Avgift');
  await addField('Ja eller nej', 'Betalt');
  await addField('E-post', 'E-post', 'Kallelse till kursen');
  await press(owner, 'Granska och spara');
  await press(dialog(owner), 'Spara');
  await owner.getByText('Utformningen är sparad').waitFor();

  interface Designed {
    id: string;
    key: string;
    fields: { label: { sv: string } }[];
  }
  const all = await ask<{ registers: Pick<Designed, 'id' | 'key'>[] }>(reader, '/registers');
  const place = `/registers/${all.registers.find(({ key }) => key === 'kursdeltagare')?.id}`;
  const made = await ask<Designed>(reader, place);
  expect(made.fields.map(({ label }) => label.sv)).toEqual([...headings]);
  records = `${place}/records`;
});

test('messy rows are imported, and those that cannot be are told apart', { timeout: stepTimeoutMs }, async () => {
  await owner.goto(`${table}/import`);
  await owner.locator('input[type="file"]').setInputFiles({
    name: 'deltagare 2026.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: messy.file,
  });
  await owner.getByRole('heading', { level: 1, name: 'deltagare 2026.xlsx' }).waitFor();
  await press(owner, new RegExp(`^Importera ${number(rowCount)} rader$`));
  await owner
    .getByText(new RegExp(`^${number(rowCount - faultCount)} poster är importerade`))
    .waitFor({ timeout: workTimeoutMs });
  const failed = owner.getByRole('region', { name: 'Rader som inte kom in' }).getByRole('row');
  await eventually(() => failed.count()).toBe(faultCount + 1);
  const words = await failed.allInnerTexts();
  for (const [index, { row, column, problem }] of messy.faults.entries())
    expect(words[index + 1]).toMatch(new RegExp(`^${row}\\s+${column}: ${problem.source}`));
});

test('the rows that failed are put right in the browser, one after the other', { timeout: stepTimeoutMs }, async () => {
  await press(owner, `Rätta rad ${at(messy.faults, 0).row}`);
  for (const [index, { row, column, problem, correction }] of messy.faults.entries()) {
    const title = `Rätta rad ${row} (${index + 1} av ${faultCount})`;
    const one = owner.getByRole('dialog', { name: title, exact: true });
    await one.getByText(problem).waitFor();
    // The hand is where the fault is: it is written, and Enter leads on.
    const box = one.getByRole('textbox', { name: column, exact: true });
    await eventually(() => box.evaluate((element) => element === document.activeElement)).toBe(true);
    await box.fill(correction);
    await owner.keyboard.press('Enter');
  }
  await owner.getByText(new RegExp(`^${number(rowCount)} poster är importerade`)).waitFor({ timeout: workTimeoutMs });
  await owner.getByRole('link', { name: 'Till registret' }).click();
  await counted(owner, rowCount, 'kursdeltagare');

  const kept = openValues(await readRecords(owner));
  expect(kept).toHaveLength(rowCount);
  expect(new Map(kept.map((values) => [values['nummer'], values]))).toEqual(messy.participants);
});

const ofView: [string, string][] = [
  ['filter', 'niva:in:avancerad'],
  ['filter', 'betalt:eq:no'],
  ['sort', 'nummer'],
];
/** In the order of their numbers already. */
const inView = [...messy.participants.values()].filter(({ niva, betalt }) => niva === 'avancerad' && betalt === 'no');

async function filter(field: string, choose: (filter: Locator) => Promise<void>): Promise<void> {
  await press(owner, 'Filter');
  const popover = owner.getByRole('dialog', { name: 'Filter' });
  await popover.getByRole('button', { name: /Fält/ }).click();
  await owner.getByRole('option', { name: field }).click();
  await choose(popover);
  await press(popover, 'Använd');
}

test('a view is shared with a role, and a reader sees exactly that', { timeout: stepTimeoutMs }, async () => {
  await filter('Nivå', (popover) => popover.getByText('Avancerad').click());
  await filter('Betalt', async (popover) => {
    await popover.getByRole('button', { name: /Värde/ }).click();
    await owner.getByRole('option', { name: 'Nej' }).click();
  });
  await owner.getByRole('columnheader', { name: 'Nummer' }).getByRole('button').click();
  await press(owner, 'Kolumner');
  for (const name of ['Personnummer', 'Född', 'Nivå', 'E-post'])
    await owner.getByRole('dialog', { name: 'Kolumner' }).getByText(name, { exact: true }).click();
  await owner.keyboard.press('Escape');
  await press(owner, 'Alla poster');
  await owner.getByRole('menuitem', { name: /^Spara som ny vy/ }).click();
  await dialog(owner).getByRole('textbox', { name: 'Namn' }).fill('Avancerade som inte betalat');
  await dialog(owner).getByText('Några roller').click();
  await dialog(owner).getByText('Läsare', { exact: true }).click();
  await press(dialog(owner), 'Spara');
  await told(/Avancerade som inte betalat är sparad/).waitFor();

  await reader.goto(table);
  await counted(reader, rowCount, 'kursdeltagare');
  await press(reader, 'Alla poster');
  await reader.getByRole('menuitemradio', { name: 'Avancerade som inte betalat' }).click();
  await counted(reader, inView.length, 'träffar');
  const titles = await reader.getByRole('columnheader').allInnerTexts();
  expect(titles.map((title) => title.trim())).toEqual(['Namn', 'Nummer', 'Ort', 'Avgift', 'Betalt', 'Åtgärder']);
  for (const row of [0, 1, 7]) {
    const { name, nummer, ort, avgift } = at(inView, row);
    await eventually(async () => {
      const shown = [0, 1, 2, 3, 4].map((column) => cell(reader, row, column).innerText());
      return (await Promise.all(shown)).map((words) => words.replaceAll(/\s+/g, ' ').trim());
    }).toEqual([name, nummer, ort, `1 ${avgift.slice(1)},00 kr`, 'Nej']);
  }

  const { views } = await ask<{ views: { name: string; view: unknown }[] }>(
    reader,
    records.replace(/records$/, 'views'),
  );
  expect(views).toMatchObject([
    {
      name: 'Avancerade som inte betalat',
      view: {
        columns: ['name', 'nummer', 'ort', 'avgift', 'betalt'],
        filter: ['niva:in:avancerad', 'betalt:eq:no'],
        sort: 'nummer',
        search: '',
      },
      isChangeable: false,
    },
  ]);
  expect(openValues(await readRecords(reader, ofView))).toEqual(inView);
});

test('two hundred rows are pasted from a spreadsheet', { timeout: stepTimeoutMs }, async () => {
  const pasted = Array.from({ length: 200 }, (_, index) => [`${index + 1},50`, 'nej', `ny.${index + 1}@example.org`]);
  await owner.goto(`${table}?niva.in=avancerad&betalt.eq=no&sort=nummer`);
  await counted(owner, inView.length, 'träffar');
  await press(owner, 'Kolumner');
  await press(owner.getByRole('dialog', { name: 'Kolumner' }), 'Visa alla');
  await owner.keyboard.press('Escape');
  const column = Number(await owner.getByRole('columnheader', { name: 'Avgift' }).getAttribute('data-column'));
  await cell(owner, 0, column).click();
  // As a spreadsheet puts it there; a real clipboard is shared by everything on the machine.
  await owner.evaluate(
    (copied) => {
      const data = new DataTransfer();
      data.setData('text/plain', copied);
      document.activeElement?.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    },
    pasted.map((row) => row.join('\t')).join('\r\n'),
  );
  await told(/^200 poster är ändrade/).waitFor();
  const now = await readRecords(reader, ofView);
  expect(openValues(now)).toEqual(
    inView.map((participant, index) =>
      index < pasted.length
        ? { ...participant, avgift: `${index + 1}.5`, e_post: `ny.${index + 1}@example.org` }
        : participant,
    ),
  );
  expect(now.map(({ version }) => version)).toEqual(now.map((_, index) => (index < pasted.length ? 2 : 1)));
});

test(
  'thousands of records go to the trash at once, and every one of them comes back',
  { timeout: stepTimeoutMs },
  async () => {
    const inLund: [string, string][] = [
      ['filter', 'ort:eq:Lund'],
      ['sort', 'nummer'],
    ];
    const before = await readRecords(owner, inLund);
    expect(before).toHaveLength(messy.inLund);
    await owner.goto(`${table}?ort.eq=Lund&sort=nummer`);
    await counted(owner, messy.inLund, 'träffar');
    await owner.getByRole('checkbox', { name: 'Markera alla' }).click();
    await press(owner, new RegExp(`^Välj alla ${number(messy.inLund)} i urvalet$`));
    await press(owner, 'Lägg i papperskorgen');
    await told(new RegExp(`^${number(messy.inLund)} poster? ligger i papperskorgen`)).waitFor({
      timeout: workTimeoutMs,
    });
    expect(await readRecords(reader, inLund)).toEqual([]);
    await press(owner, 'Ångra');
    await told(/^Det är ångrat/).waitFor({ timeout: workTimeoutMs });
    await counted(owner, messy.inLund, 'träffar');

    // Each as it was, and one version on for each way.
    const after = await readRecords(owner, inLund);
    expect(after.map(({ id, version, data }) => ({ id, version, data }))).toEqual(
      before.map(({ id, version, data }) => ({ id, version: version + 2, data })),
    );
    expect(await readRecords(owner)).toHaveLength(rowCount);
    for (const { id, version } of [at(after, 0), at(after, messy.inLund - 1)]) {
      const history = await readAll<unknown>(owner, `${records}/${id}/history`, 'entries', []);
      expect(history).toHaveLength(version);
    }
    const since: [string, string][] = [
      ['kind', 'access'],
      ['from', beganAt],
    ];
    const entries = await readAll<{ action: string; outcome: string }>(owner, '/journal', 'entries', since);
    const done = new Set(entries.flatMap(({ action, outcome }) => (outcome === 'done' ? action : [])));
    for (const action of [
      'register.created',
      'import.staged',
      'import.started',
      'import.row_corrected',
      'view.created',
    ])
      expect(done).toContain(action);
    for (const action of ['batch.edited', 'batch.trashed', 'batch.trashing_undone']) expect(done).toContain(action);
  },
);
