import { createSecretKey, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { decrypt, encrypt } from './cipher.ts';
import { checkFolder, createFolder, createKeyFile, readKeyFile } from './durable-file.ts';
import { encodeParts } from './encode-parts.ts';
import { KeyFileDamaged, MasterKeyDamaged, MasterKeyMissing, MasterKeyWrong } from './keyring-error.ts';

export const keyBytes = 32;
const derivedBytesMax = 255 * 32;
const base64KeyPattern = /^[A-Za-z0-9+/]{43}=\r?\n?$/;
const wrappedPattern = /^v1\.([0-9a-f]{16})\.([A-Za-z0-9_-]+)$/;

/** `keyring.json`: which master key this keyring was made with, so that a wrong key and a damaged one are told apart. */
const KeyringFile = z.strictObject({
  format: z.literal(1),
  masterKey: z.strictObject({
    id: z.string().regex(/^[0-9a-f]{16}$/),
    check: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
    createdAt: z.iso.datetime(),
  }),
});

/** Wraps, unwraps and derives. The key's own bytes stay outside the JavaScript heap and are never given out. */
export interface MasterKey {
  /** Derived from the key, so that a copy found alone can be recognised. */
  readonly id: string;
  /** This start finished making the keyring. */
  readonly isNew: boolean;
  /** `v1.<master key id>.<base64url>`, bound to `place`. */
  wrap(place: string[], key: Buffer): string;
  /** Throws MasterKeyWrong for another master key's wrapping, KeyFileDamaged (naming `file`) for anything else that does not open. */
  unwrap(place: string[], wrapped: string, file: string): KeyObject;
  /** HKDF-SHA-256 (RFC 5869) without salt: the same purpose gives the same bytes for as long as the master key lives. */
  derive(purpose: string, lengthBytes: number): Buffer;
}

const expand = (key: KeyObject, lengthBytes: number, ...info: string[]): Buffer =>
  Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), encodeParts('valv.keyring.v1', ...info), lengthBytes));

const idOf = (key: KeyObject): string => expand(key, 8, 'id').toString('hex');
const checkOf = (key: KeyObject): Buffer => expand(key, keyBytes, 'check');

function createMasterKey(key: KeyObject, isNew: boolean): MasterKey {
  const id = idOf(key);
  const wrapping = createSecretKey(expand(key, keyBytes, 'wrap'));
  const placeOf = (place: string[]): Buffer => encodeParts('valv.wrap.v1', id, ...place);
  return {
    id,
    isNew,
    wrap: (place, bytes) => `v1.${id}.${encrypt(wrapping, placeOf(place), bytes)}`,
    unwrap(place, wrapped, file) {
      const parts = wrappedPattern.exec(wrapped);
      if (parts?.[1] && parts[1] !== id) {
        throw new MasterKeyWrong(
          `${file} was made with master key ${parts[1]}, and this keyring's is ${id}. Nothing was changed.`,
        );
      }
      const bytes = parts?.[2] ? decrypt(wrapping, placeOf(place), parts[2]) : undefined;
      if (bytes?.length !== keyBytes) throw damaged(file, 'a key in it does not open');
      const secret = createSecretKey(bytes);
      bytes.fill(0);
      return secret;
    },
    derive(purpose, lengthBytes) {
      if (purpose === '') throw new RangeError('A derived key needs a purpose.');
      if (!Number.isInteger(lengthBytes) || lengthBytes < 16 || lengthBytes > derivedBytesMax) {
        throw new RangeError(`A derived key has 16 to ${derivedBytesMax} bytes, not ${lengthBytes}.`);
      }
      return expand(key, lengthBytes, 'derive', purpose);
    },
  };
}

export const damaged = (file: string, fault: string): KeyFileDamaged =>
  new KeyFileDamaged(
    `${file} is damaged: ${fault}. Nothing was changed. Put back the file from your copy of the keys.`,
  );

