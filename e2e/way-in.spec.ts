import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, openBrowser, openPage } from './browser.ts';
import { startService, type Service } from './service.ts';

// One journey, told in order: the operator comes in, opens an organisation, its owner comes in, invites, and so on.

const startTimeoutMs = 240_000;
const journeyTimeoutMs = 90_000;
const passwords = {
  operator: 'en lång visa om fyra fåglar',
  owner: 'tre blå stenar under bryggan',
  reader: 'kaffet kallnar på verandan igen',
};
const refusal = 'Användarnamn eller lösenord stämmer inte för den här organisationen.';

let service: Service;
let browser: Browser;
let operator: Page;
let owner: Page;
let reader: Page;

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), openBrowser()]);
  // The operator owns the demonstration too: the first page they see depends on it.
  await service.printed('Demonstration: ready');
  operator = await openPage(browser, service.url);
  owner = await openPage(browser, service.url);
  reader = await openPage(browser, service.url);
}, startTimeoutMs);

afterAll(async () => {
  await browser?.close();
  await service?.stop();
});

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name, exact: true });
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
const pathOf = (page: Page) => new URL(page.url()).pathname;

async function signIn(page: Page, slug: string, userName: string, password: string): Promise<void> {
  await page.goto(`/o/${slug}`);
  await page.getByLabel('Användarnamn eller e-post').fill(userName);
  await page.getByRole('textbox', { name: 'Lösenord' }).fill(password);
  await press(page, 'Logga in');
}

async function chooseInAccountMenu(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /^Konto:/ }).click();
  await page.getByRole('menuitem', { name }).click();
}

async function makeAccount(page: Page, link: string, account: { name: string; userName: string; password: string }) {
  await page.goto(link);
  await page.getByLabel('Namn', { exact: false }).first().fill(account.name);
  await page.getByLabel('Användarnamn').fill(account.userName);
  await page.getByRole('textbox', { name: 'Lösenord' }).fill(account.password);
  await press(page, 'Skapa konto och gå med');
}

test(
  'a sign-in link stands in no address, is used by a press, and leads to a password',
  { timeout: journeyTimeoutMs },
  async () => {
    const { pathname, hash } = new URL(service.signInLink);
    await operator.goto(pathname + hash);
    await heading(operator, 'Logga in med länk').waitFor();
    expect(new URL(operator.url()).hash).toBe('');
    await expectAccessible(operator);
    await press(operator, 'Logga in');
    await heading(operator, 'Välj ett lösenord').waitFor();
    await expectAccessible(operator);

    await operator.getByRole('textbox', { name: 'Nytt lösenord' }).fill('kort');
    await press(operator, 'Spara lösenordet');
    await operator.getByText('Ett fält behöver rättas.').waitFor();
    await operator.getByRole('textbox', { name: 'Nytt lösenord' }).fill(passwords.operator);
    await press(operator, 'Spara lösenordet');
    await heading(operator, 'Välj organisation').waitFor();
    await expectAccessible(operator);
  },
);

test('a link that was used is refused in words', async () => {
  const { pathname, hash } = new URL(service.signInLink);
  const page = await openPage(browser, service.url);
  await page.goto(pathname + hash);
  await press(page, 'Logga in');
  await page.getByText('Länken gäller inte längre.').waitFor();
  expect(pathOf(page)).toBe('/sign-in-link');
  await page.context().close();
});

test('signing out ends the session, and the password leads in at the organisation’s own address', async () => {
  await chooseInAccountMenu(operator, 'Logga ut');
  await heading(operator, 'Vilken organisation?').waitFor();
  await expectAccessible(operator);

  await operator.getByLabel('Organisationens adress').fill('finns-inte');
  await press(operator, 'Fortsätt');
  await operator.getByText('Ingen organisation har den adressen.').waitFor();
  await operator.getByLabel('Organisationens adress').fill(`${service.url}/o/Lindangen`);
  await press(operator, 'Fortsätt');
  await operator.getByText('till Lindängens IF').waitFor();
  await expectAccessible(operator);

  await signIn(operator, 'lindangen', 'operator', 'fel lösenord, men långt');
  await operator.getByText(refusal).waitFor();
  await signIn(operator, 'lindangen', 'operator', passwords.operator);
  await operator.getByText('Demonstration', { exact: true }).waitFor();
  await operator.waitForURL('**/o/lindangen/registers/members');
  expect(await operator.evaluate(() => document.title)).not.toBe('');
});

