/**
 * Swedish personal identity numbers (personnummer) and coordination numbers (samordningsnummer).
 *
 * What `personnummer` 3.2.1 checks: the form, the check digit and the calendar day (day or day - 60), in one
 * exception for all of them. What it does not: it guesses the century from the clock of the machine, lets births
 * in the future pass, accepts `+` after a full year, and refuses coordination numbers of people whose day or month
 * of birth is unknown. So form, century, day and future are judged here and the library is asked what it knows.
 */
import Personnummer from 'personnummer';
import { checkDigit } from './check-digit.ts';

/** The types of the package describe an ES module but Node loads its CommonJS build: the default is the class itself. */
const library = Personnummer as unknown as typeof Personnummer.default;

export type IdentityNumber =
  | { ok: true; canonical: string; kind: 'personal'; bornOn: string }
  /** The birth date is null where the Tax Agency knows no more than the year (month 00) or the month (day 60). */
  | { ok: true; canonical: string; kind: 'coordination'; bornOn: string | null };

export type IdentityNumberRefusal = { ok: false; code: IdentityNumberRefusalCode };

export type IdentityNumberRefusalCode =
  | 'identity_number.form'
  | 'identity_number.date'
  | 'identity_number.check_digit'
  | 'identity_number.future';

const FORM = /^(?<century>\d{2})?(?<year>\d{2})(?<month>\d{2})(?<day>\d{2})(?<separator>[-+]?)(?<serial>\d{3})\d$/;

/** Numbers began in 1947, when nobody alive was born before this year. */
const OLDEST_YEAR = 1840;

const COORDINATION_OFFSET_DAYS = 60;

/**
 * Reads a number as people write it: YYYYMMDD-NNNN, YYYYMMDDNNNN, YYMMDD-NNNN, YYMMDD+NNNN or YYMMDDNNNN, with
 * spaces around it. `today` (YYYY-MM-DD, where the organisation is) decides the century of the short forms and
 * what the future is. Never put the text in a log: it is an identity number even when it is refused.
 */
export function parseIdentityNumber(text: string, today: string): IdentityNumber | IdentityNumberRefusal {
  const parts = FORM.exec(text.trim())?.groups;
  if (!parts || parts.serial === '000') return refuse('identity_number.form');
  // A plus says "a hundred or more", which a full year says better; both at once is a slip of the pen.
  if (parts.century && parts.separator === '+') return refuse('identity_number.form');

  const year = parts.century ? Number(`${parts.century}${parts.year}`) : fullYear(parts, Number(today.slice(0, 4)));
  const digits = text.replace(/\D/g, '').slice(-10);
  const canonical = `${String(year).padStart(4, '0')}${digits.slice(2)}`;
  const birth = birthOf(year, Number(parts.month), Number(parts.day));
  if (!birth) return refuse('identity_number.date');

  const isChecked = birth.bornOn ? library.valid(canonical) : checkDigit(digits.slice(0, 9)) === digits.at(9);
  if (!isChecked) return refuse('identity_number.check_digit');

  const isBorn = birth.bornOn ? birth.bornOn <= today : year <= Number(today.slice(0, 4));
  return isBorn ? { ok: true, canonical, ...birth } : refuse('identity_number.future');
}

/** `YYYYMMDD-••••`: the birth date stays readable, the rest is gone. Takes the twelve digits of a parsed number only. */
export function maskIdentityNumber(canonical: string): string {
  // Masking something else would show it: a wrong call must fail, not print.
  if (!/^\d{12}$/.test(canonical)) throw new Error('Only a canonical identity number can be masked.');
  return `${canonical.slice(0, 8)}-••••`;
}

function refuse(code: IdentityNumberRefusalCode): IdentityNumberRefusal {
  return { ok: false, code };
}

/** From the year somebody turns a hundred the separator is a plus: a hyphen is the latest such year, a plus the one before. */
function fullYear(parts: { year?: string; separator?: string }, thisYear: number): number {
  const latest = parts.separator === '+' ? thisYear - 100 : thisYear;
  return latest - ((latest - Number(parts.year)) % 100);
}

type Birth = { kind: 'personal'; bornOn: string } | { kind: 'coordination'; bornOn: string | null };

function birthOf(year: number, month: number, day: number): Birth | undefined {
  if (year < OLDEST_YEAR) return undefined;
  if (day < COORDINATION_OFFSET_DAYS) {
    const bornOn = calendarDay(year, month, day);
    return bornOn ? { kind: 'personal', bornOn } : undefined;
  }
  const dayOfBirth = day - COORDINATION_OFFSET_DAYS;
  if (month <= 12 && dayOfBirth <= 31 && (month === 0 || dayOfBirth === 0)) {
    return { kind: 'coordination', bornOn: null };
  }
  const bornOn = calendarDay(year, month, dayOfBirth);
  return bornOn ? { kind: 'coordination', bornOn } : undefined;
}

function calendarDay(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.toISOString().slice(0, 10) : undefined;
}
