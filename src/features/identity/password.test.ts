import { expect, test } from 'vitest';
import type { Keyring } from '#kernel/keyring/keyring.ts';
import { assertPasswordGood } from './password-rules.ts';
import { hashPassword, isWeak, verifyPassword } from './password.ts';

const keyringOf = (pepper: string) =>
  ({ derive: (purpose: string) => Buffer.from(`${pepper} ${purpose}`) }) as unknown as Keyring;
const keyring = keyringOf('one');
const password = 'Två råa äpplen & en ångbåt';

test('P11 a password is stored as argon2id with a salt of its own and at least the costs that OWASP asks', async () => {
  const [one, two] = await Promise.all([hashPassword(keyring, password), hashPassword(keyring, password)]);
  expect(one).not.toBe(two);
  const [, algorithm, version, cost = '', salt = '', hash = ''] = one.split('$');
  expect([algorithm, version]).toEqual(['argon2id', 'v=19']);
  const [memory = 0, passes = 0, lanes] = cost.split(',').map((part) => Number(part.slice(2)));
  expect(
    [
      [47_104, 1],
      [19_456, 2],
    ].some(([m = 0, t = 0]) => memory >= m && passes >= t),
  ).toBe(true);
  expect(lanes).toBe(1);
  expect(Buffer.from(salt, 'base64').length).toBe(16);
  expect(Buffer.from(hash, 'base64').length).toBe(32);
  expect(await verifyPassword(keyring, password, one)).toBe(true);
  expect(await verifyPassword(keyring, `${password} `, one)).toBe(false);
});

test('P11 a stolen hash is useless without the pepper of the keyring', async () => {
  expect(await verifyPassword(keyringOf('two'), password, await hashPassword(keyring, password))).toBe(false);
});

test('a password typed in another form of the same characters is the same password', async () => {
  const stored = await hashPassword(keyring, password.normalize('NFC'));
  expect(await verifyPassword(keyring, password.normalize('NFD'), stored)).toBe(true);
});

test('without a stored hash no password is right', async () => {
  expect(await verifyPassword(keyring, password, null)).toBe(false);
});

test('a hash made with less work than today is told from one that is not', async () => {
  expect(isWeak('$argon2id$v=19$m=8192,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaA')).toBe(true);
  expect(isWeak(await hashPassword(keyring, password))).toBe(false);
});

const refusalOf = (candidate: string, userName = 'selma.berg') => {
  try {
    assertPasswordGood(candidate, userName, 'body.password');
    return undefined;
  } catch (error) {
    return error as { code: string; fields: { path: string; code: string }[] };
  }
};

test.each([
  'passwordpassword',
  'Password12345678',
  'lösenord12345678',
  'aaaaaaaaaaaaaaaa',
  'abababababababab',
  '123456789012345678',
  'qwertyuiop12345678',
  'Sommar2025!!!!!!!!',
  'hemligthemligt1!',
])('a password that many would try is refused: %s', (candidate) => {
  expect(refusalOf(candidate)).toMatchObject({
    code: 'password.too_common',
    fields: [{ path: 'body.password', code: 'field.password_too_common' }],
  });
});

test.each([
  'grön kastanj bakom månen',
  'sommarstugans röda skorsten',
  '7391-aprikos-tolv',
  'correct horse battery staple',
])('a password of words that do not belong together is taken: %s', (candidate) =>
  expect(refusalOf(candidate)).toBeUndefined(),
);

test('a password that holds the user name is refused, and the refusal does not hold the password', () => {
  const refusal = refusalOf('min katt Selma.Berg jamar');
  expect(refusal?.fields).toEqual([{ path: 'body.password', code: 'field.password_has_user_name' }]);
  expect(JSON.stringify(refusal)).not.toContain('jamar');
  expect(refusalOf('perspektivets tunga kaffekopp', 'per')).toBeUndefined();
});