test('the operator opens an organisation and gets its first owner’s invitation, once', async () => {
  await operator.goto('/o/drift/organisations');
  await press(operator, 'Ny organisation');
  await operator.getByLabel('Namn').fill('Åkersjöns båtklubb');
  expect(await operator.getByLabel('Adress').inputValue()).toBe('akersjons-batklubb');
  await expectAccessible(operator);
  await press(operator, 'Skapa organisationen');
  const link = await operator.getByLabel('Inbjudningslänk för första ägaren').inputValue();
  expect(link).toMatch(new RegExp(`^${service.url}/invitation#`));
  await press(operator, 'Klar');
  await operator.getByText('/o/akersjons-batklubb').waitFor();

  await owner.goto(link);
  await heading(owner, 'Gå med i Åkersjöns båtklubb').waitFor();
  await owner.getByText('Du får rollen Ägare.').waitFor();
  expect(new URL(owner.url()).hash).toBe('');
  await expectAccessible(owner);
  await makeAccount(owner, link, { name: 'Olle Ågren', userName: 'olle', password: passwords.owner });
  await heading(owner, 'Åkersjöns båtklubb').waitFor();
  expect(pathOf(owner)).toBe('/o/akersjons-batklubb/overview');
});

test('at another organisation’s address a member gets the same refusal as anybody (P15)', async () => {
  const page = await openPage(browser, service.url);
  await signIn(page, 'akersjons-batklubb', 'operator', passwords.operator);
  await page.getByText(refusal).waitFor();
  await signIn(page, 'akersjons-batklubb', 'ingen-alls', passwords.operator);
  await page.getByText(refusal).waitFor();
  await page.goto('/o/finns-inte');
  await heading(page, 'Här finns ingen organisation').waitFor();
  await expectAccessible(page);
  await page.context().close();

  await operator.goto('/o/akersjons-batklubb/members');
  await operator.getByText('har inget medlemskap i den här organisationen').waitFor();
  expect(pathOf(operator)).toBe('/o/akersjons-batklubb/members');
});

test('a member is invited and accepts in a browser of their own', async () => {
  await owner.getByRole('link', { name: 'Medlemskap' }).click();
  await press(owner, 'Bjud in');
  await owner.getByLabel('Vem är den till?').fill('Rut');
  await press(owner, 'Skapa inbjudan');
  await owner.getByText('Välj minst en roll.').waitFor();
  await owner.getByRole('checkbox', { name: 'Läsare' }).check({ force: true });
  await press(owner, 'Skapa inbjudan');
  const link = await owner.getByLabel('Inbjudningslänk').inputValue();
  await expectAccessible(owner);
  await press(owner, 'Klar');

  await makeAccount(reader, link, { name: 'Rut Östlund', userName: 'rut', password: passwords.reader });
  await heading(reader, 'Åkersjöns båtklubb').waitFor();
  await reader.goto('/invitation');
  await heading(reader, 'Inbjudan saknas').waitFor();

  await owner.reload();
  await owner.getByText('Rut Östlund').waitFor();
  await owner.getByRole('tab', { name: 'Inbjudningar' }).click();
  const accepted = owner.getByRole('listitem').filter({ hasText: 'Rut' }).getByText('Accepterad');
  await accepted.waitFor();
  expect(await accepted.count()).toBe(1);
});

test('a changed role takes effect at the member’s next call (P21)', async () => {
  await reader.goto('/o/akersjons-batklubb/members');
  await heading(reader, 'Dina roller ger inte tillgång till den här sidan').waitFor();
  expect(await reader.getByRole('button', { name: 'Försök igen' }).count()).toBe(0);
  expect(await reader.getByRole('link', { name: 'Medlemskap' }).count()).toBe(0);
  await expectAccessible(reader);

  await owner.getByRole('tab', { name: 'Medlemskap' }).click();
  await press(owner, 'Fler åtgärder: Rut Östlund');
  await owner.getByRole('menuitem', { name: 'Ändra' }).click();
  await owner.getByRole('checkbox', { name: 'Administratör' }).check({ force: true });
  await expectAccessible(owner);
  await press(owner, 'Spara');
  await owner.getByText('Rut Östlund är ändrad').waitFor();

  await reader.reload();
  await heading(reader, 'Medlemskap').waitFor();
  await reader.getByRole('link', { name: 'Medlemskap' }).waitFor();
});

test('a role of one’s own gives no more than one has oneself', async () => {
  await reader.goto('/o/akersjons-batklubb/roles');
  await press(reader, 'Ny roll');
  await reader.getByLabel('Rollens namn').fill('Hamnvärd');
  expect(await reader.getByRole('checkbox', { name: 'Se personnummer' }).isDisabled()).toBe(true);
  await reader.getByRole('checkbox', { name: 'Ändra poster' }).check({ force: true });
  await expectAccessible(reader);
  await press(reader, 'Spara');
  await reader.getByText('Rollen Hamnvärd är skapad').waitFor();
});

