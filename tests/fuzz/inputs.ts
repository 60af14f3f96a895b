import fc from 'fast-check';
import { z } from 'zod';
import type { Contract } from '#gate/contract.ts';
import type { Things } from '#tests/matrix/estate.ts';
import { fill } from '#tests/matrix/examples.ts';
import type { RawCall } from '#tests/matrix/send.ts';
import { bodies, canary, files, injected, json, text, withKey } from './hostile.ts';

// Calls of an endpoint, made from its contract: valid, nearly valid, and hostile.

interface JsonSchema {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  allOf?: { pattern?: string }[];
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  required?: string[];
}

const schemaOf = (shape: z.ZodType): JsonSchema =>
  z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }) as JsonSchema;

/** Words that mean something to this organisation: without them nothing would come past the first look. */
const wordsOf = (things: Things) => Object.values(things) as string[];

function stringsOf(schema: JsonSchema, things: Things): fc.Arbitrary<string> {
  const { minLength = 0, maxLength = 300, format, pattern, allOf = [] } = schema;
  if (format === 'uuid' || allOf.some((one) => one.pattern?.startsWith('^([0-9a-fA-F]{8}-')))
    return fc.oneof(
      fc.constantFrom(...wordsOf(things).filter((word) => /^[0-9a-f-]{36}$/.test(word))),
      fc.uuid({ version: 7 }),
    );
  if (format === 'date-time')
    return fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date('2200-01-01') })
      .map((date) => date.toISOString());
  if (format === 'email') return fc.emailAddress();
  if (pattern !== undefined && pattern.length < 60 && !pattern.includes('\\u'))
    return fc.stringMatching(new RegExp(pattern));
  const plain = fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, minLength + 40) });
  return fc.oneof(
    plain,
    fc.constantFrom(...wordsOf(things)),
    text.map((value) => value.slice(0, maxLength)),
    // Exactly as long as it may be.
    fc.constant('å'.repeat(Math.min(maxLength, 20_000))),
  );
}

/** Values of a shape, as far as its JSON Schema tells. */
function valuesOf(schema: JsonSchema, things: Things): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => valuesOf(one, things)));
  switch (schema.type) {
    case 'string':
      return stringsOf(schema, things);
    case 'integer':
    case 'number':
      return fc.integer({
        min: Math.max(schema.minimum ?? 0, -(2 ** 31)),
        max: Math.min(schema.maximum ?? 100, 2 ** 31),
      });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(valuesOf(schema.items ?? {}, things), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 4, (schema.minItems ?? 0) + 4),
      });
    case 'object':
      return objectsOf(schema, things);
    default:
      return json;
  }
}

