// The ways in which a day stands in the files that people have. Only what can mean one day alone is read: a day that was guessed
// wrong is worse than a row that asks to be put right.

/** Swedish and English, by the first three letters. */
const months = ['jan', 'feb', 'mar', 'apr', 'maj', 'jun', 'jul', 'aug', 'sep', 'okt', 'nov', 'dec'];
const englishMonths: Record<string, number> = { may: 5, oct: 10 };
const monthNames =
  'jan(?:uari|uary)?|feb(?:ruari|ruary)?|mars?|march|apr(?:il)?|maj|may|june?|juni|july?|juli|aug(?:usti|ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|dec(?:ember)?';

const midnight = '(?:[T ]00:00(?::00(?:\\.0+)?)?Z?)?';
/** `1987-03-04`, `1987/3/4`, `1987.3.4`, `1987 3 4`; a database writes midnight behind it. */
const yearFirst = new RegExp(`^(?<year>\\d{4})(?<mark>[-/. ])(?<month>\\d{1,2})\\k<mark>(?<day>\\d{1,2})${midnight}$`);
/** `19870304`. */
const together = /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/;
/** `4.3.1987` and, as it is written in Sweden, `4/3 1987`: the day is first wherever it is written so. */
const dayFirst = /^(?<day>\d{1,2})(?:\.\s?(?<month>\d{1,2})\.\s?|\/(?<other>\d{1,2})\s+)(?<year>\d{4})$/;
/** `4 mars 1987`, `den 4 mar. 1987`, `4th of March 1987`. */
const named = new RegExp(
  `^(?:den )?(?<day>\\d{1,2})(?::?e|st|nd|rd|th)?\\.?[ -](?:of )?(?<name>${monthNames})\\.?,?[ -](?<year>\\d{4})$`,
  'i',
);
/** `March 4, 1987`. */
const nameFirst = new RegExp(`^(?<name>${monthNames})\\.? (?<day>\\d{1,2})(?:st|nd|rd|th)?,? (?<year>\\d{4})$`, 'i');
/** `4/3/1987` and `4-3-1987`: the fourth of March, or the third of April. */
const eitherFirst = /^(?<one>\d{1,2})(?<mark>[-/])(?<other>\d{1,2})\k<mark>(?<year>\d{4})$/;

/** The days that it may be, as YYYY-MM-DD: one, two when it can be read in two ways, or none. They need not be in the calendar. */
export function readWrittenDays(written: string): string[] {
  const text = written.replaceAll(/[\s\u00a0\u202f]+/g, ' ');
  for (const form of [yearFirst, together, dayFirst, named, nameFirst]) {
    const parts = form.exec(text)?.groups;
    if (parts) {
      const { year = '', month, other, name = '', day = '' } = parts;
      return [dayOf(year, month ?? other ?? monthOf(name), day)];
    }
  }
  const either = eitherFirst.exec(text)?.groups;
  if (!either) return [];
  const { one = '', other = '', year = '' } = either;
  if (Number(one) > 12 || one === other) return [dayOf(year, other, one)];
  return Number(other) > 12 ? [dayOf(year, one, other)] : [dayOf(year, other, one), dayOf(year, one, other)];
}

const dayOf = (year: string, month: string, day: string) => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;

function monthOf(name: string): string {
  const letters = name.slice(0, 3).toLowerCase();
  return String(englishMonths[letters] ?? months.indexOf(letters) + 1);
}
