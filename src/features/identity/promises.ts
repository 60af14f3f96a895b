import { argon2Sync, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { assertKept, probeActor, type Probe } from '#gate/probe.ts';
import type { Context } from '#gate/context.ts';
import { hashPassword, verifyPassword } from './password.ts';

/** The floor of security.md §7: 19 MiB and two passes, or 46 MiB whatever the passes (OWASP; ASVS 5.0 appendix C). */
const isStrongEnough = (memoryKiB: number, passes: number) =>
  (memoryKiB >= 19_456 && passes >= 2) || memoryKiB >= 47_104;

/** P11: every stored password is a salted argon2id hash at or above the floor. */
async function readHashes({ db }: Context): Promise<{ passwords: number; below: number }> {
  // The form without salt and hash: no hash leaves the database, and a million of them are a handful of rows.
  const form = String.raw`^(\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$)[A-Za-z0-9+/]{22,}\$[A-Za-z0-9+/]{43,}$`;
  const { rows } = await sql<{ form: string | null; passwords: number; salts: number }>`
    select substring(password_hash from ${form}) as form, count(*) as passwords,
           count(distinct split_part(password_hash, '$', 5)) as salts
      from accounts where password_hash is not null group by 1`.execute(db);
  let below = 0;
  for (const row of rows) {
    const [, memory, passes] = /m=(\d+),t=(\d+)/.exec(row.form ?? '') ?? [];
    if (!isStrongEnough(Number(memory ?? 0), Number(passes ?? 0))) below += row.passwords;
    assertKept(row.salts === row.passwords, 'passwords share a salt', { passwords: row.passwords, salts: row.salts });
  }
  return { passwords: rows.reduce((sum, row) => sum + row.passwords, 0), below };
}

/** P11: a password hashed now is of that form, is known again, and is of no use without the pepper outside the database. */
async function probeHash({ keyring }: Context): Promise<number> {
  const password = randomBytes(18).toString('base64url');
  const startedAt = performance.now();
  const stored = await hashPassword(keyring, password);
  const durationMs = Math.round(performance.now() - startedAt);
  const [, type, , cost, salt = '', hash = ''] = stored.split('$');
  const [memory = 0, passes = 0, parallelism = 1] = (cost?.match(/\d+/g) ?? []).map(Number);
  assertKept(type === 'argon2id' && isStrongEnough(memory, passes), 'a new hash is below the floor', {
    cost: cost ?? '',
  });
  assertKept(!stored.includes(password), 'a password can be read in its hash');
  assertKept(await verifyPassword(keyring, password, stored), 'a password is not known again');
  assertKept(!(await verifyPassword(keyring, `${password}x`, stored)), 'another password passes for it');
  const unpeppered = argon2Sync('argon2id', {
    message: Buffer.from(password),
    nonce: Buffer.from(salt, 'base64'),
    memory,
    passes,
    parallelism,
    tagLength: Buffer.from(hash, 'base64').length,
  });
  assertKept(!unpeppered.equals(Buffer.from(hash, 'base64')), 'a hash can be guessed at without the pepper');
  return durationMs;
}

export const probes: readonly Probe[] = [
  {
    promise: 'P11',
    shownBy: 'password.hashes_checked',
    validHours: 3,
    run: (gate) =>
      gate.runAs(
        { actor: probeActor, organisation: gate.installation, action: 'promise.probed', database: 'identity' },
        async (context) => {
          const { passwords, below } = await readHashes(context);
          assertKept(below === 0, 'stored passwords are below the floor', { passwords, below });
          return { passwords, hashDurationMs: await probeHash(context) };
        },
      ),
  },
];
