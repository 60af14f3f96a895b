import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openKeyring } from './keyring.ts';

// These values were computed once, apart from this code: HKDF by hand from HMAC, lengths before parts, fixed nonces. They stand for
// everything that is sealed in real databases. If this test fails, the change needs a new format number, not new values here.
const organisation = '0199a000-0000-7000-8000-000000000001';
const masterKey = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n';
const keyringFile = {
  format: 1,
  masterKey: {
    id: '05460f9ffe510d5a',
    check: 'aMEwP8lUFw3wmhVFHh1yS0_PxfCMCuDpl6Tpbin0Wi8',
    createdAt: '2026-01-01T00:00:00.000Z',
  },
};
const organisationFile = {
  format: 1,
  organisation,
  versions: [
    {
      version: 1,
      seal: 'v1.05460f9ffe510d5a.AQEBAQEBAQEBAQEBLEHpuoGa5HsJYisaSFE-RLWYPd7pgYRyeZoxZpuCIXLjoaN4u0BOQizgvO5Oef3R',
      index: 'v1.05460f9ffe510d5a.AgICAgICAgICAgICDrTI66PSLYOcP2hF6bJys5qAUJjdmhqv__CPLDcjkovgia61z-f5Vjp9DD0lvUvB',
      createdAt: '2026-01-01T00:00:00.000Z',
    },
  ],
};
const place = { table: 'records', column: 'number', row: '0199a000-0000-7000-8000-00000000000a' };

const parent = await mkdtemp(join(tmpdir(), 'valv-keyring-format-'));
const folder = join(parent, 'keys');
await mkdir(join(folder, 'organisations'), { recursive: true, mode: 0o700 });
await writeFile(join(folder, 'master.key'), masterKey, { mode: 0o600 });
await writeFile(join(folder, 'keyring.json'), JSON.stringify(keyringFile), { mode: 0o600 });
await writeFile(join(folder, 'organisations', `${organisation}.json`), JSON.stringify(organisationFile), {
  mode: 0o600,
});
afterAll(() => rm(parent, { recursive: true }));

const keyring = await openKeyring({ folder, isCreateAllowed: false });
const keys = await keyring.organisation(organisation);

test('a value sealed by format 1 opens for ever', () => {
  const sealed = 'v1.1.AwMDAwMDAwMDAwMDeTLy5eT0UKLsLf3WoKD2D2z9ApUGK-btfePfzDcMZmUveHVUoRn-nA8';
  expect(keys.open(place, sealed)).toBe('19121212-1212 åäö 🔑');
});

test('a blind index of format 1 stays the same', () => {
  expect(keys.blindIndex('records.number', '191212121212')).toBe('3eVVVa2gOB9WQrcM9WqIOQ');
});

test('keys derived for the installation stay the same', () => {
  expect(keyring.derive('pepper').toString('hex')).toBe(
    'ccad1bbe73dd772c838d9da7d361b9efdca6f8d40e00f516cc5fb88e3c582928',
  );
  expect(keyring.derive('role.runtime', 48).toString('base64url')).toBe(
    'czv_hgo-2VFXt7Bv4IhiflcGdgzwlgqC83hkJ-PSTtjm_PNgfNPDGY8EQFKpAhvV',
  );
});
