import { describe, expect, test } from 'vitest';
import { getPromise, promises, themes } from './catalogue.ts';
import type { Bilingual } from './promise.ts';

const LANGUAGES = ['sv', 'en'] as const;

const idsOf = (kind: string) => promises.filter((promise) => promise.kind === kind).map((promise) => promise.id);
const texts = (): { where: string; words: Bilingual }[] => [
  ...promises.flatMap(({ id, text, shownBy }) => [
    { where: `${id} text`, words: text },
    { where: `${id} shownBy`, words: shownBy },
  ]),
  ...themes.map(({ id, title }) => ({ where: id, words: title })),
];

/** Words that the glossary replaces: an organisation is never a tenant, a journal never an audit log. */
const FORBIDDEN = {
  en: /\b(tenants?|workspaces?|teams?|sites?|customers?|audit (logs?|trails?)|magic links?|log(ging)? in)\b/i,
  sv: /\b(tenants?|workspaces?|arbetsyt\w*|team\w*|sajt\w*|webbplats\w*|kund(en|er|erna)?|säkerhetskopi\w*|ändringslogg\w*)\b/i,
};

describe('the catalogue of promises', () => {
  test('has 78 promises with consecutive numbers', () => {
    expect(promises.map((promise) => promise.id)).toEqual(
      Array.from({ length: 78 }, (_, index) => `P${String(index + 1).padStart(2, '0')}`),
    );
  });

  test('attests what code cannot prove, and nothing else', () => {
    expect(idsOf('attested')).toEqual(['P54', 'P55', 'P57', 'P76', 'P77', 'P78']);
    expect(promises.filter((promise) => promise.isPartlyAttested).map((promise) => promise.id)).toEqual(['P31', 'P65']);
    expect(idsOf('measured').length).toBeGreaterThan(0);
    expect(idsOf('configured').length).toBeGreaterThan(0);
  });

  test('names the policies it comes from, in order and once each', () => {
    const wrong = promises.filter(({ sources }) => sources.length === 0 || !isInOrder(sources));
    expect(wrong).toEqual([]);
  });

  test('uses every theme, and no other', () => {
    expect(new Set(promises.map((promise) => promise.theme))).toEqual(new Set(themes.map((theme) => theme.id)));
    expect(new Set(themes.map((theme) => theme.id)).size).toBe(themes.length);
  });

  test('says everything in both languages, differently', () => {
    // The journal is called the same in both.
    const untranslated = texts().filter(({ where, words }) => words.sv === words.en && where !== 'journal');
    expect(untranslated).toEqual([]);
    expect(texts().filter(({ words }) => words.sv.trim() === '' || words.en.trim() === '')).toEqual([]);
  });

  test.each(LANGUAGES)('says no two things alike (%s)', (language) => {
    const all = promises.flatMap(({ text, shownBy }) => [text[language], shownBy[language]]);
    expect(new Set(all).size).toBe(promises.length * 2);
  });

  test.each(LANGUAGES)('is written in whole sentences: one to three, and one for what shows it (%s)', (language) => {
    const wrong = promises.filter(({ text, shownBy }) => {
      const count = sentencesIn(text[language]);
      return count < 1 || count > 3 || sentencesIn(shownBy[language]) !== 1;
    });
    expect(wrong).toEqual([]);
  });

  test.each(LANGUAGES)('keeps to the words of the glossary (%s)', (language) => {
    expect(texts().filter(({ words }) => FORBIDDEN[language].test(words[language]))).toEqual([]);
  });

  test('is found by number, and an unknown number is an error', () => {
    expect(getPromise('P44').theme).toBe('backup');
    expect(() => getPromise('P79')).toThrow('P79');
  });
});

/** The number of sentences; 0 for a text that does not begin with a capital and end with a full stop. */
function sentencesIn(text: string): number {
  if (!/^\p{Lu}[^]*\.$/u.test(text)) return 0;
  return text.match(/\.(?= \p{Lu}|$)/gu)?.length ?? 0;
}

function isInOrder(sources: readonly string[]): boolean {
  return sources.every((source, index) => index === 0 || source > (sources[index - 1] ?? ''));
}
