import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isSigned, openReceiver, type Receiver } from '../tests/receiver.ts';
import { expectAccessible, expectAccessibleInBothThemes, openBrowser, openPage } from './browser.ts';
import { startService, type Service } from './service.ts';

// An administrator joins other systems to the organisation, told in order: a key by which a program calls, and a webhook by
// which one is told. The receiver is a real server of this test, called by TLS.

const startTimeoutMs = 240_000;
const stepTimeoutMs = 90_000;

let service: Service;
let receiver: Receiver;
let browser: Browser;
let page: Page;
let folder: string;
/** The API key that the first step makes. */
let key = '';
/** `/organisations/{id}` of the demonstration. */
let organisation = '';

beforeAll(async () => {
  receiver = await openReceiver();
  folder = await mkdtemp(join(tmpdir(), 'valv-receiver-'));
  const authority = join(folder, 'authority.pem');
  await writeFile(authority, receiver.certificate);
  [service, browser] = await Promise.all([
    startService({ VALV_WEBHOOKS_PRIVATE: 'on', NODE_EXTRA_CA_CERTS: authority }),
    openBrowser(),
  ]);
  page = await openPage(browser, service.url);
  await page.setViewportSize({ width: 1440, height: 900 });
  await service.printed('Demonstration: ready');
  const { pathname, hash } = new URL(await service.linkFor('demo.karin'));
  await page.goto(pathname + hash);
  await press(page, 'Logga in');
  await page.getByRole('heading', { level: 1, name: /Välj/ }).waitFor();
}, startTimeoutMs);

afterAll(async () => {
  await browser?.close();
  await service?.stop();
  await receiver?.close();
  await rm(folder, { recursive: true, force: true });
});

const eventually = <T>(read: () => Promise<T> | T) => expect.poll(read, { timeout: 15_000 });
const press = (within: Page | Locator, name: string | RegExp) =>
  within.getByRole('button', { name, exact: true }).click();
const dialog = () => page.getByRole('dialog');
const tick = (within: Locator, name: string) => within.locator('label').filter({ hasText: name }).first().click();

