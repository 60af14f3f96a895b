import { expect, test } from 'vitest';
import { relativeDay } from './relative-day.ts';

test.each([
  ['today', '2028-02-29'],
  ['today-1d', '2028-02-28'],
  ['today+1w', '2028-03-07'],
  ['today-1y', '2027-02-28'],
  ['today+12m', '2029-02-28'],
  ['month', '2028-02-01'],
  ['month+1m-1d', '2028-02-29'],
  ['year', '2028-01-01'],
  ['year-1y', '2027-01-01'],
  ['today+9999d', '2055-07-16'],
])('%s on the 29th of February is %s', (written, day) => {
  expect(relativeDay(written, '2028-02-29')).toBe(day);
});

test.each([
  '',
  'Today',
  'today-',
  'today-1',
  'today-1d-1d-1d',
  'today-10000d',
  'today-9999y',
  'today+9999y',
  'tomorrow',
])('%j is no day', (written) => {
  expect(relativeDay(written, '2028-02-29')).toBeUndefined();
});
