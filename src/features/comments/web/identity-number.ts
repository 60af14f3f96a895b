// Comments lie unsealed. The page looks for what a Swedish identity number looks like and says so before it is sent; it is not
// refused, since order numbers look the same, and only who wrote it knows.

const CANDIDATE = /(?<!\d)(?:18|19|20)?(\d{2})(\d{2})(\d{2})[-+ \u2010-\u2013]?(\d{4})(?!\d)/g;
/** A coordination number's day is its day of birth and this; what is not known of its date is nought. */
const COORDINATION_DAYS = 60;

function isDay(month: number, day: number): boolean {
  if (day >= COORDINATION_DAYS) return month <= 12 && day <= COORDINATION_DAYS + 31;
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/** The check digit's algorithm (Luhn) over all ten digits. */
function isChecked(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const weighed = Number(digits[place]) * (place % 2 === 0 ? 2 : 1);
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}

export const holdsIdentityNumber = (text: string): boolean =>
  [...text.matchAll(CANDIDATE)].some(
    ([, year = '', month = '', day = '', rest = '']) =>
      isDay(Number(month), Number(day)) && isChecked(year + month + day + rest),
  );
