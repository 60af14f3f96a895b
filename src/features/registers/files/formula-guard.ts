// A spreadsheet takes a cell of a CSV file for a formula when it begins like one (ASVS 1.2.10), whether it is quoted or not. An
// apostrophe before it makes it text, and reading takes it away again, so that what was exported can be imported as it was.

const beginnings = /^'*[=+\-@\t\r＝＋－＠]/;

export const guardText = (text: string): string => (beginnings.test(text) ? `'${text}` : text);

export const readText = (text: string): string =>
  text.startsWith("'") && beginnings.test(text) ? text.slice(1) : text;
