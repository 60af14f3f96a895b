// What a number of a spreadsheet means is said by its format: a day is the count of days since 1900 (or 1904), shown as a date.

export type NumberFormat = 'plain' | 'date' | 'date_time' | 'time' | { digits: number };

/** Formats that every program knows by number (ECMA-376 part 1, 18.8.30), those of East Asia included. */
const builtIn = new Map<number, NumberFormat>([
  ...[14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, 'date'] as const),
  ...[18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56].map((id) => [id, 'time'] as const),
  [22, 'date_time'],
]);

export function numberFormat(id: number, code: string | undefined): NumberFormat {
  if (code === undefined) return builtIn.get(id) ?? 'plain';
  // Of positive numbers, without what is shown as it stands: "text", \x, _x, *x, [Red], [$-41D].
  const shown = (code.split(';', 1)[0] ?? '')
    .replaceAll(/"[^"]*"|\\.|_.|\*./g, '')
    .replaceAll(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .toLowerCase();
  if (/^0{2,}$/.test(shown)) return { digits: shown.length };
  if (shown.includes('general') || shown.includes('standard')) return 'plain';
  const hasDay = /[yd]/.test(shown) || (shown.includes('m') && !/[hs]/.test(shown));
  const hasTime = /[hs]/.test(shown);
  return hasDay ? (hasTime ? 'date_time' : 'date') : hasTime ? 'time' : 'plain';
}

const dayMs = 86_400_000;
const epoch1900 = Date.UTC(1899, 11, 30);
const epoch1904 = Date.UTC(1904, 0, 1);
/** The last day that spreadsheets know, 9999-12-31. */
const serialMax = 2_958_466;

/** A cell's number as it is meant; undefined where its format makes no sense of it. */
export function writeNumber(written: string, format: NumberFormat, is1904: boolean): string {
  const number = Number(written);
  if (written.trim() === '' || !Number.isFinite(number)) return written;
  if (typeof format === 'object') {
    return Number.isInteger(number) && number >= 0
      ? plainNumber(number).padStart(format.digits, '0')
      : plainNumber(number);
  }
  if (format === 'plain' || number < 0 || number >= serialMax) return plainNumber(number);
  // The first spreadsheet took 1900 for a leap year, and all others have followed it: before March the days are one more.
  const days = !is1904 && number < 60 ? number + 1 : number;
  const at = new Date(Math.round(((is1904 ? epoch1904 : epoch1900) + days * dayMs) / 1_000) * 1_000).toISOString();
  const time = at.slice(11, at.endsWith(':00.000Z') ? 16 : 19);
  if (format === 'time') return number < 1 ? time : plainNumber(number);
  const isWholeDay = Number.isInteger(number) || format === 'date';
  return isWholeDay ? at.slice(0, 10) : `${at.slice(0, 10)} ${time}`;
}

/** Without the noise of binary fractions, as spreadsheets show it: fifteen digits, and never an exponent. */
export function plainNumber(number: number): string {
  const rounded = Number(number.toPrecision(15));
  if (Number.isInteger(rounded)) return Math.abs(rounded) < 1e21 ? String(rounded) : BigInt(rounded).toString();
  const text = String(rounded);
  const [digits = '', exponent] = text.split('e');
  if (exponent === undefined) return text;
  // Only small fractions are left: 1.5e-7.
  return rounded.toFixed(Math.min(100, (digits.split('.')[1]?.length ?? 0) - Number(exponent)));
}

/** `_x000D_` is how a letter that XML cannot hold is written; `_x005F_` guards what only looks like one. */
export const unescapeText = (text: string) =>
  text.includes('_x')
    ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;

/** `AB12` → 27; -1 when it is no reference. */
export function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at += 1) {
    const letter = reference.charCodeAt(at) & 0xdf;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
  }
  return column - 1;
}
