import { expect, test } from 'vitest';
import { relativeWords } from './relative-words.ts';

test.each([
  ['today', 'i dag', 'today'],
  ['today-1d', 'i går', 'yesterday'],
  ['today+1d', 'i morgon', 'tomorrow'],
  ['today-30d', 'för 30\u00a0dagar sedan', '30\u00a0days ago'],
  ['today+1y', 'om 1\u00a0år', 'in 1\u00a0year'],
  ['month+1m-1d', 'sista denna månad', 'the last of this month'],
  ['year-1y', 'den 1 januari i år, för 1\u00a0år sedan', '1 January this year, 1\u00a0year ago'],
])('%s is said as people say it', (value, sv, en) => {
  expect([relativeWords(value, 'sv'), relativeWords(value, 'en')]).toEqual([sv, en]);
});

test('a date of the calendar is none of these', () => {
  expect(relativeWords('2026-11-27', 'sv')).toBeUndefined();
});
