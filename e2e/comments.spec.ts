import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, openBrowser, openPage } from './browser.ts';
import { startService, type Service } from './service.ts';

// Two members talk about a record, told in order: one writes and mentions the other, who is told, comes, and answers.

const startTimeoutMs = 240_000;
const stepTimeoutMs = 90_000;
// A table of a few rows: what is looked at here is beside it.
const few = '?sort=family_name&family_name.eq=Abbas';
const table = `/o/lindangen/registers/members${few}`;

let service: Service;
let browser: Browser;
let karin: Page;
let yusuf: Page;
/** The record that they talk about. */
let record = '';

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  [karin, yusuf] = await Promise.all([openPage(browser, service.url), openPage(browser, service.url)]);
  await service.printed('Demonstration: ready');
  for (const [page, account] of [
    [karin, 'demo.karin'],
    [yusuf, 'demo.yusuf'],
  ] as const) {
    await page.setViewportSize({ width: 1440, height: 900 });
    const { pathname, hash } = new URL(await service.linkFor(account));
    await page.goto(pathname + hash);
    await press(page, 'Logga in');
    await page.getByRole('heading', { level: 1, name: /Välj/ }).waitFor();
  }
}, startTimeoutMs);

afterAll(async () => {
  await browser?.close();
  await service?.stop();
});

const eventually = <T>(read: () => Promise<T> | T) => expect.poll(read, { timeout: 15_000 });
const press = (within: Page | Locator, name: string | RegExp) =>
  within.getByRole('button', { name, exact: true }).click();
const panel = (page: Page) => page.getByRole('complementary');
const shown = (page: Page) => panel(page).getByRole('heading').first();
const composer = (page: Page) => panel(page).getByRole('textbox', { name: 'Skriv en kommentar' });
const comment = (page: Page, words: string) => page.locator('.c-comment').filter({ hasText: words });
const told = (page: Page, words: string) => page.locator('.v-toast').filter({ hasText: words });
const bell = (page: Page, name: string | RegExp) =>
  page.getByRole('navigation').getByRole('link', { name, exact: true });

async function choose(page: Page, words: string, action: string): Promise<void> {
  await comment(page, words)
    .getByRole('button', { name: /^Fler åtgärder/ })
    .click();
  await page.getByRole('menuitem', { name: action }).click();
}

