import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, openBrowser, openPage } from './browser.ts';
import { startService, type Service } from './service.ts';

// Two people at work in the same register, each in a browser of their own: what one does, the other sees without asking.

const startTimeoutMs = 240_000;
const stepTimeoutMs = 90_000;
const few = '?sort=family_name&family_name.eq=Abbas';
const members = '/o/lindangen/registers/members';

let service: Service;
let browser: Browser;
let karin: Page;
let operator: Page;

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  [karin, operator] = await Promise.all([openPage(browser, service.url), openPage(browser, service.url)]);
  await service.printed('Demonstration: ready');
  const ways = [
    [karin, await service.linkFor('demo.karin')],
    [operator, service.signInLink],
  ] as const;
  for (const [page, link] of ways) {
    await page.setViewportSize({ width: 1440, height: 900 });
    const { pathname, hash } = new URL(link);
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
const cell = (page: Page, row: number, column: number) =>
  page.locator(`[data-row="${row}"]:not([data-waiting]) [data-column="${column}"]`);
const words = async (page: Page, row: number, column: number) => (await cell(page, row, column).innerText()).trim();
const isFollowing = (page: Page) =>
  page.waitForResponse((answer) => answer.url().endsWith('/events') && answer.status() === 200);

/** Opens it and waits until what happens there is heard. Gives the register's address in the API. */
async function look(page: Page, at: string): Promise<string> {
  const following = isFollowing(page);
  await page.goto(at);
  await cell(page, 0, 1).waitFor();
  return (await following).url().replace(/\/events$/, '');
}

async function write(page: Page, row: number, column: number, text: string): Promise<void> {
  await cell(page, row, column).click();
  await page.keyboard.press('F2');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await page.locator('.v-toast').filter({ hasText: /ändra/ }).first().waitFor();
}

test('what one writes, the other sees, and is shown where', { timeout: stepTimeoutMs }, async () => {
  await look(operator, members + few);
  await look(karin, members + few);
  await cell(operator, 1, 6).focus();
  await write(karin, 0, 6, 'Skanör');
  await operator.locator('[data-row="0"][data-touched]').waitFor();
  await eventually(() => words(operator, 0, 6)).toBe('Skanör');
  // Nothing of the other's place has moved, and the mark goes by itself.
  expect(await cell(operator, 1, 6).evaluate((element) => element === document.activeElement)).toBe(true);
  await eventually(() => operator.locator('[data-touched]').count()).toBe(0);
  // One's own change is no news.
  expect(await karin.locator('[data-touched]').count()).toBe(0);
});

test(
  'a cell that is being written, and the rows that are chosen, stay as they are',
  { timeout: stepTimeoutMs },
  async () => {
    await cell(operator, 2, 0).getByRole('checkbox').click();
    await cell(operator, 1, 6).click();
    await operator.keyboard.press('F2');
    await operator.keyboard.press('Control+a');
    await operator.keyboard.type('Halvskri');
    await write(karin, 0, 6, 'Falsterbo');
    await write(karin, 2, 6, 'Ljunghusen');
    await operator.keyboard.type('ven');
    expect(await operator.locator('.v-grid-editor').inputValue()).toBe('Halvskriven');
    await operator.keyboard.press('Enter');
    await eventually(() => words(operator, 0, 6)).toBe('Falsterbo');
    await eventually(() => words(operator, 2, 6)).toBe('Ljunghusen');
    expect(await words(operator, 1, 6)).toBe('Halvskriven');
    await eventually(() => words(karin, 1, 6)).toBe('Halvskriven');
    expect(await operator.locator('[role="row"][aria-selected="true"]').count()).toBe(1);
    await press(operator, /^Avmarkera|^Rensa/);
  },
);

test(
  'who writes in a form is told calmly that somebody else changed the record, and nothing is overwritten',
  { timeout: stepTimeoutMs },
  async () => {
    await cell(operator, 0, 1).getByRole('link').click();
    await press(panel(operator), 'Ändra');
    const city = panel(operator).getByRole('textbox', { name: 'Ort' });
    await city.fill('Min ort');
    await write(karin, 0, 6, 'Karins ort');
    const told = panel(operator).locator('.v-banner').filter({ hasText: 'Karin' });
    await told.filter({ hasText: 'har ändrat posten' }).waitFor();
    expect(await city.inputValue()).toBe('Min ort');
    await expectAccessible(operator);

    await press(told, 'Behåll mitt');
    await told.waitFor({ state: 'detached' });
    await press(panel(operator), 'Spara');
    // The save is refused with both sides, as always.
    await panel(operator)
      .getByRole('radio', { name: /^Min ort/ })
      .waitFor();
    await panel(operator).getByText('Karins ort').first().waitFor();
    await press(panel(operator), 'Tillbaka till formuläret');
    expect(await city.inputValue()).toBe('Min ort');

    await write(karin, 0, 6, 'Karins andra ort');
    await press(told, 'Visa ändringen');
    await panel(operator).getByText('Karins andra ort').first().waitFor();
    await press(panel(operator), 'Spara det valda');
    await eventually(() => words(karin, 0, 6)).toBe('Min ort');
  },
);

test(
  'a form in which nothing is written follows; comments come by themselves',
  { timeout: stepTimeoutMs },
  async () => {
    await press(panel(operator), 'Ändra');
    const city = panel(operator).getByRole('textbox', { name: 'Ort' });
    await write(karin, 0, 6, 'Höllviken');
    await eventually(() => city.inputValue()).toBe('Höllviken');
    await operator.keyboard.press('Escape');
    await panel(operator).getByRole('tab', { name: 'Kommentarer' }).click();
    await cell(karin, 0, 1).getByRole('link').click();
    await panel(karin).getByRole('tab', { name: 'Kommentarer' }).click();
    await panel(karin).getByRole('textbox', { name: 'Skriv en kommentar' }).fill('Har du ringt?');
    await press(panel(karin), 'Skicka');
    await eventually(() => operator.locator('.c-comment').filter({ hasText: 'Har du ringt?' }).count()).toBe(1);
    expect(await city.count()).toBe(0);
  },
);

test('of a cell that two write at once, the later is shown both sides', { timeout: stepTimeoutMs }, async () => {
  await look(operator, members + few);
  await look(karin, members + few);
  await cell(operator, 1, 6).click();
  await operator.keyboard.press('F2');
  await operator.keyboard.press('Control+a');
  await operator.keyboard.type('Operatörens');
  await write(karin, 1, 6, 'Karins');
  await operator.keyboard.press('Enter');
  const both = operator.getByRole('dialog');
  await both.getByRole('radio', { name: /^Operatörens/ }).waitFor();
  await both.getByText('Karins').first().waitFor();
  expect(await words(karin, 1, 6)).toBe('Karins');
  await operator.keyboard.press('Escape');
  await both.waitFor({ state: 'detached' });
});

test('an undo writes nothing over what somebody else has written since', { timeout: stepTimeoutMs }, async () => {
  await look(operator, members + few);
  await write(operator, 1, 6, 'Lomma');
  await eventually(() => words(karin, 1, 6)).toBe('Lomma');
  await write(karin, 1, 6, 'Bjärred');
  await eventually(() => words(operator, 1, 6)).toBe('Bjärred');
  await cell(operator, 1, 6).focus();
  await operator.keyboard.press('Control+z');
  await operator.locator('.v-toast').filter({ hasText: 'någon annan' }).waitFor();
  expect(await words(karin, 1, 6)).toBe('Bjärred');
});

test('a view that somebody else has saved since is not written over', { timeout: stepTimeoutMs }, async () => {
  const register = await look(operator, members);
  const send = (method: string, path: string, body?: object) =>
    operator.evaluate(
      async ([how, to, what]) => {
        const answer = await fetch(to, {
          method: how,
          headers: { 'x-valv-page': '1', 'content-type': 'application/json' },
          ...(what && { body: JSON.stringify(what) }),
        });
        return answer.json();
      },
      [method, path, body] as const,
    );
  const views = `${register}/views`;
  const view = { columns: null, sort: 'family_name', filter: [], search: '', group: null, totals: [] };
  const made = await send('POST', views, { name: 'Vår lista', view, sharedWith: [] });
  await look(operator, `${members}?view=${made.id}&sort=city`);
  const button = operator.getByRole('button', { name: /^Vår lista/ });
  await eventually(() => button.innerText()).toContain('•');
  const read = operator.waitForResponse(
    (answer) => answer.url().endsWith('/views') && answer.request().method() === 'GET',
  );
  const changed = await send('PUT', `${views}/${made.id}`, {
    version: made.version,
    name: made.name,
    sharedWith: [],
    view: { ...view, sort: '-joined_on' },
  });
  await read;
  await button.click();
  await operator.getByRole('menuitem', { name: 'Spara ändringarna i Vår lista' }).click();
  await operator.getByText('Någon annan har ändrat vyn sedan du öppnade den').waitFor();
  const { views: kept } = await send('GET', views);
  expect(kept.find(({ id }: { id: string }) => id === made.id)).toMatchObject({
    version: changed.version,
    view: { sort: '-joined_on' },
  });
  await look(operator, members + few);
});

test('windows of one browser share one stream', { timeout: stepTimeoutMs }, async () => {
  const second = await karin.context().newPage();
  let streams = 0;
  second.on('request', (request) => (streams += request.url().endsWith('/events') ? 1 : 0));
  await second.goto(members + few);
  await cell(second, 0, 1).waitFor();
  await write(operator, 0, 6, 'Vellinge');
  await eventually(() => words(second, 0, 6)).toBe('Vellinge');
  expect(streams).toBe(0);
  // The one that listened is closed: the other one listens.
  const following = isFollowing(second);
  await karin.close();
  await following;
  await write(operator, 0, 6, 'Trelleborg');
  await eventually(() => words(second, 0, 6)).toBe('Trelleborg');
  karin = second;
});

test('without a connection it says so, and catches up when it is back', { timeout: stepTimeoutMs }, async () => {
  await karin.context().route('**/events', (route) => route.abort());
  const cut = karin.waitForEvent('requestfailed', (request) => request.url().endsWith('/events'));
  await karin.reload();
  await cut;
  await karin.getByText('Andras ändringar visas inte just nu').waitFor();
  await expectAccessible(karin);
  await write(operator, 0, 6, 'Ystad');
  expect(await words(karin, 0, 6)).toBe('Trelleborg');
  const following = isFollowing(karin);
  await karin.context().unroute('**/events');
  await karin.evaluate(() => globalThis.dispatchEvent(new Event('online')));
  await following;
  await eventually(() => words(karin, 0, 6)).toBe('Ystad');
  await karin.getByText('Andras ändringar visas inte just nu').waitFor({ state: 'detached' });
});
