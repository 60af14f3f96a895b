import type { sv } from './sealing-messages.sv.ts';

export const en: typeof sv = {
  exportedBefore: (count, written) =>
    count === 1
      ? 'The field has left Valv in an exported file, where its values stand in clear'
      : `The field has left Valv in ${written} exported files, where its values stand in clear`,
  exports: 'Exported files',
  formats: { csv: 'CSV', xlsx: 'Excel', json: 'JSON' },
  records: (count, written) => (count === 1 ? '1 record' : `${written} records`),
  brokeOff: 'broke off',
  mayHaveHeld: 'may have held the field',
  gone: 'Somebody who is no longer a member',
  selectedBy: (what) => `selected by ${what}`,
  words: (count) => (count === 1 ? 'one word' : `${count} words`),
  older: (count, written) => (count === 1 ? 'and one older file' : `and ${written} older files`),
  waiting: (fields) => `${fields}: the records are being sealed`,
  running: (fields, all, seen, written) =>
    all === 0
      ? `${fields}: values of the past are about to be sealed`
      : `${fields}: values of the past are being sealed. ${seen} of ${written} events in the journal looked through`,
  done: (fields, count, written) =>
    count === 0
      ? `${fields}: sealed. The journal held no earlier values`
      : count === 1
        ? `${fields}: sealed, with earlier values in one event of the journal`
        : `${fields}: sealed, with earlier values in ${written} events of the journal`,
};
