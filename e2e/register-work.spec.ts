import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, openBrowser, openPage } from './browser.ts';
import { startService, type Service } from './service.ts';

// The table of a register as a place to work: cells written in place, a block from a spreadsheet, many records at once.

const startTimeoutMs = 240_000;
const stepTimeoutMs = 90_000;
const table = '/o/lindangen/registers/members?sort=family_name';

let service: Service;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  page = await openPage(browser, service.url);
  await page.setViewportSize({ width: 1440, height: 900 });
  await service.printed('Demonstration: ready');
  const { pathname, hash } = new URL(service.signInLink);
  await page.goto(pathname + hash);
  await press('Logga in');
  await page.getByRole('heading', { level: 1, name: /Välj/ }).waitFor();
}, startTimeoutMs);

afterAll(async () => {
  await browser?.close();
  await service?.stop();
});

const eventually = <T>(read: () => Promise<T> | T) => expect.poll(read, { timeout: 15_000 });
const press = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
/** By the place of its column; the boxes stand in the first. */
const cell = (row: number, column: number) =>
  page.locator(`[data-row="${row}"]:not([data-waiting]) [data-column="${column}"]`);
const words = async (row: number, column: number) => (await cell(row, column).innerText()).trim();
const told = (text: string | RegExp) => page.locator('.v-toast').filter({ hasText: text }).waitFor();
const hasFocus = (row: number, column: number) =>
  cell(row, column).evaluate((element) => element === document.activeElement);

/** As a spreadsheet puts it there; a real clipboard is shared by everything on the machine. */
const paste = (text: string) =>
  page.evaluate((copied) => {
    const data = new DataTransfer();
    data.setData('text/plain', copied);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, text);

const copied = () =>
  page.evaluate(() => {
    const data = new DataTransfer();
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true }),
    );
    return data.getData('text/plain');
  });

test(
  'a cell is written where it stands, saved by Enter and put back by its message',
  { timeout: stepTimeoutMs },
  async () => {
    await page.goto(table);
    await cell(2, 4).click();
    const before = await words(2, 4);
    await page.keyboard.type('12');
    await page.keyboard.press('Enter');
    await eventually(() => hasFocus(3, 4)).toBe(true);
    await page.keyboard.press('ArrowUp');
    await page.getByText('Skriv ett telefonnummer').first().waitFor();
    expect(await cell(2, 4).getAttribute('aria-invalid')).toBe('true');
    await expectAccessible(page);

    await page.keyboard.press('F2');
    await expectAccessible(page);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('070-174 06 88');
    await page.keyboard.press('Tab');
    await told(/^Telefon är ändrat/);
    expect(await words(2, 4)).toBe('070-174 06 88');
    expect(await hasFocus(2, 5)).toBe(true);
    await press('Ångra');
    await told('Det är ångrat');
    expect(await words(2, 4)).toBe(before);

    // What was begun by mistake is left as it was.
    await cell(2, 1).click({ position: { x: 120, y: 20 } });
    await page.keyboard.type('Fel');
    await page.keyboard.press('Escape');
    expect(await hasFocus(2, 1)).toBe(true);
    expect(await words(2, 1)).not.toBe('Fel');
  },
);

test(
  'a block is copied and pasted, and asked about only where it does not fit',
  { timeout: stepTimeoutMs },
  async () => {
    await cell(0, 6).click();
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowLeft');
    const before = await copied();
    expect(before.split('\n').map((line) => line.split('\t').length)).toEqual([2, 2]);
    await expectAccessible(page);

    await cell(0, 5).click();
    await paste('anna.ny@example.org\tYstad\r\n"bo.ny@example.org"\tÅhus\r\n');
    await told('2 poster är ändrade');
    expect([await words(0, 6), await words(1, 5)]).toEqual(['Ystad', 'bo.ny@example.org']);
    await page.keyboard.press('Control+z');
    await told('Det är ångrat');
    expect([await words(0, 5), await words(0, 6)].join('\t')).toBe(before.split('\n')[0]);

    const many = Array.from({ length: 200 }, (_, index) => `Ort ${index}`).join('\n');
    await cell(0, 6).click();
    await paste(many);
    await told('200 poster är ändrade');
    expect(await words(7, 6)).toBe('Ort 7');
    await page.keyboard.press('Control+z');
    await told('Det är ångrat');

    await cell(0, 4).click();
    await paste('12\n070-174 06 77');
    const question = page.getByRole('dialog', { name: 'Allt kan inte klistras in' });
    await question.getByText('Skriv ett telefonnummer').waitFor();
    await expectAccessible(page);
    await question.getByRole('button', { name: 'Klistra in i 1 post' }).click();
    await told('1 post är ändrad');
    expect(await words(1, 4)).toBe('070-174 06 77');
  },
);

test(
  'many records are changed and thrown away at once, and taken back in one',
  { timeout: stepTimeoutMs },
  async () => {
    await page.goto(`${table}&membership.in=youth`);
    await page
      .locator('.r-count')
      .filter({ hasText: /träffar$/ })
      .waitFor();
    await cell(0, 0).getByRole('checkbox').click();
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByText('3 poster valda').first().waitFor();
    expect(await page.locator('[role="row"][aria-selected="true"]').count()).toBe(3);
    await expectAccessible(page);
    await press(/^Ändra fält/);
    await page.getByRole('dialog').getByRole('button', { name: /Fält/ }).click();
    await page.getByRole('option', { name: 'Ort' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Ort' }).fill('Simrishamn');
    await expectAccessible(page);
    await press('Ändra alla');
    await told('3 poster är ändrade');
    await eventually(() => words(2, 6)).toBe('Simrishamn');

    await page.goto(table);
    await page
      .locator('.r-count')
      .filter({ hasText: /^1\s200 medlemmar$/ })
      .waitFor();
    await page.getByRole('checkbox', { name: 'Markera alla' }).click();
    await press(/^Välj alla 1\s200 i urvalet$/);
    await press('Lägg i papperskorgen');
    await page.getByRole('progressbar').waitFor();
    await told(/^1\s200 poster ligger i papperskorgen/);
    await page.getByText('Inga poster än').waitFor();
    await press('Ångra');
    await told('Det är ångrat');
    await page
      .locator('.r-count')
      .filter({ hasText: /^1\s200 medlemmar$/ })
      .waitFor();
  },
);
