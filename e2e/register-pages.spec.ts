import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, expectAccessibleInBothThemes, openBrowser, openPage } from './browser.ts';
import { startService, type Service } from './service.ts';

// Every page of registers, comments, journal and promises as it stands for a screen reader: both languages, light and dark, on a phone
// and on a desk. What is said and done on them is in register.spec.ts.

const startTimeoutMs = 240_000;
const roundTimeoutMs = 300_000;
const organisation = '/o/lindangen';
const table = `${organisation}/registers/members`;
const widths = { phone: { width: 360, height: 740 }, desk: { width: 1440, height: 900 } };

let service: Service;
let browser: Browser;
let record: string;
let staged: string;
const pages = new Map<string, Page>();

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  await service.printed('Demonstration: ready');
  for (const [language, link] of [
    ['sv', service.signInLink],
    ['en', await service.linkFor('operator')],
  ] as const) {
    const page = await openPage(browser, service.url, language);
    await page.addInitScript((chosen) => localStorage.setItem('valv.language', chosen), language);
    const { pathname, hash } = new URL(link);
    await page.goto(pathname + hash);
    await page.getByRole('button', { name: /^(Logga in|Sign in)$/ }).click();
    await page.getByRole('heading', { level: 1, name: /^(Välj|Choose)/ }).waitFor();
    pages.set(language, page);
  }
  const page = pages.get('sv') as Page;
  await page.goto(table);
  const rows = page.locator('[data-row]:not([data-waiting]) .v-grid-link');
  record = (await rows.first().getAttribute('href')) ?? '';
  await page.goto(`${table}/import`);
  await page.locator('input[type="file"]').setInputFiles({
    name: 'medlemmar.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Förnamn;Efternamn;Medlemskap\nProvia;Ettström;Vuxen\n;Tvåström;Vuxen\n'),
  });
  await page.getByRole('heading', { level: 1, name: 'medlemmar.csv' }).waitFor();
  staged = new URL(page.url()).pathname;
}, startTimeoutMs);

afterAll(async () => {
  await browser?.close();
  await service?.stop();
});

const rounds = (['sv', 'en'] as const).flatMap((language) =>
  (['phone', 'desk'] as const).map((width) => [language, width] as const),
);

test.each(rounds)('%s, on a %s', { timeout: roundTimeoutMs }, async (language, width) => {
  const page = pages.get(language) as Page;
  await page.setViewportSize(widths[width]);

  // Everything that is wrong in a round is told at once.
  const faults: unknown[] = [];
  // No colour is of a language.
  const expectNothingWrong = language === 'sv' ? expectAccessibleInBothThemes : expectAccessible;
  const judge = () => expectNothingWrong(page).catch((error: unknown) => faults.push(error));
  const see = async (path: string) => {
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    await page.locator('.v-skeleton').first().waitFor({ state: 'detached' });
    await judge();
  };
  await see(`${organisation}/registers`);
  await see(`${table}?sort=family_name&membership.in=adult,youth&phone.filled=1`);
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('dialog').waitFor();
  await judge();
  await see(`${table}?search=zzz`);
  await see(record);
  await page.getByRole('tab', { name: /Kommentarer|Comments/ }).click();
  await page.getByRole('textbox', { name: /kommentar|comment/ }).waitFor();
  await judge();
  await page.getByRole('tab').last().click();
  await page.getByRole('list', { name: /Historik|History/ }).waitFor();
  await judge();
  await see(`${record}/edit`);
  await see(`${table}/records/new`);
  await page.getByRole('button', { name: /^(Lägg till|Add)$/ }).click();
  await page.getByRole('alert').waitFor();
  await judge();
  await see(`${table}/trash`);
  await see(`${table}/design`);
  await see(`${table}/import`);
  await see(staged);
  await see(`${organisation}/journal?kind=change`);
  await see(`${organisation}/mentions`);
  await see('/policy');
  expect(await page.locator('html').getAttribute('lang')).toBe(language);
  if (faults.length > 0) throw new AggregateError(faults, faults.map(String).join('\n'));
});
