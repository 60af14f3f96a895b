const LENGTH_MAX = 40;

/** A key made of a label: `Född år` becomes `fodd_ar`. Empty when nothing of it can stand in a key. */
export function suggestKey(label: string): string {
  return label
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'o')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replace(/^[0-9_]+/, '')
    .slice(0, LENGTH_MAX)
    .replace(/_+$/, '');
}

/** The proposal, with a number behind it when somebody else has it: `name`, `name_2`. */
export function freeKey(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    const key = `${wanted.slice(0, LENGTH_MAX - 1 - String(number).length)}_${number}`;
    if (!taken.has(key)) return key;
  }
}
