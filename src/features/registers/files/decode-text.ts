import { Problem } from '#kernel/errors/problem.ts';
import type { Encoding } from './table.ts';

const startsWith = (bytes: Uint8Array, mark: readonly number[]) => mark.every((byte, at) => bytes[at] === byte);

/** How far into a file is looked for the zeros of UTF-16. */
const looked = 4_000;

/**
 * What a text file is probably written in: what its mark says, UTF-16 when every other byte is zero as in Latin letters, UTF-8
 * when it can be that, and else Windows-1252, which older spreadsheets of this part of the world save (Latin-1 is a part of it).
 */
export function guessEncoding(bytes: Uint8Array): Encoding {
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return 'utf-8';
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(bytes, [0xfe, 0xff])) return 'utf-16be';
  const start = bytes.subarray(0, looked);
  const zeros = [0, 0];
  for (const [at, byte] of start.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > start.length / 4 && even < odd / 10) return 'utf-16le';
  if (even > start.length / 4 && odd < even / 10) return 'utf-16be';
  return decodesAs('utf-8', bytes) === undefined ? 'windows-1252' : 'utf-8';
}

function decodesAs(encoding: Encoding, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The text without its mark. Refused when the bytes cannot be what they are said to be. */
export function decodeText(bytes: Uint8Array, encoding: Encoding): string {
  const text = decodesAs(encoding, bytes);
  if (text === undefined) {
    throw new Problem(422, 'import.other_encoding', { fields: [{ path: 'body', code: 'field.other_encoding' }] });
  }
  if (text.includes('\0')) {
    throw new Problem(422, 'import.not_text', { fields: [{ path: 'body', code: 'field.control_characters' }] });
  }
  return text;
}
