import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Problem } from '#kernel/errors/problem.ts';
import { contract, type Contract } from './contract.ts';
import { parseInput, parseParams } from './parse.ts';
import { Id, PageSize, plainText } from './shapes.ts';

const tried = contract({
  action: 'tried.written',
  method: 'POST',
  path: '/tried/{thing}',
  summary: 'tried',
  access: { open: 'a test' },
  params: z.object({ thing: Id }),
  query: z.strictObject({ limit: PageSize, tag: z.union([z.string(), z.array(z.string())]).optional() }),
  body: z.strictObject({ name: plainText(10), more: z.unknown().optional() }),
});
const id = '01900000-0000-7000-8000-00000000000a';

function faults(query: string, body: string, of: Contract = tried, language: 'sv' | 'en' = 'en') {
  try {
    parseInput(of, new URLSearchParams(query), body, language);
    return [];
  } catch (error) {
    const { status, code, fields } = error as Problem;
    expect([status, code]).toEqual([422, 'input.invalid']);
    return fields;
  }
}
const places = (query: string, body: string, of?: Contract) =>
  faults(query, body, of).map(({ path, code }) => `${path} ${code}`);

describe('path parameters', () => {
  test('that do not parse name nothing: the answer is that of a missing thing', () => {
    expect(parseParams(tried, { thing: id })).toEqual({ thing: id });
    for (const thing of ['', 'x', id.toUpperCase(), `${id}0`, `${id}\0`, '../x']) {
      expect(() => parseParams(tried, { thing })).toThrow(expect.objectContaining({ status: 404, code: 'not_found' }));
    }
  });

  test('are nothing where the contract has none', () => {
    const { params: _, ...without } = tried;
    expect(parseParams(without as Contract, {})).toBeUndefined();
  });
});

describe('query and body', () => {
  test('come parsed: defaults set, numbers made of text, text trimmed', () => {
    const input = parseInput(tried, new URLSearchParams('tag=a'), '{"name":"  a "}', 'sv');
    expect({ ...input.query }).toEqual({ limit: 50, tag: 'a' });
    expect(input.body).toEqual({ name: 'a' });
  });

  test('are refused together, every fault with its path', () => {
    expect(places('limit=0&nope=1', '{"name":"","extra":1}').sort()).toEqual([
      'body.extra field.unknown',
      'body.name field.too_small',
      'query.limit field.too_small',
      'query.nope field.unknown',
    ]);
  });

  test('a parameter given twice is a list, and refused where one is wanted', () => {
    const { query } = parseInput(tried, new URLSearchParams('tag=a&tag=b'), '{"name":"a"}', 'sv');
    expect(query.tag).toEqual(['a', 'b']);
    expect(places('limit=1&limit=2', '{"name":"a"}')).toEqual(['query.limit field.invalid_type']);
  });

  test('any parameter is unknown where the contract has none', () => {
    const { query: _, ...without } = tried;
    expect(places('a=1&__proto__=2', '{"name":"a"}', without as Contract)).toEqual([
      'query.a field.unknown',
      'query.__proto__ field.unknown',
    ]);
  });

  test('a body that is no JSON says so, and an empty one is missing', () => {
    for (const body of ['x', '{', '{"name":}', "{'name':'a'}", '\ufeff{}'])
      expect(places('', body)).toEqual(['body field.not_json']);
    expect(places('', '')).toEqual(['body field.invalid_type']);
    expect(places('', 'null')).toEqual(['body field.invalid_type']);
  });

  test('our codes speak from the catalogue, the others in the words of the reader’s language', () => {
    expect(faults('', JSON.stringify({ name: 'a\u0007' }))).toEqual([
      { path: 'body.name', code: 'field.control_characters' },
    ]);
    const [sv] = faults('', '{"name":1}', tried, 'sv');
    const [en] = faults('', '{"name":1}', tried, 'en');
    expect(sv).toMatchObject({ path: 'body.name', code: 'field.invalid_type' });
    expect(en).toMatchObject({ path: 'body.name', code: 'field.invalid_type' });
    expect(sv?.message).toMatch(/\w+ \w+/);
    expect(en?.message).toMatch(/\w+ \w+/);
    expect(en?.message).not.toBe(sv?.message);
  });

  test('tell at most a hundred faults of each part, however many there are', () => {
    const keys = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`k${index}`, 1]));
    expect(faults('', JSON.stringify({ name: 'a', ...keys }))).toHaveLength(100);
    expect(faults('', JSON.stringify({ name: 'a', more: Array.from({ length: 500 }, () => '\0') }))).toHaveLength(100);
  });
});

describe('what no database can keep is refused, wherever it stands', () => {
  test('NUL and half a surrogate pair, in values, in keys, in the query', () => {
    for (const text of ['a\0', '\ud800', '\udc00a']) {
      expect(places('', JSON.stringify({ name: 'a', more: { deep: [1, { er: text }] } }))).toEqual([
        'body.more.deep.1.er field.control_characters',
      ]);
      expect(places('', JSON.stringify({ name: 'a', more: { [text]: 1 } }))).toEqual([
        'body.more field.control_characters',
      ]);
    }
    expect(places('tag=%00', '{"name":"a"}')).toEqual(['query.tag field.control_characters']);
  });

  test('emoji, letters outside the basic plane and text from right to left are text', () => {
    expect(faults('', JSON.stringify({ name: 'a', more: ['👩‍👩‍👧', '\u{10400}', 'שלום', '\u202e'] }))).toEqual([]);
  });

  test('a prototype is a key like any other, and unknown', () => {
    expect(places('__proto__=a&__proto__=b', '{"name":"a"}')).toEqual(['query.__proto__ field.unknown']);
    expect(places('', '{"name":"a","__proto__":{"more":1}}')).toEqual(['body.__proto__ field.unknown']);
    expect(places('', '{"name":"a","more":{"__proto__":{"admin":true}}}')).toEqual([
      'body.more.__proto__ field.unknown',
    ]);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  test('however deep it stands, and in the time that a flat one takes', () => {
    const deep = (inner: string) => `{"name":"a","more":${'['.repeat(40_000)}${inner}${']'.repeat(40_000)}}`;
    expect(faults('', deep('1'))).toEqual([]);
    expect(faults('', deep('"\\u0000"'))).toMatchObject([{ code: 'field.control_characters' }]);
  });

  test('anything else that JSON can say comes through as it was said', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (more) => {
        fc.pre(!/__proto__|\\u0000/.test(JSON.stringify(more)) && JSON.stringify(more).isWellFormed());
        const { body } = parseInput(tried, new URLSearchParams(), JSON.stringify({ name: 'a', more }), 'sv');
        expect(body.more).toEqual(JSON.parse(JSON.stringify(more)));
      }),
    );
  });
});
