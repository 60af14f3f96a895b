import { createHmac } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { decrypt, encrypt } from './cipher.ts';
import { encodeParts, encodeText } from './encode-parts.ts';
import { SealBroken } from './keyring-error.ts';

/** The place a sealed value belongs to. It opens nowhere else. */
export interface SealBinding {
  table: string;
  column: string;
  row: string;
}

/** One organisation's keys, for as long as one call. Nothing of them is printed or serialised. */
export interface OrganisationKeys {
  readonly organisation: string;
  /**
   * `v1.<key version>.<base64url of nonce | ciphertext | tag>`; different each time, so equal values do not look equal.
   * At most 16 MiB of text; half a surrogate pair is refused with a TypeError.
   */
  seal(binding: SealBinding, plaintext: string): string;
  /** Throws SealBroken when the value was changed or belongs to another organisation, table, column, row or key version. */
  open(binding: SealBinding, sealed: string): string;
  /**
   * Equal for equal values in the same column, and only there: HMAC-SHA-256 cut to 16 bytes, base64url, for a search by equality.
   * The caller normalises first: `19121212-1212` and `191212121212` are two values here.
   */
  blindIndex(column: string, value: string): string;
}

export interface KeyVersion {
  version: number;
  seal: KeyObject;
  index: KeyObject;
}

/** What a change took away from one record is sealed as one text, and records may be large. */
const plaintextBytesMax = 16 * 1024 * 1024;
const blindIndexBytes = 16;
const sealedPattern = /^v1\.([1-9]\d{0,5})\.([A-Za-z0-9_-]+)$/;

/** The last of `versions` seals; all of them open. */
export function createOrganisationKeys(organisation: string, versions: KeyVersion[]): OrganisationKeys {
  const current = versions.at(-1);
  if (!current) throw new RangeError('An organisation without a key version cannot seal.');

  const placeOf = (binding: SealBinding, version: number): Buffer =>
    encodeParts('valv.seal.v1', organisation, binding.table, binding.column, binding.row, String(version));
  const broken = (binding: SealBinding): SealBroken =>
    new SealBroken(
      `A sealed value of organisation ${organisation} in ${binding.table}.${binding.column} does not open: it was changed, ` +
        'moved from another place, or sealed with another key.',
    );

  return {
    organisation,
    seal(binding, plaintext) {
      const bytes = encodeText(plaintext);
      if (bytes.length > plaintextBytesMax) throw new RangeError('The text is longer than 16 MiB and is not sealed.');
      return `v1.${current.version}.${encrypt(current.seal, placeOf(binding, current.version), bytes)}`;
    },
    open(binding, sealed) {
      const parts = sealedPattern.exec(sealed);
      const version = versions.find((candidate) => candidate.version === Number(parts?.[1]));
      if (!parts?.[2] || !version) throw broken(binding);
      const bytes = decrypt(version.seal, placeOf(binding, version.version), parts[2]);
      if (!bytes) throw broken(binding);
      return bytes.toString('utf8');
    },
    blindIndex(column, value) {
      const digest = createHmac('sha256', current.index)
        .update(encodeParts('valv.index.v1', column, value))
        .digest();
      return digest.subarray(0, blindIndexBytes).toString('base64url');
    },
  };
}
