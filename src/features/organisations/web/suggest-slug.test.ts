import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Slug } from '../../identity/contract.ts';
import { suggestSlug } from './suggest-slug.ts';

test.each([
  ['Lindängens IF', 'lindangens-if'],
  ['  Åsa & Öst: kör  ', 'asa-ost-kor'],
  ['Æbleø', 'aebleo'],
  ['1:a Sjöscoutkåren', '1-a-sjoscoutkaren'],
  ['日本', ''],
])('%j is suggested the address %j', (name, slug) => {
  expect(suggestSlug(name)).toBe(slug);
});

test('whatever the name, what is suggested is an address or nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (name) => {
      const slug = suggestSlug(name);
      expect(slug === '' || Slug.safeParse(slug).success).toBe(true);
    }),
  );
});
