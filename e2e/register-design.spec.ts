import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, openBrowser, openPage } from './browser.ts';
import { startService, type Service } from './service.ts';

// One journey of an administrator, told in order: a register from nothing, a record in it, a field retired, and two at once.

const startTimeoutMs = 240_000;
const stepTimeoutMs = 90_000;
const registers = '/o/lindangen/registers';
const berths = `${registers}/batplatser`;

let service: Service;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  await service.printed('Demonstration: ready');
  page = await openPage(browser, service.url);
  await page.setViewportSize({ width: 1440, height: 900 });
  const { pathname, hash } = new URL(service.signInLink);
  await page.goto(pathname + hash);
  await press(page, 'Logga in');
  await page.getByRole('heading', { level: 1, name: /Välj/ }).waitFor();
}, startTimeoutMs);

afterAll(async () => {
  await browser?.close();
  await service?.stop();
});

const press = (of: Page | Locator, name: string) => of.getByRole('button', { name, exact: true }).click();
const dialog = (of: Page) => of.getByRole('dialog');
const settings = (of: Page, name: string) => of.getByRole('region', { name: `Inställningar för ${name}` });
const fieldRow = (of: Page, name: string) => of.getByRole('grid', { name: 'Fält' }).getByRole('row', { name });
const hasFocus = (of: Locator) => of.evaluate((element) => element === document.activeElement);
const focusOn = (of: Locator) => expect.poll(() => hasFocus(of), { timeout: 5_000 }).toBe(true);

async function addField(type: string, name: string): Promise<void> {
  await press(page, 'Lägg till fält');
  await dialog(page).getByRole('button', { name: type }).first().click();
  const label = settings(page, 'Fält utan namn').getByRole('textbox', { name: 'Svenska' }).first();
  await focusOn(label);
  await page.keyboard.type(name);
  await settings(page, name).waitFor();
}

async function save(of: Page): Promise<void> {
  await press(of, 'Granska och spara');
  await press(dialog(of), 'Spara');
}

test('a register is made from nothing, with six fields of different types', { timeout: stepTimeoutMs }, async () => {
  await page.goto(registers);
  await press(page, 'Nytt register');
  await dialog(page).getByRole('textbox', { name: 'Namn på svenska' }).fill('Båtplatser');
  expect(await dialog(page).getByRole('textbox', { name: 'Kod' }).inputValue()).toBe('batplatser');
  await dialog(page).getByText('Något annat').click();
  await expectAccessible(page);
  await press(page, 'Skapa och utforma');
  await page.getByRole('heading', { level: 1, name: 'Utforma Båtplatser' }).waitFor();

  await addField('Ett val', 'Storlek');
  for (const choice of ['Liten', 'Stor']) {
    await press(page, 'Lägg till val');
    await page.keyboard.type(choice);
  }
  await addField('Tal', 'Längd');
  await addField('Beräknat', 'Avgift');
  const expression = page.getByRole('textbox', { name: 'Uttryck' });
  await expression.fill('langden * 100');
  await page.getByText('Det finns inget fält med koden langden.').waitFor();
  await expression.fill('langd * 100');
  await addField('Datum', 'Uppsagd');
  await addField('Ja eller nej', 'El');
  await addField('E-post', 'Kontakt');
  await expectAccessible(page);

  // Personal data need a purpose: the server says so, and its words stand at the setting.
  await save(page);
  await focusOn(page.getByRole('textbox', { name: 'Ändamål' }));
  await expectAccessible(page);
  await page.getByRole('textbox', { name: 'Ändamål' }).fill('Besked om platsen');
  await settings(page, 'Kontakt')
    .getByRole('button', { name: /Rättslig grund/ })
    .click();
  await page.getByRole('option', { name: /^Avtal/ }).click();
  await save(page);
  await page.getByText('Utformningen är sparad').waitFor();
});

test('a record is added through its form', { timeout: stepTimeoutMs }, async () => {
  await page.goto(`${berths}/records/new`);
  const form = page.getByRole('form', { name: 'Ny post' });
  await form.getByRole('textbox', { name: 'Namn' }).fill('A12');
  await form.getByRole('textbox', { name: 'Längd' }).fill('7');
  await form.getByRole('button', { name: /Storlek/ }).click();
  await page.getByRole('option', { name: 'Stor' }).click();
  await press(form, 'Lägg till');
  const row = page.getByRole('row', { name: /A12/ });
  await row.waitFor();
  // What is calculated is there at once.
  expect(await row.innerText()).toContain('700');
});

test('a field is moved by keyboard and another retired, and is gone', { timeout: stepTimeoutMs }, async () => {
  await page.goto(berths);
  await press(page, 'Mer om registret');
  await page.getByRole('menuitem', { name: 'Utforma' }).click();
  await fieldRow(page, 'El').click();
  await page.keyboard.press('Alt+ArrowUp');
  await fieldRow(page, 'Uppsagd').click();
  await press(settings(page, 'Uppsagd'), 'Ta ur bruk');
  await press(page, 'Granska och spara');
  const told = dialog(page).getByRole('list', { name: 'Dina ändringar' });
  expect(await told.innerText()).toMatch(/Fälten får en ny ordning[^]*Uppsagd\s*Tas ur bruk/);
  await expectAccessible(page);
  await press(dialog(page), 'Spara');
  await page.getByText('Utformningen är sparad').waitFor();

  await page.goto(`${berths}/records/new`);
  const form = page.getByRole('form', { name: 'Ny post' });
  await form.getByRole('textbox', { name: 'Namn' }).waitFor();
  expect(await form.getByText('Uppsagd').count()).toBe(0);
  expect(await page.getByRole('columnheader', { name: /Uppsagd/ }).count()).toBe(0);
  expect(await page.getByRole('columnheader', { name: /Avgift/ }).count()).toBe(1);
});

test('whoever was slower sees both sides, and loses nothing', { timeout: stepTimeoutMs }, async () => {
  const other = await page.context().newPage();
  for (const one of [page, other]) {
    await one.goto(`${berths}/design`);
    await fieldRow(one, 'Namn').waitFor();
  }
  const nameOf = (of: Page) => of.getByRole('textbox', { name: 'Svenska' }).first();
  await other.getByRole('tab', { name: 'Registret' }).click();
  await nameOf(other).fill('Bryggplatser');
  await save(other);
  await other.getByText('Utformningen är sparad').waitFor();
  await other.close();

  await nameOf(page).fill('Plats');
  await save(page);
  await dialog(page).getByRole('heading', { name: 'Någon annan har sparat under tiden' }).waitFor();
  await expectAccessible(page);
  await press(dialog(page), 'Lägg mina ändringar på det sparade');
  await page.getByRole('heading', { level: 1, name: 'Utforma Bryggplatser' }).waitFor();
  await save(page);
  await page.getByText('Utformningen är sparad').waitFor();

  await page.getByRole('tab', { name: 'Versioner' }).click();
  const versions = page.getByRole('list', { name: 'Versioner' });
  await versions.getByText('Version 5').waitFor();
  expect(await versions.innerText()).toMatch(/Båtplatser\s*→[^]*Bryggplatser/);
  await expectAccessible(page);
  await press(page, 'Visa versionen 2');
  await dialog(page).getByRole('heading', { name: 'Båtplatser, version 2' }).waitFor();
  await expectAccessible(page);
});
