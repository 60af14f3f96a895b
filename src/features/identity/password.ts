import { argon2, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import type { Keyring } from '#kernel/keyring/keyring.ts';

// P11: argon2id over the password and a pepper that is in no database and no backup of it. The stored string is the PHC
// format, so that each hash says how it was made and stronger costs can be taken up at the next sign-in.

interface Cost {
  memoryKiB: number;
  passes: number;
  lanes: number;
}

/** OWASP's two equivalent settings; the one that is harder for graphics cards where there are cores to bear it. */
const cost: Cost = { memoryKiB: availableParallelism() >= 4 ? 47_104 : 19_456, passes: 2, lanes: 1 };
const hashBytes = 32;
const saltBytes = 16;

const derive = promisify(argon2);

/** Unicode lets one password be typed as different bytes on different machines; NFKC makes them one. */
function pepper(keyring: Keyring, password: string): Buffer {
  return createHmac('sha256', keyring.derive('password pepper')).update(password.normalize('NFKC')).digest();
}

function run(message: Buffer, salt: Buffer, { memoryKiB, passes, lanes }: Cost, length = hashBytes): Promise<Buffer> {
  return derive('argon2id', { message, nonce: salt, memory: memoryKiB, passes, parallelism: lanes, tagLength: length });
}

const base64 = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');

/** What is stored of a password. */
export async function hashPassword(keyring: Keyring, password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const hash = await run(pepper(keyring, password), salt, cost);
  return `$argon2id$v=19$m=${cost.memoryKiB},t=${cost.passes},p=${cost.lanes}$${base64(salt)}$${base64(hash)}`;
}

function parse(stored: string): { cost: Cost; salt: Buffer; hash: Buffer } {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(stored);
  if (!match) throw new Error('a stored password hash has not the PHC form');
  const [, memory, passes, lanes, salt = '', hash = ''] = match;
  return {
    cost: { memoryKiB: Number(memory), passes: Number(passes), lanes: Number(lanes) },
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
}

/**
 * True when `password` is the one whose hash is `stored`. Without a stored one it does the same work and is false, so that
 * an unknown user name takes as long as a wrong password.
 */
export async function verifyPassword(keyring: Keyring, password: string, stored: string | null): Promise<boolean> {
  const message = pepper(keyring, password);
  if (stored === null) {
    await run(message, randomBytes(saltBytes), cost);
    return false;
  }
  const parsed = parse(stored);
  return timingSafeEqual(await run(message, parsed.salt, parsed.cost, parsed.hash.length), parsed.hash);
}

/** True when a hash was made with less work than today's. */
export function isWeak(stored: string): boolean {
  const made = parse(stored).cost;
  return made.memoryKiB * made.passes < cost.memoryKiB * cost.passes;
}
