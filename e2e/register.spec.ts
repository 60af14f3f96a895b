import { readFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, openPage } from './browser.ts';
import { startService, type Service } from './service.ts';

// One journey through a register, told in order, on the demonstration's 1,200 members. Every step begins where the last ended.

const startTimeoutMs = 240_000;
const stepTimeoutMs = 90_000;
const wide = { width: 1600, height: 900 };
const table = '/o/lindangen/registers/members';

let service: Service;
let browser: Browser;
let owner: Page;
let editor: Page;

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  owner = await openPage(browser, service.url);
  editor = await openPage(browser, service.url);
  for (const page of [owner, editor]) await page.setViewportSize(wide);
  await service.printed('Demonstration: ready');
  await comeIn(owner, service.signInLink);
  await comeIn(editor, await service.linkFor('demo.yusuf'));
}, startTimeoutMs);

afterAll(async () => {
  await browser?.close();
  await service?.stop();
});

const eventually = <T>(read: () => Promise<T> | T) => expect.poll(read, { timeout: 15_000 });
const press = (page: Page | Locator, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
/** By the place of its column among those of values; before them stands the box. */
const cell = (page: Page, row: number, column: number) =>
  page.locator(`[data-row="${row}"]:not([data-waiting]) [role="gridcell"]`).nth(column + 1);
const hasFocus = (of: Locator) => of.evaluate((element) => element === document.activeElement);
const rows = (page: Page) => page.locator('.v-grid-body [role="row"]:not([data-waiting])');
const panel = (page: Page) => page.getByRole('complementary');
/** The words that tell how many: `1 200 medlemmar`, `37 träffar`. */
const counted = (page: Page, words: RegExp | string) => page.locator('.r-count').filter({ hasText: words });
const field = (page: Page, name: string) => panel(page).getByRole('textbox', { name });
const search = (page: Page) => new URL(page.url()).search;

async function comeIn(page: Page, link: string): Promise<void> {
  const { pathname, hash } = new URL(link);
  await page.goto(pathname + hash);
  await press(page, 'Logga in');
  await page.getByRole('heading', { level: 1, name: /Välj/ }).waitFor();
}

/** Opens the record with the e-mail. */
async function openRecord(page: Page, email: string): Promise<void> {
  await page.goto(`${table}?email.eq=${encodeURIComponent(email)}`);
  await counted(page, /^1 träff$/).waitFor();
  await cell(page, 0, 0).getByRole('link').click();
  await panel(page).getByRole('tab', { name: 'Uppgifter' }).waitFor();
}

test('the register shows how many it has, and its rows as they are read here', { timeout: stepTimeoutMs }, async () => {
  await owner.goto('/o/lindangen/registers');
  await owner.getByRole('main').getByRole('link', { name: 'Medlemmar' }).click();
  await counted(owner, /^1\s200 medlemmar$/).waitFor();
  await cell(owner, 0, 0).waitFor();
  expect(await owner.getByRole('grid').getAttribute('aria-rowcount')).toBe('1201');
  expect(await rows(owner).count()).toBeLessThan(60);
});

test(
  'filter, sorting and search stand in the address, and the way back leads through them',
  { timeout: stepTimeoutMs },
  async () => {
    await press(owner, 'Filter');
    const filter = owner.getByRole('dialog', { name: 'Filter' });
    await filter.getByRole('button', { name: /Fält/ }).click();
    await owner.getByRole('option', { name: 'Medlemskap' }).click();
    await filter.getByText('Ungdom').click();
    await press(filter, 'Använd');
    await owner.getByText('Medlemskap: Ungdom').waitFor();
    await owner.getByRole('columnheader', { name: 'Efternamn' }).getByRole('button').click();
    await owner
      .getByRole('columnheader', { name: 'Medlem sedan' })
      .getByRole('button')
      .click({ modifiers: ['Shift'] });
    await eventually(() => search(owner)).toBe('?sort=family_name%2Cjoined_on&membership.in=youth');
    const youths = Number(/^\d+/.exec(await counted(owner, /^\d+ träffar$/).innerText())?.[0]);
    expect(youths).toBeGreaterThan(50);

    await owner.keyboard.press('/');
    await owner.keyboard.type('lindberg');
    await eventually(() => search(owner)).toContain('search=lindberg');
    await eventually(() => cell(owner, 0, 1).innerText()).toBe('Lindberg');
    // The same address shows somebody else the same.
    await editor.goto(owner.url());
    await eventually(() => cell(editor, 0, 0).innerText()).toBe(await cell(owner, 0, 0).innerText());

    await owner.goBack();
    await counted(owner, `${youths} träffar`).waitFor();
    expect(await owner.getByRole('searchbox').inputValue()).toBe('');
    await press(owner, 'Rensa: Medlemskap: Ungdom');
    await counted(owner, /^1\s200 medlemmar$/).waitFor();
  },
);

test('an identity number is looked for whole, and stands in no address', { timeout: stepTimeoutMs }, async () => {
  await press(owner, 'Filter');
  const filter = owner.getByRole('dialog', { name: 'Filter' });
  await filter.getByRole('button', { name: /Fält/ }).click();
  await owner.getByRole('option', { name: 'Personnummer' }).click();
  await filter.getByRole('textbox', { name: 'Värde' }).fill('19121212-1213');
  await press(filter, 'Använd');
  await filter.getByText('Sista siffran i personnumret stämmer inte.').waitFor();
  const asked: string[] = [];
  owner.on('request', (request) => asked.push(request.url()));
  await filter.getByRole('textbox', { name: 'Värde' }).fill('19121212-1212');
  await press(filter, 'Använd');
  await owner.getByText('Ingen post passar').waitFor();
  expect(search(owner)).toMatch(/[?&]identity_number\.is=[\w-]{22}$/);
  expect(asked.length).toBeGreaterThan(1);
  expect(asked.filter((url) => url.includes('1212'))).toEqual([]);
  await press(owner, 'Rensa sökning och filter');
  await counted(owner, /^1\s200 medlemmar$/).waitFor();
});

test('the table is worked with the keyboard alone', { timeout: stepTimeoutMs }, async () => {
  // So wide that the table turns into cards beside a record, and back.
  await owner.setViewportSize({ width: 1280, height: 720 });
  await owner.goto(`${table}?sort=family_name`);
  await cell(owner, 0, 0).focus();
  await owner.keyboard.press('ArrowDown');
  await owner.keyboard.press('ArrowRight');
  await eventually(() => hasFocus(cell(owner, 1, 1))).toBe(true);
  await owner.keyboard.press('Control+End');
  await owner.waitForFunction(() => document.activeElement?.closest('[data-row]')?.getAttribute('data-row') === '199');
  await owner.keyboard.press('Control+Home');
  await owner.keyboard.press('Enter');
  await panel(owner).waitFor();
  await owner.keyboard.press('Escape');
  await panel(owner).waitFor({ state: 'detached' });
  await eventually(() => hasFocus(cell(owner, 0, -1).getByRole('checkbox'))).toBe(true);
  await owner.keyboard.press('ArrowRight');
  await owner.keyboard.press('Control+Enter');
  await panel(owner).waitFor();
  await rows(owner).first().getByRole('checkbox').focus();
  await owner.keyboard.press('Escape');
  await panel(owner).waitFor({ state: 'detached' });
  await owner.keyboard.press('n');
  await panel(owner).getByRole('heading', { name: 'Ny post' }).waitFor();
  await owner.keyboard.press('Escape');
  await panel(owner).waitFor({ state: 'detached' });
  expect(new URL(owner.url()).pathname).toBe(table);
});

/** The e-mail of the one whom the journey is about. */
let person = '';

test(
  'a changed phone number is seen in the record’s history and in the journal',
  { timeout: stepTimeoutMs },
  async () => {
    await owner.setViewportSize(wide);
    await owner.goto(`${table}?sort=-joined_on&email.filled=1`);
    person = (await cell(owner, 0, 4).innerText()).trim();
    await openRecord(owner, person);
    await press(panel(owner), 'Ändra');
    await field(owner, 'Telefon').fill('12');
    await press(panel(owner), 'Spara');
    await panel(owner).getByText('Skriv ett telefonnummer').waitFor();
    expect(await field(owner, 'Telefon').getAttribute('aria-invalid')).toBe('true');
    await field(owner, 'Telefon').fill('070-174 06 99');
    await press(panel(owner), 'Spara');
    await panel(owner).getByRole('link', { name: '070-174 06 99' }).waitFor();
    await eventually(() => cell(owner, 0, 3).innerText()).toBe('070-174 06 99');
    await panel(owner).getByRole('tab', { name: 'Historik' }).click();
    await panel(owner).getByText('Driftansvarig ändrade ett fält').first().waitFor();
    await panel(owner).locator('ins', { hasText: '070-174 06 99' }).first().waitFor();

    await press(panel(owner), /^Fler åtgärder/);
    await owner.getByRole('menuitem', { name: 'Visa i journalen' }).click();
    await owner.getByRole('heading', { level: 1, name: 'Journal' }).waitFor();
    await owner.getByText('Driftansvarig ändrade en post i Medlemmar').first().waitFor();
    await owner.locator('ins', { hasText: '070-174 06 99' }).first().waitFor();
  },
);

test('what is written is not left behind without a question', { timeout: stepTimeoutMs }, async () => {
  await openRecord(owner, person);
  await press(panel(owner), 'Ändra');
  await field(owner, 'Ort').fill('Höör');
  await press(panel(owner), 'Avbryt');
  const question = owner.getByRole('alertdialog', { name: 'Lämna utan att spara?' });
  await press(question, 'Avbryt');
  expect(await field(owner, 'Ort').inputValue()).toBe('Höör');
  await press(panel(owner), 'Avbryt');
  await press(question, 'Lämna');
  await panel(owner).getByRole('tab', { name: 'Uppgifter' }).waitFor();
});

test(
  'of two changes at the same time the later shows both sides, field by field',
  { timeout: stepTimeoutMs },
  async () => {
    for (const page of [owner, editor]) {
      await openRecord(page, person);
      await press(panel(page), 'Ändra');
      await field(page, 'Ort').waitFor();
    }
    // Before the other saves: a form in which nothing is written would follow.
    await field(editor, 'Ort').fill('Hässleholm');
    await field(editor, 'Telefon').fill('070-174 06 98');
    await field(owner, 'Ort').fill('Kristianstad');
    await field(owner, 'Anteckning').fill('Har nyckel till förrådet.');
    await press(panel(owner), 'Spara');
    await panel(owner).getByText('Kristianstad').waitFor();

    await press(panel(editor), 'Spara');
    await panel(editor)
      .getByText(/^Driftansvarig sparade en ändring/)
      .waitFor();
    const city = panel(editor).getByRole('radiogroup', { name: 'Ort' });
    expect(await city.innerText()).toMatch(/Hässleholm\s+Din ändring\s+Kristianstad\s+Sparat under tiden/);
    await panel(editor).getByText('Har nyckel till förrådet.').waitFor();
    await city.getByText('Kristianstad').click();
    await press(panel(editor), 'Spara det valda');
    await panel(editor).getByRole('link', { name: '070-174 06 98' }).waitFor();
    await panel(editor).getByText('Kristianstad').waitFor();
    await panel(editor).getByText('Har nyckel till förrådet.').waitFor();
  },
);

test(
  'an identity number is shown for a reason, for a while, and to those who may',
  { timeout: stepTimeoutMs },
  async () => {
    await openRecord(owner, person);
    const masked = await panel(owner)
      .getByText(/^\d{8}-••••$/)
      .innerText();
    await press(panel(owner), 'Visa: Personnummer');
    const dialog = owner.getByRole('dialog', { name: 'Visa personnummer' });
    await dialog.getByRole('textbox').fill('nja');
    await press(dialog, 'Visa numret');
    await dialog.getByText('Skriv minst fem tecken.').waitFor();
    await dialog.getByRole('textbox').fill('Kontroll mot ansökan om stöd');
    await press(dialog, 'Visa numret');
    const shown = await panel(owner)
      .getByText(/^\d{8}-\d{4}$/)
      .innerText();
    expect(shown.slice(0, 8)).toBe(masked.slice(0, 8));
    await press(panel(owner), 'Dölj');
    await panel(owner).getByText(masked).waitFor();

    await openRecord(editor, person);
    await panel(editor).getByText(masked).waitFor();
    expect(await panel(editor).getByRole('button', { name: 'Visa: Personnummer' }).count()).toBe(0);
    await owner.goto('/o/lindangen/journal');
    await owner.getByText('Skäl: Kontroll mot ansökan om stöd').waitFor();
  },
);

test(
  'a file with three bad rows: they are shown before, reported after, and all of it is undone',
  { timeout: stepTimeoutMs },
  async () => {
    const file = [
      'Förnamn;Efternamn;Medlemskap;E-post;Telefon;Skor',
      'Provia;Ettström;Vuxen;provia.ettstrom@example.org;070-174 06 01;38',
      'Provia;Tvåström;Ungdom;provia.tvastrom@example.org;;39',
      'Provia;Treström;Hemlig;provia.trestrom@example.org;;40',
      ';Fyrström;Vuxen;provia.fyrstrom@example.org;;41',
      'Provia;Femström;Vuxen;ingen adress;;42',
    ].join('\r\n');
    await owner.goto(`${table}/import`);
    await owner.locator('input[type="file"]').setInputFiles({
      name: 'nya medlemmar.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(file),
    });
    await owner.getByRole('heading', { level: 1, name: 'nya medlemmar.csv' }).waitFor();
    await owner.getByText('Alla 5 rader är kontrollerade: 3 rader har fel och tas inte in.').waitFor();
    expect(await owner.getByRole('row', { name: /Skor/ }).first().innerText()).toContain('Lämnas utanför');
    await press(owner, 'Importera 5 rader');
    await owner.getByText(/^2 poster är importerade/).waitFor();
    const failed = owner.getByRole('region', { name: 'Rader som inte kom in' }).getByRole('row');
    await eventually(() => failed.count()).toBe(4);
    expect(await failed.nth(1).innerText()).toMatch(/^4\s+Medlemskap: Välj något i listan\./);
    expect(await failed.nth(2).innerText()).toMatch(/^5\s+Förnamn: Fyll i ett värde\./);
    expect(await failed.nth(3).innerText()).toMatch(/^6\s+E-post: Skriv en e-postadress/);

    await owner.getByRole('link', { name: 'Till registret' }).click();
    await counted(owner, /^1\s202 medlemmar$/).waitFor();
    await owner.goBack();
    await press(owner, 'Ångra importen');
    await press(owner.getByRole('alertdialog'), 'Ångra importen');
    await owner.getByText(/^Importen ångrades/).waitFor();
    await owner.getByRole('link', { name: 'Till registret' }).click();
    await counted(owner, /^1\s200 medlemmar$/).waitFor();
  },
);

test('an export holds what the table shows, in its order', { timeout: stepTimeoutMs }, async () => {
  await owner.goto(`${table}?search=lindberg&sort=given_name`);
  const shown = Number(/^\d+/.exec(await counted(owner, /^\d+ träffar$/).innerText())?.[0]);
  await press(owner, 'Mer om registret');
  const [download] = await Promise.all([
    owner.waitForEvent('download'),
    owner.getByRole('menuitem', { name: 'Exportera som CSV' }).click(),
  ]);
  const lines = (await readFile(await download.path(), 'utf8')).replace('\uFEFF', '').trimEnd().split('\r\n');
  expect(lines[0]).toMatch(/^Förnamn;Efternamn;Medlemskap;/);
  expect(lines).toHaveLength(shown + 1);
  expect(lines[1]?.split(';')[0]).toBe(await cell(owner, 0, 0).innerText());
});

test(
  'a record goes to the trash and comes back, from the message and from the trash',
  { timeout: stepTimeoutMs },
  async () => {
    await openRecord(owner, person);
    const name = await panel(owner).getByRole('heading', { level: 2 }).innerText();
    const throwAway = async () => {
      await press(panel(owner), /^Fler åtgärder/);
      await owner.getByRole('menuitem', { name: 'Lägg i papperskorgen' }).click();
      await owner.getByText(`${name} ligger i papperskorgen`).waitFor();
      await owner.getByText('Ingen post passar').waitFor();
    };
    await throwAway();
    await press(owner, 'Ångra');
    await owner.getByText(`${name} är återställd`).waitFor();
    await counted(owner, /^1 träff$/).waitFor();

    await cell(owner, 0, 0).getByRole('link').click();
    await throwAway();
    await owner.goto(`${table}/trash`);
    await press(owner, `Återställ: ${name}`);
    await owner.getByText(`${name} är återställd`).waitFor();
    await openRecord(owner, person);
    expect(await panel(owner).getByRole('heading', { level: 2 }).innerText()).toBe(name);
  },
);

test(
  'while the service is away, what was written stays, and is saved when it is back',
  { timeout: stepTimeoutMs },
  async () => {
    await openRecord(owner, person);
    await press(panel(owner), 'Ändra');
    await field(owner, 'Ort').fill('Ystad');
    const problem = {
      type: 'urn:valv:problem:journal.unavailable',
      code: 'journal.unavailable',
      title: 'Journalen kan inte skrivas just nu',
      status: 503,
    };
    await owner.route('**/api/v1/**', (route) =>
      route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
    );
    await press(panel(owner), 'Spara');
    await panel(owner).getByText('Journalen kan inte skrivas just nu').waitFor();
    expect(await field(owner, 'Ort').inputValue()).toBe('Ystad');
    await owner.unroute('**/api/v1/**');
    await press(panel(owner), 'Spara');
    await panel(owner).getByText('Ystad').waitFor();
  },
);