function objectsOf(schema: JsonSchema, things: Things): fc.Arbitrary<unknown> {
  if (schema.properties === undefined) {
    const value = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {};
    const key = fc.oneof(
      fc.constantFrom(things.field, things.numberField, 'family_name', 'email', 'phone', 'kind', 'born_on'),
      fc.constantFrom(...injected),
    );
    return fc
      .array(fc.tuple(key, valuesOf(value, things)), { maxLength: 5 })
      .map((entries) => entries.reduce<object>((object, [name, one]) => withKey(object, name, one), {}));
  }
  const entries = Object.entries(schema.properties).map(([name, one]) => [name, valuesOf(one, things)] as const);
  return fc.record(Object.fromEntries(entries), { requiredKeys: (schema.required ?? []) as never[] });
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The value with something else at one place, chosen by `path`: each number picks among the keys there. */
function spoilt(value: unknown, path: number[], how: (inner: unknown) => unknown): unknown {
  const keys = isObject(value) ? Object.keys(value) : [];
  const [step, ...rest] = path;
  const key = step === undefined ? undefined : keys[step % (keys.length + 1)];
  if (key === undefined || !isObject(value)) return how(value);
  const inner = spoilt(value[key], rest, how);
  return Array.isArray(value) ? value.with(Number(key), inner) : withKey(value, key, inner);
}

/** A valid value with one fault: something else in a place, a key too many, or one missing. */
function nearly(valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const fault = fc.oneof(
    json.map((other) => () => other),
    fc.tuple(fc.constantFrom(...injected), text).map(
      ([key, other]) =>
        (value: unknown) =>
          isObject(value) && !Array.isArray(value) ? withKey(value, key, other) : other,
    ),
    fc
      .nat()
      .map(
        (index) => (value: unknown) =>
          isObject(value) && !Array.isArray(value)
            ? Object.fromEntries(Object.entries(value).toSpliced(index % (Object.keys(value).length + 1), 1))
            : undefined,
      ),
    fc.constant((value: unknown) => (typeof value === 'number' ? String(value) : [value])),
  );
  return fc
    .tuple(valid, fc.array(fc.nat(30), { maxLength: 4 }), fault)
    .map(([value, path, how]) => spoilt(value, path, how));
}

type Bytes = RawCall['body'];

/** Tables whose cells may be anything. */
const tables = fc
  .array(
    fc.array(fc.oneof(text, fc.constantFrom('given_name', 'family_name', 'E-post', 'phone')), {
      minLength: 1,
      maxLength: 6,
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((rows) => rows.map((cells) => cells.map((cell) => cell.toWellFormed()).join(';')).join('\n'));

function bodiesOf(contract: Contract, things: Things): fc.Arbitrary<Bytes> {
  if (contract.file) return fc.oneof(fc.constantFrom(...files), fc.string({ unit: 'binary', maxLength: 300 }), tables);
  if (!contract.body) return fc.constantFrom<Bytes>(undefined, undefined, '{}', 'x');
  const example = fc.nat(1_000_000).map((count) => fill(contract, things, count).body);
  const valid = fc.oneof(example, valuesOf(schemaOf(contract.body), things));
  const written = fc.oneof({ weight: 3, arbitrary: valid }, { weight: 5, arbitrary: nearly(valid) }, json);
  return fc.oneof(
    { weight: 6, arbitrary: written.map((value): Bytes => JSON.stringify(value) ?? '') },
    fc.constantFrom<Bytes>(...bodies),
  );
}

function queriesOf(contract: Contract, things: Things): fc.Arbitrary<string> {
  const properties = contract.query ? (schemaOf(contract.query).properties ?? {}) : {};
  const example = contract.query
    ? Object.entries(fill(contract, things).query ?? {}).flatMap(([name, value]) =>
        [value].flat().map((one) => [name, one] as [string, string]),
      )
    : [];
  const known = Object.entries(properties).map(([name, schema]) =>
    fc.oneof(
      valuesOf(schema, things).map((value): [string, string] => [name, String(value)]),
      text.map((value): [string, string] => [name, value]),
      filtersOf(things).map((value): [string, string] => [name, value]),
    ),
  );
  const extra = fc.tuple(fc.constantFrom(...injected, canary), text);
  const pairs = fc.oneof(
    { weight: 6, arbitrary: fc.constant(example) },
    { weight: 6, arbitrary: known.length > 0 ? fc.array(fc.oneof(...known), { maxLength: 5 }) : fc.constant([]) },
    {
      weight: 3,
      arbitrary: fc.tuple(fc.constant(example), fc.oneof(...known, extra)).map(([all, more]) => [...all, more]),
    },
    fc.array(extra, { maxLength: 2 }).map((more) => [...more, ...more]),
  );
  const broken = fc.constantFrom(
    '?',
    '?&&=',
    '?%',
    '?a=%E0%A4%A',
    '?limit[]=1',
    '?limit[$gt]=1',
    `?${'a=1&'.repeat(500)}`,
  );
  const encoded = (text: string) => encodeURIComponent(text.toWellFormed());
  return fc.oneof(
    {
      weight: 12,
      arbitrary: pairs.map((all) =>
        all.length === 0 ? '' : `?${all.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&')}`,
      ),
    },
    broken,
  );
}

/** Sorts and filters that come past the first look: fields there are, operators there are. */
function filtersOf({ field, numberField }: Things): fc.Arbitrary<string> {
  const key = fc.constantFrom(field, numberField, 'family_name', 'email', 'phone', 'kind', 'born_on', 'constructor');
  const operator = fc.constantFrom('eq', 'in', 'from', 'to', 'starts', 'empty', 'filled', 'toString');
  return fc.oneof(
    fc.tuple(key, operator, text).map(([name, by, value]) => `${name}:${by}:${value}`),
    fc
      .array(
        fc.tuple(fc.constantFrom('', '-'), key).map((parts) => parts.join('')),
        { maxLength: 4 },
      )
      .map((parts) => parts.join()),
  );
}

function pathsOf(contract: Contract, things: Things): fc.Arbitrary<string> {
  const { params } = fill(contract, things);
  const encodings = [encodeURIComponent, (value: string) => encodeURIComponent(encodeURIComponent(value))];
  const parts = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      fc.oneof(
        { weight: 40, arbitrary: fc.constant(value) },
        fc.constantFrom(...wordsOf(things)).map((word) => encodeURIComponent(word)),
        fc.tuple(text, fc.constantFrom(...encodings)).map(([word, encode]) => encode(word.toWellFormed())),
        fc.constantFrom(value.toUpperCase(), `${value}%00`, '%', '%E0%A4%A', '%2e%2e', `${value}/..`, `%25${value}`),
      ),
    ]),
  );
  return fc
    .record(parts)
    .map((chosen) => contract.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => chosen[name] ?? ''));
}

function headersOf(contract: Contract): fc.Arbitrary<Record<string, string>> {
  const right = contract.file?.[0] ?? 'application/json';
  const seldom = (name: string, values: string[]) =>
    fc.oneof(
      { weight: 9, arbitrary: fc.constant({}) },
      fc.constantFrom(...values).map((value) => ({ [name]: value })),
    );
  return fc
    .tuple(
      fc
        .oneof(
          { weight: 12, arbitrary: fc.constant(right) },
          fc.constantFrom(
            'text/html',
            '',
            'application/json; charset=latin1',
            'multipart/form-data',
            'APPLICATION/JSON',
          ),
        )
        .map((type) => ({ 'content-type': type })),
      seldom('idempotency-key', ['12345678', 'short', 'x'.repeat(201), 'k'.repeat(20), "'; --"]),
      seldom('accept-language', ['en', 'xx;q=abc', ',,,;;;q=', 'sv'.repeat(2_000)]),
      seldom('sec-fetch-site', ['same-origin', 'cross-site', 'none', 'x']),
      seldom('user-agent', ['\u00e5\u00ff', canary.replace('å', 'a').repeat(50)]),
      seldom('content-length', ['0', '99999999999', '-1', 'abc']),
      seldom('x-forwarded-for', ['127.0.0.1']),
    )
    .map((parts) => Object.assign({ 'x-valv-page': '1' }, ...parts) as Record<string, string>);
}

/** Any call of the endpoint, by what its contract says it takes. */
export function callsOf(contract: Contract, things: Things): fc.Arbitrary<RawCall> {
  return fc
    .record({
      path: pathsOf(contract, things),
      query: queriesOf(contract, things),
      headers: headersOf(contract),
      body: bodiesOf(contract, things),
    })
    .map(({ path, query, headers, body }) => ({
      method: contract.method,
      path: path + query,
      headers,
      ...(body !== undefined && contract.method !== 'GET' && { body }),
    }));
}
