/**
 * Identity numbers that the Swedish Tax Agency (Skatteverket) publishes for tests and demonstrations, and gives to
 * nobody: the open data set "Testpersonnummer" (skatteverket.entryscape.net/catalog/9/datasets/147, CC0). Read as
 * `AllPins.fs` of github.com/ActiveLogin/ActiveLogin.Identity (commit 069f697), which is generated from it.
 *
 * Looked at there, by sampling and by counting what lies between the samples:
 *   1890-1910s         one number a day, serial 980 or 981 (now and then 982-984)
 *   1910s-1989         a short list, about thirty a year, of ordinary serials (1969, 1972-74 and 1976-78: none)
 *   1990-02 to 2005-10 each day 239 if the day of the year is odd, 238 if it is even (to 1993 both)
 *   2006-2012          a list again, serials 238 and 239 with holes
 *   2013-2019          each day, as 1990-2005
 * A number outside the set may be a living person's: serial 238 was given to people born before 1990. So only the
 * days of the rule are computed; for the other years a part of the list stands in `published-test-numbers.ts`.
 */
import { checkDigit } from './check-digit.ts';
import { publishedTestNumbers } from './published-test-numbers.ts';

const DAILY = [
  { from: '1990-02-01', to: '2004-12-31' },
  { from: '2013-01-01', to: '2019-12-31' },
];

const DAY_MS = 86_400_000;

/** Every known test number of somebody born in these years (both included), as twelve digits, by date of birth. */
export function* testIdentityNumbers(years: { from: number; to: number }): Generator<string> {
  for (let year = years.from; year <= years.to; year++) {
    for (const rest of publishedTestNumbers[year]?.split(' ') ?? []) yield `${year}${rest}`;
    yield* dailyNumbers(year);
  }
}

function* dailyNumbers(year: number): Generator<string> {
  const newYear = Date.UTC(year, 0, 1);
  for (let dayOfYear = 1; dayOfYear <= 366; dayOfYear++) {
    const bornOn = new Date(newYear + (dayOfYear - 1) * DAY_MS).toISOString().slice(0, 10);
    if (!bornOn.startsWith(String(year)) || !DAILY.some((span) => span.from <= bornOn && bornOn <= span.to)) continue;
    const first = bornOn.replaceAll('-', '') + (dayOfYear % 2 === 1 ? '239' : '238');
    yield first + checkDigit(first.slice(2));
  }
}
