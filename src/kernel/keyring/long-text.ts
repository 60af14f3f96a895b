import type { OrganisationKeys, SealBinding } from './organisation-keys.ts';

/** Letters sealed as one: a text may be longer than the keyring seals at once. */
const pieceLength = 1_000_000;

const placeOf = ({ row, ...place }: SealBinding, piece: number, pieces: number): SealBinding => ({
  ...place,
  row: `${row} ${piece}/${pieces}`,
});

/** A text of any length, sealed in pieces with a space between; each opens only where it stands, among as many as there are. */
export function sealLong(keys: OrganisationKeys, binding: SealBinding, text: string): string {
  const pieces: string[] = [];
  for (let from = 0; from === 0 || from < text.length;) {
    // A pair of surrogates is not cut: half of one cannot be sealed.
    const to = from + pieceLength + (/[\ud800-\udbff]/.test(text.charAt(from + pieceLength - 1)) ? 1 : 0);
    pieces.push(text.slice(from, to));
    from = to;
  }
  return pieces.map((piece, index) => keys.seal(placeOf(binding, index, pieces.length), piece)).join(' ');
}

/** The text that `sealLong` sealed. Throws SealBroken when any of it was changed, moved or left out. */
export function openLong(keys: OrganisationKeys, binding: SealBinding, sealed: string): string {
  const pieces = sealed.split(' ');
  return pieces.map((piece, index) => keys.open(placeOf(binding, index, pieces.length), piece)).join('');
}
