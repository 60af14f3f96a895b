import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

// AES-256-GCM with a random 96-bit nonce: nonce | ciphertext | tag, in base64url. One key may seal 2^32 values (NIST SP 800-38D
// §8.3), which no organisation reaches with its identity numbers.
const nonceBytes = 12;
const tagBytes = 16;

export function encrypt(key: KeyObject, additionalData: Buffer, plaintext: Buffer): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(additionalData);
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** Undefined when anything at all differs: key, additional data, a bit of the text, or its spelling in base64url. */
export function decrypt(key: KeyObject, additionalData: Buffer, text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  // Two spellings of the same bytes would let a stored value be changed without the seal noticing.
  if (bytes.length < nonceBytes + tagBytes || bytes.toString('base64url') !== text) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAAD(additionalData);
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
  } catch {
    return undefined;
  }
}