test('an API key is shown once, and works until it is revoked', async () => {
  await owner.goto('/o/akersjons-batklubb/api-keys');
  await press(owner, 'Ny nyckel');
  await owner.getByLabel('Vad är den till?').fill('Bokföringen');
  await owner.getByRole('checkbox', { name: 'Se organisationen' }).check({ force: true });
  await press(owner, 'Skapa nyckeln');
  const key = await owner.getByLabel('API-nyckel', { exact: true }).inputValue();
  await press(owner, 'Klar');
  const organisation = await owner.evaluate(async () => {
    const answer = await fetch('/api/v1/session', { headers: { 'x-valv-page': '1' } });
    const { organisations } = (await answer.json()) as { organisations: { id: string }[] };
    return organisations[0]?.id;
  });
  const use = () =>
    fetch(`${service.url}/api/v1/organisations/${organisation}`, { headers: { authorization: `Bearer ${key}` } });
  expect((await use()).status).toBe(200);
  await press(owner, 'Återkalla nyckeln Bokföringen');
  await press(owner, 'Återkalla');
  await owner.getByText('Nyckeln är återkallad').waitFor();
  expect((await use()).status).toBe(401);
});

test('a session that is ended elsewhere leads to sign-in at the same place, and back to it', async () => {
  const other = await openPage(browser, service.url);
  await signIn(other, 'akersjons-batklubb', 'olle', passwords.owner);
  await heading(other, 'Åkersjöns båtklubb').waitFor();
  await other.goto('/account');
  await other.getByText('Den här').waitFor();
  await other.getByRole('button', { name: /^Avsluta sessionen på/ }).click();
  await other.getByText('Sessionen är avslutad').waitFor();
  await other.context().close();

  await owner.getByRole('link', { name: 'Roller' }).click();
  await owner.getByText('Du är inte längre inloggad').waitFor();
  expect(pathOf(owner)).toBe('/o/akersjons-batklubb/roles');
  await expectAccessible(owner);
  await owner.getByLabel('Användarnamn eller e-post').fill('olle');
  await owner.getByRole('textbox', { name: 'Lösenord' }).fill(passwords.owner);
  await press(owner, 'Logga in');
  await heading(owner, 'Roller').waitFor();
});

test('nobody is led to another site after sign-in', async () => {
  for (const back of ['//evil.example/', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)']) {
    await owner.goto(`/sign-in?back=${encodeURIComponent(back)}`);
    await heading(owner, 'Åkersjöns båtklubb').waitFor();
    expect(new URL(owner.url()).origin).toBe(service.url);
  }
  await owner.goto(`/sign-in?back=${encodeURIComponent('/account')}`);
  await heading(owner, 'Ditt konto').waitFor();
});

test('without cookies the page says so, and does not go round in a circle', async () => {
  const page = await openPage(browser, service.url);
  // What a browser does that blocks them: the answer comes, and its cookie is not kept.
  await page.route('**/api/v1/sign-ins', async (route) => {
    const answer = await route.fetch();
    const { 'set-cookie': _cookie, ...headers } = answer.headers();
    await page.context().clearCookies();
    await route.fulfill({ response: answer, headers });
  });
  await signIn(page, 'akersjons-batklubb', 'olle', passwords.owner);
  await page.getByText('Webbläsaren sparar inga kakor').waitFor();
  expect(pathOf(page)).toBe('/o/akersjons-batklubb');
  await expectAccessible(page);
  await page.context().close();
});

test('a suspended member is out at the next call, and is not told why', async () => {
  await owner.goto('/o/akersjons-batklubb/members');
  await press(owner, 'Fler åtgärder: Rut Östlund');
  await owner.getByRole('menuitem', { name: 'Stäng av' }).click();
  await expectAccessible(owner);
  await press(owner, 'Stäng av');
  await owner.getByText('Rut Östlund är avstängd').waitFor();
  await reader.reload();
  await reader.getByRole('heading', { name: 'Logga in' }).waitFor();
  expect(await reader.getByText('avstängd').count()).toBe(0);
});

const pages = {
  owner: ['overview', 'members', 'members?tab=invitations', 'roles', 'api-keys', 'settings'].map(
    (path) => `/o/akersjons-batklubb/${path}`,
  ),
  operator: ['/', '/account', '/o/drift/overview', '/o/drift/organisations', '/o/lindangen/ingenting'],
};

test.each(['sv', 'en'] as const)(
  'every page can be used by everybody, in %s',
  { timeout: journeyTimeoutMs },
  async (language) => {
    for (const [page, paths] of [
      [owner, pages.owner],
      [operator, pages.operator],
    ] as const) {
      await page.evaluate((chosen) => localStorage.setItem('valv.language', chosen), language);
      for (const path of paths) {
        await page.goto(path);
        await page.getByRole('heading').first().waitFor();
        await page.waitForLoadState('networkidle');
        expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
        await expectAccessible(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), path).toBe(true);
      }
    }
  },
);
