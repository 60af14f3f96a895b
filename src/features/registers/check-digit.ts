/** The tenth digit of a number whose first nine are given (the Luhn algorithm, weights 2 1 2 1 2 1 2 1 2). */
export function checkDigit(nineDigits: string): string {
  let sum = 0;
  for (const [index, digit] of nineDigits.split('').entries()) {
    const product = Number(digit) * (index % 2 === 0 ? 2 : 1);
    sum += product > 9 ? product - 9 : product;
  }
  return String((10 - (sum % 10)) % 10);
}
