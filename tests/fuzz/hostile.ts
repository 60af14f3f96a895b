import fc from 'fast-check';

// What nobody sends by mistake, and what everybody does: texts, numbers and structures at which programs break.

/** Stands in many of them: it must never be found in the log. */
export const canary = 'fuzzkanariefågel';

const astralLetter = '\u{10400}';

export const texts: readonly string[] = [
  '',
  ' ',
  '\u00a0',
  '\ufeff',
  canary,
  `${canary}\0`,
  '\0',
  '\ud800',
  `${canary}\udc00`,
  '\udc00\ud800',
  `\u202e${canary}`,
  'שלום עולם',
  '👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  'e\u0301\u0323\u0302'.repeat(30),
  '\u1d160\u0958\ufdfa',
  'İ'.repeat(120),
  'ß',
  `a${astralLetter.repeat(60)}`,
  `a${astralLetter.repeat(249)}`,
  'x'.repeat(101),
  'å'.repeat(501),
  canary.repeat(700),
  '\u2028\u2029\u0085',
  '\r\nSet-Cookie: a=b',
  '\t',
  `'; drop table records; --`,
  '%00%2e%2e%2f',
  '../../../../etc/passwd',
  '{"$ne":null}',
  '=cmd|calc!A1',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'null',
  'undefined',
  'true',
  'NaN',
  '-1',
  '-0',
  '0x10',
  '1e3',
  '1e999',
  '2147483648',
  '9007199254740993',
  '99999999999999999999',
  '1.5',
  '٣',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999999Z',
  '2026-02-30',
  '0001-01-01',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '0190A0A0-0000-7000-8000-00000000000A',
  ':',
  'a:b:c',
  '-',
  ',,,',
  '*',
];

export const numbers = [0, -0, -1, 1.5, 1e308, 2 ** 31, 2 ** 53, -(2 ** 63), Number.MIN_VALUE];

/** Keys that somebody hopes are taken over into what is stored, or into every object there is. */
export const injected = [
  'organisation_id',
  'organisationId',
  'organisation',
  'account_id',
  'accountId',
  'role',
  'roles',
  'permissions',
  'isInstallation',
  'id',
  'version',
  '__proto__',
  'constructor',
  'prototype',
];

export const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...texts) },
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 20 }),
);

/** A key of an object as JSON would have it: `__proto__` too is a key like any other. */
export function withKey(object: object, key: string, value: unknown): object {
  const copy = { ...object };
  Object.defineProperty(copy, key, { value, enumerable: true, configurable: true, writable: true });
  return copy;
}

/** Any JSON but what is wanted. */
export const json: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: text },
  fc.constantFrom<unknown>(null, true, false, [], {}, ...numbers),
  fc.array(text, { maxLength: 5 }),
  fc.tuple(fc.constantFrom(...injected), text).map(([key, value]) => withKey({}, key, { isAdmin: value })),
  fc.constantFrom<unknown>(
    Array.from({ length: 3_000 }, () => 1),
    Array.from({ length: 300 }, (_, index) => ({ index })),
    Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`k${index}`, index])),
    { toString: 'x', valueOf: 1, toJSON: canary, length: -1 },
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);

/** Bodies that are no JSON, or JSON as no serialiser writes it. */
export const bodies: readonly (string | Uint8Array<ArrayBuffer>)[] = [
  '',
  ' ',
  'not json',
  '{',
  '[1,',
  'null',
  'true',
  '"text"',
  '0',
  `{"a":1,"a":${JSON.stringify(canary)}}`,
  '\ufeff{}',
  '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}',
  '{"a":"\\ud800"}',
  '{"a":"\\u0000"}',
  '{"a":1e999}',
  nested('[', ']', 20_000),
  nested('{"a":', '1}', 15_000).replace('1}', '{}}').replaceAll('1}', '}'),
  nested('[', '', 50_000),
  'x'.repeat(100_001),
  new Uint8Array([0xff, 0xfe, 0x00]),
  new Uint8Array([0xed, 0xa0, 0x80]),
];

/** Files that are no CSV, or CSV as no spreadsheet writes it. */
export const files: readonly (string | Uint8Array<ArrayBuffer>)[] = [
  '',
  '\n',
  '\ufeff',
  'a',
  'a\n',
  'a;b\n1;2',
  'a;b\r1;2\r',
  '"a\n',
  '"a"x;b\n1;2\n',
  'a;"b\n"\n";";"""""',
  ';;;\n;;;\n',
  'a\0b;c\n1;2\n',
  'a;b\n1\0;2\n',
  `a${astralLetter.repeat(120)};b\n1;2\n`,
  `${canary};=1+1\n@SUM(A1);${canary}\n`,
  `${'a;'.repeat(600)}\n${'1;'.repeat(600)}\n`,
  `a;b\n${'1;2;3;4\n'.repeat(2_000)}`,
  `a\n${'x'.repeat(250_000)}\n`,
  'given_name;given_name;constructor;__proto__\n1;2;3;4\n',
  '\u202ea\tb\n\u2028\t\n',
  new Uint8Array([0xff, 0xfe, 0x61, 0x00]),
  new Uint8Array([0x61, 0x3b, 0xe5, 0x0a, 0x31]),
];
