import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** A kept number as people here write it: `070-174 06 05`, and those of other countries with their prefix. */
export function formatPhone(kept: string): string {
  const number = parsePhoneNumberFromString(kept);
  if (!number) return kept;
  return number.country === 'SE' ? number.formatNational() : number.formatInternational();
}
