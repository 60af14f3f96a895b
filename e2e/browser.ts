import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright-core';
import { expect } from 'vitest';

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: '/usr/bin/chromium', args });

/** A window of its own: cookies, storage and language are nobody else's. */
export async function openPage(browser: Browser, url: string, language: 'sv' | 'en' = 'sv'): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, locale: language === 'sv' ? 'sv-SE' : 'en-GB' });
  context.setDefaultTimeout(15_000);
  return context.newPage();
}

const settledTimeoutMs = 15_000;
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** WCAG 2.2 AA, as far as a machine can tell, of the page as it stands when it has settled. */
export async function expectAccessible(page: Page): Promise<void> {
  await expectNothingWrong(page, (axe) => axe.withTags(rules));
}

/** The same in light and dark. The tokens of a theme are colours alone, so in the second only those are judged anew. */
export async function expectAccessibleInBothThemes(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNothingWrong(page, (axe) => axe.withRules(['color-contrast']));
  await page.emulateMedia({ colorScheme: 'light' });
}

async function expectNothingWrong(page: Page, choose: (axe: AxeBuilder) => AxeBuilder): Promise<void> {
  // Colours on their way from one to another are no colours to be judged: none sets out, and those under way arrive.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.waitForFunction(() => document.getAnimations().every((animation) => animation.playState !== 'running'), {
    timeout: settledTimeoutMs,
  });
  const axe = new AxeBuilder({ page })
    // What React Aria reads out in passing names a button that may be gone already.
    .exclude('[data-live-announcer]')
    // The rows of a table are alike: the first five stand for the rest, which would take most of the time.
    .exclude('.v-grid-body .v-grid-row:nth-child(n + 6)')
    // Otherwise each analysis opens a page of its own to put frames together, and there are none.
    .setLegacyMode(true);
  const { violations, passes } = await choose(axe).analyze();
  await page.emulateMedia({ reducedMotion: null });
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.map(({ target }) => target.join(' ')),
  }));
  expect({ page: page.url(), found }).toEqual({ page: page.url(), found: [] });
  // A page of which nothing was judged would pass as well.
  expect(passes.length).toBeGreaterThan(0);
}