/** Writes on where the caret is put when a comment is to be changed: behind what it says. */
async function goOn(page: Page, words: string): Promise<void> {
  const field = panel(page).getByRole('textbox', { name: 'Ändra kommentaren' });
  await page.bringToFront();
  await eventually(() => field.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.type(words);
}

test(
  'one goes from record to record without leaving the panel, and comes back to the last of them',
  { timeout: stepTimeoutMs },
  async () => {
    await karin.goto(table);
    await karin.locator('[data-row="0"]:not([data-waiting]) [role="gridcell"]').nth(1).focus();
    await karin.keyboard.press('Control+Enter');
    await panel(karin).getByRole('tab', { name: 'Uppgifter' }).waitFor();
    const first = await shown(karin).innerText();
    await karin.keyboard.press('j');
    await eventually(() => shown(karin).innerText()).not.toBe(first);
    const second = await shown(karin).innerText();
    await eventually(() => karin.locator('[data-live-announcer]').last().innerText()).toContain(second);
    // What had the focus goes with its record; the panel then has it.
    await panel(karin).getByRole('link').first().focus();
    await karin.keyboard.press('k');
    await eventually(() => shown(karin).innerText()).toBe(first);
    await karin.keyboard.press('j');
    await eventually(() => shown(karin).innerText()).toBe(second);
    record = new URL(karin.url()).pathname;
    expect(record).toMatch(/\/records\/[0-9a-f-]{36}$/);
    await karin.keyboard.press('Escape');
    await panel(karin).waitFor({ state: 'detached' });
    const row = () => karin.evaluate(() => document.activeElement?.closest('[data-row]')?.getAttribute('data-row'));
    await eventually(row).toBe('1');
  },
);

test('a comment is written with the keyboard alone, and names somebody', { timeout: stepTimeoutMs }, async () => {
  await karin.keyboard.press('Control+Enter');
  await panel(karin).getByRole('tab', { name: 'Uppgifter' }).focus();
  await karin.keyboard.press('ArrowRight');
  await panel(karin).getByText('Inga kommentarer än').waitFor();
  await composer(karin).focus();
  await karin.keyboard.type('Kan du ringa, @yus');
  await karin.getByRole('option', { name: 'Yusuf Warsame' }).waitFor();
  await expectAccessible(karin);
  // Escape closes the list and leaves the panel; going on with the name elsewhere opens it again.
  await karin.keyboard.press('Escape');
  await karin.getByRole('listbox').waitFor({ state: 'detached' });
  await karin.keyboard.type(' @yus');
  await karin.getByRole('option', { name: 'Yusuf Warsame' }).waitFor();
  await eventually(() => composer(karin).getAttribute('aria-activedescendant')).not.toBeNull();
  await karin.keyboard.press('Enter');
  await panel(karin).getByText('Får veta: Yusuf Warsame').waitFor();
  await karin.keyboard.type('i dag?');
  await karin.keyboard.press('Enter');
  await karin.keyboard.type('Se https://example.org/avtal.');
  await karin.keyboard.press('Control+Enter');
  const written = comment(karin, 'Kan du ringa');
  await written.getByText('@Yusuf Warsame').waitFor();
  expect(await written.getByRole('link').getAttribute('href')).toBe('https://example.org/avtal');
  await panel(karin).getByRole('tab', { name: 'Kommentarer 1' }).waitFor();
  expect(await composer(karin).innerText()).toBe('');
});

test('who was mentioned is told, comes to the comment, and has then read it', { timeout: stepTimeoutMs }, async () => {
  await yusuf.goto('/o/lindangen');
  await bell(yusuf, /^Omnämnanden ?, 1 oläst$/).click();
  const row = yusuf.getByRole('listitem').filter({ hasText: 'Karin Lindqvist nämnde dig i' });
  await row.getByText('Oläst').waitFor();
  await expectAccessible(yusuf);
  await row.getByRole('link').first().click();
  const there = comment(yusuf, 'Kan du ringa');
  await there.getByText('Ny', { exact: true }).waitFor();
  await eventually(() => there.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(new URL(yusuf.url()).pathname).toBe(record);
  await bell(yusuf, 'Omnämnanden').waitFor();
});

test(
  'what looks like an identity number is looked at twice, and what did not arrive is kept',
  { timeout: stepTimeoutMs },
  async () => {
    await yusuf.goto(`${record}${few}#comments`);
    await composer(yusuf).focus();
    await yusuf.keyboard.type('Numret är 19900101-2385');
    await panel(yusuf).getByText('Står det ett personnummer i texten?').waitFor();
    await expectAccessible(yusuf);
    await yusuf.keyboard.press('Control+Enter');
    await panel(yusuf).getByRole('button', { name: 'Skicka ändå' }).waitFor();
    expect(await comment(yusuf, 'Numret är').count()).toBe(0);
    await yusuf.keyboard.press('Control+a');
    await yusuf.keyboard.type('Ringer på måndag');

    await yusuf.route('**/comments', (route) => route.abort());
    await yusuf.keyboard.press('Control+Enter');
    await comment(yusuf, 'Ringer på måndag').getByText('Skickades inte').waitFor();
    await expectAccessible(yusuf);
    // It waits where it was written, whatever is looked at meanwhile.
    await panel(yusuf).getByRole('tab', { name: 'Uppgifter' }).click();
    await panel(yusuf).getByRole('tab', { name: 'Kommentarer' }).click();
    await press(panel(yusuf), 'Ändra texten');
    expect(await composer(yusuf).innerText()).toBe('Ringer på måndag');
    await yusuf.keyboard.type('.');
    await yusuf.keyboard.press('Control+Enter');
    await comment(yusuf, 'Ringer på måndag.').getByText('Skickades inte').waitFor();
    await yusuf.unroute('**/comments');
    await press(panel(yusuf), 'Försök igen');
    await comment(yusuf, 'Ringer på måndag.').getByRole('time').waitFor();
    await panel(yusuf).getByRole('tab', { name: 'Kommentarer 2' }).waitFor();
  },
);

test(
  'one’s own comment is changed from two windows without a word lost, removed, and brought back',
  { timeout: stepTimeoutMs },
  async () => {
    const other = await yusuf.context().newPage();
    await other.setViewportSize({ width: 1440, height: 900 });
    await other.goto(`${record}${few}#comments`);
    await choose(yusuf, 'Ringer på måndag.', 'Ändra');
    await choose(other, 'Ringer på måndag.', 'Ändra');
    await goOn(other, ' Eller tisdag.');
    await press(panel(other), 'Spara');
    await comment(other, 'Eller tisdag.').getByText('redigerad').waitFor();
    await other.close();

    await goOn(yusuf, ' Klockan nio.');
    await press(panel(yusuf), 'Spara');
    await panel(yusuf).getByText('Ändrad i ett annat fönster').waitFor();
    await panel(yusuf).getByText('Ringer på måndag. Eller tisdag.').waitFor();
    await press(panel(yusuf), 'Spara');
    await comment(yusuf, 'Ringer på måndag. Klockan nio.').getByText('redigerad').waitFor();

    await choose(yusuf, 'Klockan nio.', 'Ta bort');
    await told(yusuf, 'Kommentaren är borttagen').waitFor();
    await panel(yusuf).getByRole('tab', { name: 'Kommentarer 1' }).waitFor();
    await press(yusuf, 'Ångra');
    await comment(yusuf, 'Klockan nio.').waitFor();
    expect(await comment(yusuf, 'Ringer på måndag').count()).toBe(1);
  },
);

test(
  'an administrator removes another’s comment after a question, and the journal tells of all of it',
  { timeout: stepTimeoutMs },
  async () => {
    await karin.reload();
    await choose(karin, 'Klockan nio.', 'Ta bort');
    const question = karin.getByRole('alertdialog', { name: 'Ta bort kommentaren?' });
    await question.getByText('skriven av Yusuf Warsame').waitFor();
    await expectAccessible(karin);
    await press(question, 'Ta bort');
    await comment(karin, 'Kommentaren är borttagen av Karin Lindqvist').waitFor();
    expect(await comment(karin, 'Klockan nio.').count()).toBe(0);

    await karin.goto('/o/lindangen/journal?kind=change');
    const entry = (words: string) => karin.getByRole('listitem').filter({ hasText: words });
    await entry('Karin Lindqvist tog bort en kommentar').first().waitFor();
    await entry('Yusuf Warsame skrev en borttagen kommentar på nytt').getByText('Klockan nio.').waitFor();
    await entry('Karin Lindqvist nämnde någon i en kommentar').getByText('Yusuf Warsame').waitFor();
  },
);

test('on a phone and in English it is the same, with the bell in sight', { timeout: stepTimeoutMs }, async () => {
  await yusuf.setViewportSize({ width: 360, height: 740 });
  await yusuf.evaluate(() => localStorage.setItem('valv.language', 'en'));
  await yusuf.goto('/o/lindangen');
  await yusuf.getByRole('banner').getByRole('link', { name: 'Mentions' }).click();
  await yusuf.getByText('Karin Lindqvist mentioned you in').waitFor();
  expect(await yusuf.locator('html').getAttribute('lang')).toBe('en');
  await expectAccessible(yusuf);
  await yusuf.getByRole('main').getByRole('listitem').getByRole('link').first().click();
  const dialog = yusuf.getByRole('dialog');
  await dialog.getByText('The comment was removed by Karin Lindqvist').waitFor();
  await dialog.getByRole('textbox', { name: 'Write a comment' }).fill('Thanks @kar');
  await yusuf.getByRole('option', { name: 'Karin Lindqvist' }).click();
  await dialog.getByText('Will be told: Karin Lindqvist').waitFor();
  await expectAccessible(yusuf);
  await press(dialog, 'Send');
  const field = dialog.getByRole('textbox', { name: 'Write a comment' });
  await eventually(() => field.evaluate((element) => element === document.activeElement)).toBe(true);
  await dialog.getByRole('tab', { name: 'Comments 2' }).waitFor();
  await karin.goto('/o/lindangen/overview');
  await bell(karin, /^Omnämnanden ?, 1 oläst$/).waitFor();
});
