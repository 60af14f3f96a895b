import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, openBrowser, openPage } from './browser.ts';
import { startService, type Service } from './service.ts';

// A register as large as one may be: two hundred fields, all of them shown.

const startTimeoutMs = 240_000;
const stepTimeoutMs = 90_000;
const fieldCount = 200;
const recordCount = 60;

let service: Service;
let browser: Browser;
let page: Page;
let organisation: string;

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  page = await openPage(browser, service.url);
  await page.setViewportSize({ width: 1440, height: 900 });
  await service.printed('Demonstration: ready');
  const { pathname, hash } = new URL(service.signInLink);
  await page.goto(pathname + hash);
  await press('Logga in');
  await page.getByRole('heading', { level: 1, name: /Välj/ }).waitFor();
  const session = await page.request.get('/api/v1/session', { headers: { 'x-valv-page': '1' } });
  const { organisations } = (await session.json()) as { organisations: { id: string; slug: string }[] };
  organisation = `/api/v1/organisations/${organisations.find(({ slug }) => slug === 'lindangen')?.id}`;
}, startTimeoutMs);

afterAll(async () => {
  await browser?.close();
  await service?.stop();
});

const eventually = <T>(read: () => Promise<T> | T) => expect.poll(read, { timeout: 15_000 });
const press = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
const cell = (row: number, column: number) =>
  page.locator(`[data-row="${row}"]:not([data-waiting]) [data-column="${column}"]`);
const hasFocus = (row: number, column: number) =>
  cell(row, column).evaluate((element) => element === document.activeElement);
const head = (column: number) => page.locator(`.v-grid-head [data-column="${column}"]`);

/** Asks the API as the page does. */
async function ask<T>(path: string, body?: object): Promise<T> {
  const answer = await page.request.fetch(organisation + path, {
    ...(body && { method: 'POST', data: body }),
    headers: { 'x-valv-page': '1', origin: service.url },
  });
  expect({ path, isDone: answer.ok(), words: answer.ok() ? '' : await answer.text() }).toEqual({
    path,
    isDone: true,
    words: '',
  });
  return (await answer.json()) as T;
}

const field = (key: string, type: string, label: string) => ({
  key,
  type,
  class: 'ordinary',
  label: { sv: label, en: label },
});
const name = (text: string) => ({ sv: text, en: text });
const written = (row: number, column: number) => `${row}.${column}`;