export function parseKeyFile<Shape extends z.ZodType>(shape: Shape, file: string, text: string): z.output<Shape> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged(file, 'it is not JSON');
  }
  const parsed = shape.safeParse(value);
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.join('.') ?? '';
    throw damaged(file, path === '' ? 'it has another form' : `"${path}" is not as it should be`);
  }
  return parsed.data;
}

function parseMasterKey(file: string, text: string): KeyObject {
  const bytes = Buffer.from(text.trim(), 'base64');
  // Comparing the spelling refuses what base64 decoding forgives: a lost character, or a changed last one.
  if (!base64KeyPattern.test(text) || bytes.toString('base64') !== text.trim()) {
    throw new MasterKeyDamaged(
      `${file} is damaged: it should be one line of base64 that holds 32 bytes. Nothing was changed. Put back your copy of the key.`,
    );
  }
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
}

/** Two first starts at once agree: whoever names its key first wins, and both read that one. */
async function writeMasterKey(masterKeyFile: string): Promise<string> {
  await createKeyFile(masterKeyFile, `${randomBytes(keyBytes).toString('base64')}\n`);
  const text = await readKeyFile(masterKeyFile);
  if (text === undefined) throw new MasterKeyMissing(`${masterKeyFile} disappeared while it was made.`);
  return text;
}

/**
 * Reads the master key, or makes one when `mayCreate` says that nothing exists which needs an older one. Nothing that exists is
 * ever overwritten: a lost key must be noticed, since a new one would turn everything sealed into noise.
 */
export async function openMasterKey(options: {
  folder: string;
  masterKeyFile: string;
  mayCreate: boolean;
  nowAt: Date;
}): Promise<MasterKey> {
  const { folder, masterKeyFile, mayCreate } = options;
  const keyringFile = join(folder, 'keyring.json');
  if (mayCreate) await prepareFolder(folder);
  const isFolderThere = await checkFolder(folder);
  // In this order: a process that makes both at this moment makes the key first.
  const keyringText = isFolderThere ? await readKeyFile(keyringFile) : undefined;
  let text = isFolderThere ? await readKeyFile(masterKeyFile) : undefined;
  if (text === undefined) {
    if (keyringText !== undefined || !mayCreate) {
      throw new MasterKeyMissing(
        `The master key is missing: ${masterKeyFile} does not exist, and what was sealed with it cannot be opened by a new one. ` +
          'Nothing was created. Put back your copy of the keys folder, or point VALV_KEYS to it.',
      );
    }
    text = await writeMasterKey(masterKeyFile);
  }
  const key = parseMasterKey(masterKeyFile, text);
  if (keyringText === undefined) {
    // Also reached after a crash between the two files of a first start.
    if (!mayCreate) throw damaged(keyringFile, 'it is missing');
    const masterKey = { id: idOf(key), check: checkOf(key).toString('base64url'), createdAt: options.nowAt };
    await createKeyFile(keyringFile, `${JSON.stringify({ format: 1, masterKey }, null, 2)}\n`);
  }
  const recordedText = keyringText ?? (await readKeyFile(keyringFile)) ?? '';
  const recorded = parseKeyFile(KeyringFile, keyringFile, recordedText).masterKey;
  if (recorded.id !== idOf(key) || !timingSafeEqual(Buffer.from(recorded.check, 'base64url'), checkOf(key))) {
    throw new MasterKeyWrong(
      `${masterKeyFile} holds another key (${idOf(key)}) than this keyring was made with (${recorded.id}). ` +
        'Nothing was changed. Put back the right key from your copy.',
    );
  }
  return createMasterKey(key, keyringText === undefined);
}

/** An empty folder that somebody made beforehand, a container's volume say, is closed to others; any other one is only judged. */
async function prepareFolder(folder: string): Promise<void> {
  await createFolder(folder);
  if ((await readdir(folder)).length === 0) await chmod(folder, 0o700);
}