async function call(method: string, path: string, body?: object) {
  const answer = await fetch(`${service.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, headers: answer.headers, json: await answer.json() };
}

test(
  'a key made in the browser lets a program in, and tells it its quota',
  async () => {
    await page.goto('/o/lindangen/api-keys');
    await press(page, 'Ny nyckel');
    await dialog().getByRole('textbox', { name: 'Vad är den till?' }).fill('Ekonomisystemet');
    for (const permission of ['Se register', 'Läsa poster', 'Ändra poster']) await tick(dialog(), permission);
    await expectAccessible(page);
    await press(dialog(), 'Skapa nyckeln');
    key = await dialog().getByRole('textbox', { name: 'API-nyckel' }).inputValue();
    expect(key).toMatch(/^valv_/);
    const address = await dialog().getByRole('textbox', { name: 'Organisationens adress i API:et' }).inputValue();
    expect(address).toContain(`${service.url}/api/v1/organisations/`);
    organisation = address.slice(`${service.url}/api/v1`.length);
    await press(dialog(), 'Klar');
    await page.getByText('Aldrig använd').waitFor();

    const first = await call('GET', `${organisation}/registers`);
    expect(first.status).toBe(200);
    const second = await call('GET', `${organisation}/registers`);
    expect(second.headers.get('ratelimit-policy')).toBe('"key";q=6000;w=60');
    expect(second.headers.get('ratelimit')).toMatch(/^"key";r=\d+;t=1$/);
    await page.reload();
    await page.getByText(/Senast använd/).waitFor();
    await expectAccessible(page);
  },
  stepTimeoutMs,
);

test(
  'a webhook made in the browser tells of a change, signed, and its log shows it',
  async () => {
    await page.getByRole('navigation').getByRole('link', { name: 'Webhooks', exact: true }).click();
    await page.getByText('Inga webhooks').waitFor();
    await expectAccessible(page);
    await press(page, 'Ny webhook');
    await dialog().getByRole('textbox', { name: 'Vad är den till?' }).fill('Ekonomisystemet');
    await dialog().getByRole('textbox', { name: 'Adress' }).fill('http://example.org/hook');
    await tick(dialog().getByRole('group', { name: 'Medlemmar' }), 'Post ändrad');
    await press(dialog(), 'Skapa webhooken');
    await dialog().getByText('Adressen måste börja med https://').waitFor();
    await expectAccessible(page);
    await dialog().getByRole('textbox', { name: 'Adress' }).fill(receiver.url);
    await press(dialog(), 'Skapa webhooken');
    const secret = await dialog().getByRole('textbox', { name: 'Hemlighet' }).inputValue();
    expect(secret).toMatch(/^whsec_/);
    await press(dialog(), 'Stäng');
    await page.getByRole('main').getByRole('link', { name: 'Ekonomisystemet' }).click();
    await page.getByText('Inget har skickats än').waitFor();

    await press(page, 'Skicka ett prov');
    await eventually(() => receiver.received.length).toBe(1);
    const [tried] = receiver.received;
    expect(tried && isSigned(tried, secret)).toBe(true);

    const registers = await call('GET', `${organisation}/registers`);
    const register = registers.json.registers.find((one: { key: string }) => one.key === 'members');
    const records = `${organisation}/registers/${register.id}/records`;
    const [record] = (await call('GET', `${records}?limit=1`)).json.records;
    const changed = await call('PATCH', `${records}/${record.id}`, {
      version: record.version,
      data: { city: 'Kiruna' },
    });
    expect(changed.status).toBe(200);
    await eventually(() => receiver.received.length).toBe(2);
    const told = receiver.received[1];
    expect(told && isSigned(told, secret)).toBe(true);
    expect(told?.json).toMatchObject({
      type: 'record.changed',
      data: { record: record.id, version: record.version + 1, fields: ['city'] },
    });
    expect(told?.body).not.toContain('Kiruna');
    // Where it leads stands what was changed, for who may see it.
    const followed = await fetch(told?.json.data.url, { headers: { authorization: `Bearer ${key}` } });
    expect(await followed.json()).toMatchObject({ data: { city: 'Kiruna' } });

    await page.reload();
    const line = page.getByRole('listitem').filter({ hasText: 'Post ändrad' }).filter({ hasText: 'Levererad' });
    await line.getByRole('button', { name: /Post ändrad/ }).click();
    await line.getByText('Kom fram').waitFor();
    await expectAccessibleInBothThemes(page);
    await press(line, /^Skicka igen/);
    await eventually(() => receiver.received.length).toBe(3);
    expect(receiver.received[2]?.headers['webhook-id']).toBe(told?.headers['webhook-id']);
  },
  stepTimeoutMs,
);

test(
  'a receiver that fails is told of in the log and on the page; paused, nothing is sent',
  async () => {
    receiver.answer = () => ({ status: 503, text: 'Stängt för underhåll' });
    await press(page, 'Skicka ett prov');
    const failed = page.getByRole('listitem').filter({ hasText: 'Mottagaren tog inte emot' });
    await failed.first().getByRole('button').first().click();
    await failed.first().getByText('Stängt för underhåll').waitFor();
    await expectAccessible(page);
    await press(page, 'Mer med webhooken');
    await page.getByRole('menuitem', { name: 'Pausa' }).click();
    await page.getByText('Inget skickas.').waitFor();
    await page.setViewportSize({ width: 360, height: 740 });
    await expectAccessible(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
    await page.setViewportSize({ width: 1440, height: 900 });
  },
  stepTimeoutMs,
);

test(
  'the API is described to whoever comes: searched, opened, tried by what it shows',
  async () => {
    const visitor = await openPage(browser, service.url);
    await visitor.goto('/api');
    await visitor.getByRole('heading', { level: 1, name: 'API' }).waitFor();
    await visitor.getByRole('searchbox', { name: 'Sök bland anropen' }).fill('webhook post');
    await eventually(() => visitor.locator('.api-operation').count()).toBe(3);
    await visitor.locator('.api-operation > summary').first().click();
    await visitor.getByText('Kräver behörigheten').waitFor();
    await expectAccessibleInBothThemes(visitor);
    // Its example is a call that can be sent as it stands, with a key and an organisation.
    const curl = await visitor.getByRole('region', { name: /Exempel/ }).textContent();
    expect(curl).toContain(`curl -X POST "${service.url}/api/v1/organisations/{organisation}/webhooks"`);
    await visitor.setViewportSize({ width: 360, height: 740 });
    expect(await visitor.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await visitor.getByRole('button', { name: 'English' }).click();
    await visitor.getByText('Needs the permission').waitFor();
    await expectAccessible(visitor);
    await visitor.goto('/api#record.created');
    await visitor.locator('[id="record.created"][open]').waitFor();
  },
  stepTimeoutMs,
);

test(
  'a key that is revoked is refused from the next call on',
  async () => {
    await page.goto('/o/lindangen/api-keys');
    await press(page, 'Återkalla nyckeln Ekonomisystemet');
    await press(page.getByRole('alertdialog'), 'Återkalla');
    await page.getByText('Återkallad', { exact: true }).waitFor();
    const refused = await call('GET', `${organisation}/registers`);
    expect([refused.status, refused.json.code]).toEqual([401, 'nobody']);
  },
  stepTimeoutMs,
);
