import { expect, test } from 'vitest';
import { z } from 'zod';
import { inputWords } from './input-words.ts';

const wordsOf = (shape: z.ZodType, value: unknown, language: 'sv' | 'en' = 'sv') =>
  shape.safeParse(value, { error: inputWords[language] }).error?.issues.map(({ message }) => message);

test.each([
  ['a short text', z.string().min(15), 'kort', 'Skriv minst 15 tecken.'],
  ['an empty text', z.string().min(3), '', 'Fyll i ett värde.'],
  ['a text that is only to be there', z.string().trim().min(1), '  ', 'Fyll i ett värde.'],
  ['a long text', z.string().max(3), 'längre', 'Skriv högst 3 tecken.'],
  ['a missing value', z.string(), undefined, 'Fyll i ett värde.'],
  ['no choice', z.array(z.string()).min(1), [], 'Välj minst 1.'],
  ['a low number', z.number().int().min(1), 0, 'Ange ett tal som är minst 1.'],
  ['a high number', z.number().max(30), 31, 'Ange ett tal som är högst 30.'],
  ['no e-mail', z.email(), 'anna.lind', 'Skriv en e-postadress, till exempel namn@example.org.'],
  ['no such value', z.enum(['sv', 'en']), 'fi', 'Välj ett av de värden som finns.'],
])('%s is told in words for people', (_, shape, value, words) => {
  expect(wordsOf(shape, value)).toEqual([words]);
});

test('the reader’s language is spoken', () => {
  expect(wordsOf(z.string().min(15), 'short', 'en')).toEqual(['Write at least 15 characters.']);
});

test('a message that is a code of ours is left to the catalogue', () => {
  expect(wordsOf(z.string().regex(/^a/, 'field.slug'), 'b')).toEqual(['field.slug']);
});
