import { Problem } from '#kernel/errors/problem.ts';
import { readCsv } from './read-csv.ts';
import { readXlsx } from './read-xlsx.ts';
import type { FileChoices, FileTable } from './table.ts';

const isZip = (bytes: Uint8Array) => bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
/** The compound file of older Office programs; newer ones wrap what they encrypt in it. */
const isCompound = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 8)).toString('hex') === 'd0cf11e0a1b11ae1';
const encryptedPart = Buffer.from('EncryptedPackage', 'utf16le');

const refused = (code: 'file_encrypted' | 'file_old_excel') =>
  new Problem(422, `import.${code}`, { fields: [{ path: 'body', code: `field.${code}` }] });

/** Reads a file by what is in it; its name and its declared type are the sender's guess only. */
export function readFile(bytes: Uint8Array, chosen: FileChoices): Promise<FileTable> {
  if (isZip(bytes)) return readXlsx(bytes, chosen);
  if (isCompound(bytes)) {
    throw refused(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(encryptedPart)
        ? 'file_encrypted'
        : 'file_old_excel',
    );
  }
  return readCsv(bytes, chosen);
}