test(
  'of two hundred columns those in view are drawn, and every one is reached',
  { timeout: stepTimeoutMs },
  async () => {
    const fields = Array.from({ length: fieldCount }, (_, at) => field(`f${at + 1}`, 'text', `Fält ${at + 1}`));
    const definition = { name: name('Bred tabell'), subject: 'other', title: ['f1'], fields };
    const { id } = await ask<{ id: string }>('/registers', { key: 'wide', definition });
    await ask(`/registers/${id}/batches/edits`, {
      records: Array.from({ length: recordCount }, (_, row) => ({
        record: null,
        version: null,
        data: Object.fromEntries(fields.map(({ key }, at) => [key, written(row, at + 1)])),
      })),
    });
    await page.goto('/o/lindangen/registers/wide');
    await cell(0, 1).waitFor();
    await press('Kolumner');
    await press('Visa alla');
    await page.keyboard.press('Escape');

    // The box, two hundred fields, and the column of buttons.
    const grid = page.getByRole('grid');
    await eventually(() => grid.getAttribute('aria-colcount')).toBe(String(fieldCount + 2));
    expect(await head(150).count()).toBe(0);
    expect(await page.locator('.v-grid-head [role="columnheader"]').count()).toBeLessThan(24);
    await expectAccessible(page);

    await cell(0, 1).click({ position: { x: 120, y: 20 } });
    const text = (await cell(0, 1).innerText()).trim();
    const row = text.slice(0, text.indexOf('.'));
    await page.keyboard.press('End');
    await eventually(() => hasFocus(0, fieldCount + 1)).toBe(true);
    await page.keyboard.press('ArrowLeft');
    await eventually(() => hasFocus(0, fieldCount)).toBe(true);
    expect(await cell(0, fieldCount).innerText()).toBe(`${row}.${fieldCount}`);
    expect(await head(fieldCount).innerText()).toBe(`Fält ${fieldCount}`);
    expect(await cell(0, fieldCount).getAttribute('aria-colindex')).toBe(String(fieldCount + 1));
    // The cell is whole, between the first column and the buttons, which stay; and it stands under its title.
    const edges = await page.evaluate(() => {
      const edgesOf = (query: string) => {
        const { left, right } = document.querySelector(query)?.getBoundingClientRect() ?? { left: 0, right: 0 };
        return { left: Math.round(left), right: Math.round(right) };
      };
      return {
        grid: edgesOf('.v-grid'),
        title: edgesOf('[data-row="0"] [data-column="1"]'),
        cell: edgesOf('[data-row="0"] [data-column="200"]'),
        head: edgesOf('.v-grid-head [data-column="200"]'),
        buttons: edgesOf('[data-row="0"] [data-column="201"]'),
      };
    });
    expect(edges.title.left).toBe(edges.grid.left);
    expect(edges.cell).toEqual(edges.head);
    expect(edges.cell.left).toBeGreaterThanOrEqual(edges.title.right);
    expect(edges.cell.right).toBeLessThanOrEqual(edges.buttons.left + 1);
    expect(await head(2).count()).toBe(0);
    await expectAccessible(page);

    // A range from there over columns that are not drawn, copied whole.
    await page.keyboard.press('Control+Shift+ArrowLeft');
    await page.keyboard.press('Shift+ArrowDown');
    await eventually(() => hasFocus(1, 1)).toBe(true);
    const copied = await page.evaluate(() => {
      const data = new DataTransfer();
      const event = new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true });
      document.activeElement?.dispatchEvent(event);
      return data.getData('text/plain');
    });
    const lines = copied.trimEnd().split('\n');
    expect(lines.map((line) => line.split('\t').length)).toEqual([fieldCount, fieldCount]);
    expect(lines[0]?.split('\t')[123]).toBe(`${row}.124`);

    // The cursor that is scrolled out of sight keeps its place, and the keys go on from it.
    await page.keyboard.press('Escape');
    await page.locator('.v-grid').evaluate((element) => element.scrollTo({ left: element.scrollWidth / 2 }));
    await head(100).waitFor();
    expect(await hasFocus(1, 1)).toBe(true);
    await page.keyboard.press('ArrowRight');
    await eventually(() => hasFocus(1, 2)).toBe(true);
    expect(await page.locator('.v-grid').evaluate((element) => element.scrollLeft)).toBeLessThan(300);

    // A cell far to the right is written where it stands.
    await page.locator('.v-grid').evaluate((element) => element.scrollTo({ left: element.scrollWidth / 2 }));
    await cell(2, 100).click();
    await page.keyboard.type('långt bort');
    await page.keyboard.press('Enter');
    await eventually(() => hasFocus(3, 100)).toBe(true);
    await page.locator('.v-toast').filter({ hasText: 'Fält 100 är ändrat' }).waitFor();
    expect(await cell(2, 100).innerText()).toBe('långt bort');
  },
);

test('what is pasted into a register without records makes the first of them', { timeout: stepTimeoutMs }, async () => {
  const fields = [
    field('name', 'text', 'Namn'),
    field('code', 'text', 'Kod'),
    field('mail', 'email', 'E-post'),
    ...Array.from({ length: 5 }, (_, at) => field(`more${at}`, 'long_text', `Mer ${at}`)),
  ];
  const definition = { name: name('Tomt från början'), subject: 'other', title: ['name'], fields };
  await ask('/registers', { key: 'empty', definition });
  await page.goto('/o/lindangen/registers/empty');
  await page.getByText('Inga poster ännu').waitFor();
  const long = 'anna.karin.margareta.lindqvist.af.lindangen@example.org';
  await page.evaluate((copied) => {
    const data = new DataTransfer();
    data.setData('text/plain', copied);
    const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
  }, `Kod\tNamn\tE-post\nA1\tAnna\t${long}\nB2\tBo\tbo@example.org\n`);
  const question = page.getByRole('dialog', { name: 'Skapa nya poster?' });
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Klistra in och skapa 2 poster' }).click();
  await cell(1, 1).waitFor();
  const row = page.locator('.v-grid-body [role="row"]').filter({ hasText: 'Anna' });
  expect(await row.locator('[data-column="2"]').innerText()).toBe('A1');

  // Longer than its column: cut with an ellipsis, and whole to who points at it.
  const mail = row.locator('[data-column="3"]');
  expect(await mail.locator('> span').evaluate((element) => getComputedStyle(element).textOverflow)).toBe('ellipsis');
  await mail.hover();
  await eventually(() => mail.getAttribute('title')).toBe(long);
  await row.locator('[data-column="2"]').hover();
  expect(await row.locator('[data-column="2"]').getAttribute('title')).toBeNull();
});
