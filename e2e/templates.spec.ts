import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, expectAccessibleInBothThemes, openBrowser, openPage } from './browser.ts';
import { startService, type Service } from './service.ts';

// From an organisation with nothing in it to registers that lead to each other, in order. Every step begins where the last ended.

const startTimeoutMs = 240_000;
const stepTimeoutMs = 120_000;
const slug = 'vattnas-rorservice';

let service: Service;
let browser: Browser;
let owner: Page;

const press = (page: Page | Locator, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();

beforeAll(async () => {
  [service, browser] = await Promise.all([startService({ VALV_DEMO: 'off' }), openBrowser()]);
  const operator = await openPage(browser, service.url);
  const { pathname, hash } = new URL(service.signInLink);
  await operator.goto(pathname + hash);
  await press(operator, 'Logga in');
  await operator.getByRole('heading', { level: 1, name: /Välj/ }).waitFor();
  await operator.goto('/o/drift/organisations');
  await press(operator, 'Ny organisation');
  await operator.getByLabel('Namn').fill('Vattnäs Rörservice');
  await press(operator, 'Skapa organisationen');
  const link = await operator.getByLabel('Inbjudningslänk för första ägaren').inputValue();
  owner = await openPage(browser, service.url);
  await owner.goto(link);
  await owner.getByLabel('Namn', { exact: false }).first().fill('Åsa Falk');
  await owner.getByLabel('Användarnamn').fill('asa');
  await owner.getByRole('textbox', { name: 'Lösenord' }).fill('en bäver bygger sin egen damm');
  await press(owner, 'Skapa konto och gå med');
  await owner.getByRole('heading', { level: 1, name: 'Vattnäs Rörservice', exact: true }).waitFor();
}, startTimeoutMs);

afterAll(async () => {
  await browser?.close();
  await service?.stop();
});

test(
  'an organisation without registers begins with a template, which says what it makes',
  { timeout: stepTimeoutMs },
  async () => {
    await owner.goto(`/o/${slug}/registers`);
    await owner.getByText('Inga register ännu').waitFor();
    await expectAccessibleInBothThemes(owner);
    await press(owner, 'Börja från en mall');
    const dialog = owner.getByRole('dialog', { name: 'Börja från en mall' });
    await dialog.getByRole('radio', { name: /^Serviceordrar/ }).check({ force: true });
    await dialog.getByRole('listitem').filter({ hasText: 'Varje uppdrag från anmälan till faktura' }).waitFor();
    for (const width of [360, 1440]) {
      await owner.setViewportSize({ width, height: 800 });
      await expectAccessibleInBothThemes(owner);
    }
    await press(dialog, 'Lägg upp 4 register');
    await owner.getByText('Serviceordrar är upplagt').waitFor();
    const made = owner.getByRole('main').getByRole('listitem');
    for (const name of ['Serviceordrar', 'Kunder', 'Anläggningar', 'Orderrader'])
      await made.getByRole('link', { name, exact: true }).waitFor();
    expect(await made.count()).toBe(4);
  },
);

test('its registers lead to each other, and its views are told from today', { timeout: stepTimeoutMs }, async () => {
  await owner.goto(`/o/${slug}/registers/customers/records/new`);
  const panel = owner.getByRole('complementary');
  await panel.getByRole('textbox', { name: 'Namn' }).fill('Hällnäs Bageri');
  await press(panel, 'Lägg till');
  await panel.getByRole('heading', { name: /Hällnäs Bageri/ }).waitFor();

  await owner.goto(`/o/${slug}/registers/orders`);
  await press(owner, 'Alla poster');
  await owner.getByRole('menuitemradio', { name: 'Inbokat kommande vecka' }).click();
  await owner.getByText('Inbokad från i dag').waitFor();
  await owner.getByText(/^Inbokad till om 7\sdagar$/).waitFor();
  expect(new URL(owner.url()).searchParams.get('booked_at.to')).toBe('today+7d');
  await owner.getByText('Ingen post passar').waitFor();
  await expectAccessible(owner);

  await press(owner, 'Filter');
  const filter = owner.getByRole('dialog', { name: 'Filter' });
  await filter.getByRole('button', { name: /Fält/ }).click();
  await owner.getByRole('option', { name: 'Klar senast' }).click();
  await filter.getByRole('button', { name: /När/ }).click();
  await owner.getByRole('option', { name: 'Före i dag' }).click();
  await press(filter, 'Använd');
  await owner.getByText('Klar senast till i går').waitFor();
  await expectAccessible(owner);
});

test('what is there already is said, and left as it is', { timeout: stepTimeoutMs }, async () => {
  await owner.goto(`/o/${slug}/registers`);
  await press(owner, 'Från mall');
  const dialog = owner.getByRole('dialog', { name: 'Börja från en mall' });
  await dialog.getByRole('radio', { name: /^Serviceordrar/ }).check({ force: true });
  await dialog.getByText('Organisationen har redan alla register i mallen.').waitFor();
  expect(await dialog.getByText('Finns redan', { exact: true }).count()).toBe(4);
  expect(await dialog.getByRole('button', { name: /Lägg upp/ }).count()).toBe(0);
  await expectAccessible(owner);
});
