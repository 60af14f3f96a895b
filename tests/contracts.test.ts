import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { isOfOrganisation, isWriting, type Contract } from '#gate/contract.ts';
import { openApi } from '#gate/openapi.ts';
import { permissions } from '#gate/permissions.ts';
import { bindings, messages } from '#features/index.ts';
import { listEndpoints } from '../scripts/endpoints.ts';

// Over all endpoints at once, from what they declare. What they do when called is in src/gate and the features.

const contracts = bindings.map(({ contract }) => contract);
const modules = import.meta.glob<Record<string, unknown>>(
  ['../src/features/*/contract.ts', '../src/features/*/*-contract.ts'],
  { eager: true },
);
const isContract = (value: unknown): value is Contract =>
  typeof value === 'object' &&
  value !== null &&
  'action' in value &&
  'method' in value &&
  'path' in value &&
  'access' in value;
const declared = Object.values(modules).flatMap((module) => Object.values(module).filter(isContract));

const faults = (isFault: (contract: Contract) => boolean) =>
  contracts.filter((contract) => isFault(contract)).map(({ method, path }) => `${method} ${path}`);
const repeated = (values: string[]) => values.filter((value, index) => values.indexOf(value) !== index);
const pathParameters = ({ path }: Contract) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
const shapeOf = (shape: Contract['params']) => Object.keys((shape as { shape?: object } | undefined)?.shape ?? {});
const committed = (path: string) => readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8');

test('every declared contract is bound to its function, and was seen here', () => {
  expect(contracts.length).toBeGreaterThan(30);
  expect(declared.length).toBeGreaterThan(30);
  const key = ({ method, path }: Contract) => `${method} ${path}`;
  const bound = new Set(contracts.map(key));
  expect(declared.map(key).filter((one) => !bound.has(one))).toEqual([]);
});

describe('each endpoint', () => {
  test('has an action, and a method and path, of its own', () => {
    expect(repeated(contracts.map(({ action }) => action))).toEqual([]);
    expect(repeated(contracts.map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`))).toEqual([]);
    expect(faults(({ action }) => !/^[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*$/.test(action))).toEqual([]);
    expect(faults(({ path }) => !/^(\/([a-z]+(-[a-z]+)*|\{[a-z]\w*\}))+(\.(csv|xlsx|json))?$/.test(path))).toEqual([]);
  });

  test('declares a permission, or says why it has none', () => {
    const isGuarded = ({ access }: Contract) => {
      const [reason, ...more] = Object.entries(access ?? {});
      if (more.length > 0 || reason === undefined) return false;
      if ('permission' in access) return permissions.includes(access.permission);
      return ('open' in access || 'account' in access) && /\w+ \w+ \w+/.test(reason[1]);
    };
    expect(faults((contract) => !isGuarded(contract))).toEqual([]);
    // A permission is held in an organisation: without one in the path nobody could have it.
    expect(faults((contract) => 'permission' in contract.access && !isOfOrganisation(contract))).toEqual([]);
    expect(faults((contract) => isOfOrganisation(contract) && !('permission' in contract.access))).toEqual([]);
  });

  test('stands with its access in docs/endpoints.txt (else: npm run schema)', () => {
    expect(committed('docs/endpoints.txt')).toBe(listEndpoints(contracts));
  });

  test('reads with GET and writes with anything else', () => {
    const isReading = ({ action }: Contract) =>
      /(^|[._])(read|listed|searched|followed|exported|previewed|checked|counted|summarised)(_(csv|xlsx|json))?$/.test(
        action,
      );
    expect(faults((contract) => !isWriting(contract) && !isReading(contract))).toEqual([]);
    expect(faults(({ method, body, file }) => method === 'GET' && (body !== undefined || file !== undefined))).toEqual(
      [],
    );
  });

  test('declares each parameter of its path, and no other', () => {
    for (const contract of contracts) {
      const inPath = pathParameters(contract).filter((name) => name !== 'organisation');
      expect(shapeOf(contract.params).sort(), contract.path).toEqual(inPath.sort());
    }
    expect(
      faults((contract) => contract.target !== undefined && !pathParameters(contract).includes(contract.target)),
    ).toEqual([]);
    expect(
      faults((contract) => pathParameters(contract).includes('organisation') !== isOfOrganisation(contract)),
    ).toEqual([]);
  });

  test('answers with what it declares: a shape, a stream, or nothing', () => {
    const isWhole = ({ status, output, stream }: Contract) =>
      status === 204 ? !output && !stream : (output === undefined) !== (stream === undefined);
    expect(faults((contract) => !isWhole(contract))).toEqual([]);
    expect(faults(({ method, stream }) => stream !== undefined && method !== 'GET')).toEqual([]);
    const streaming = bindings.filter(
      ({ contract, stream, follow }) =>
        (contract.stream === undefined) !== (stream === undefined && follow === undefined) ||
        (contract.event === undefined) !== (follow === undefined) ||
        (contract.stream === 'text/event-stream') !== (follow !== undefined),
    );
    expect(streaming.map(({ contract }) => contract.path)).toEqual([]);
  });

  test('refuses a field it does not know, in body and query', () => {
    const isLoose = (shape: Contract['body']) =>
      shape !== undefined &&
      'shape' in shape &&
      !/ZodNever|never/.test(JSON.stringify((shape as { def?: { catchall?: unknown } }).def?.catchall ?? ''));
    expect(faults(({ body, query }) => isLoose(body) || isLoose(query))).toEqual([]);
  });

  test('has words in both languages for each of its refusals', () => {
    const codes = contracts.flatMap(({ errors }) => errors ?? []);
    expect(codes.length).toBeGreaterThan(10);
    for (const language of ['sv', 'en'] as const) {
      expect(codes.filter((code) => messages[language][`problem.${code}`] === undefined)).toEqual([]);
    }
  });
});

test('docs/openapi.json describes them all (else: npm run schema)', () => {
  const description = JSON.parse(committed('docs/openapi.json')) as object;
  expect(description).toEqual(JSON.parse(JSON.stringify(openApi(contracts))));
});

test('the description says each thing once: references lead to what is there, and what is shared is used', () => {
  const description = JSON.parse(committed('docs/openapi.json')) as { components: Record<string, object> };
  const references = [...JSON.stringify(description).matchAll(/"\$ref":"#\/components\/([^"]+)"/g)].map(
    ([, name]) => name ?? '',
  );
  const there = Object.entries(description.components)
    .filter(([kind]) => kind !== 'securitySchemes')
    .flatMap(([kind, named]) => Object.keys(named).map((name) => `${kind}/${name}`));
  expect([...new Set(references)].sort()).toEqual(there.sort());
  expect(there.length).toBeGreaterThan(30);
  // Read by a person, and by generators of clients: it was four times as large.
  expect(JSON.stringify(description).length).toBeLessThan(250_000);
});

test('each endpoint that takes a body shows one that it takes', () => {
  const description = openApi(contracts) as {
    paths: Record<string, Record<string, { requestBody?: { content: Record<string, { example?: unknown }> } }>>;
  };
  const withBody = contracts.filter(({ body }) => body !== undefined);
  const exampleOf = ({ path, method }: Contract) =>
    description.paths[path]?.[method.toLowerCase()]?.requestBody?.content['application/json']?.example;
  const shown = withBody.filter((contract) => exampleOf(contract) !== undefined);
  expect(shown.length).toBeGreaterThan(withBody.length * 0.9);
  expect(shown.filter((one) => !one.body?.safeParse(exampleOf(one)).success).map(({ action }) => action)).toEqual([]);
});

test('messages say the same in both languages: same codes, same placeholders, none empty', () => {
  const placeholders = (text: string | undefined) => [...(text ?? '').matchAll(/\{\w+\}/g)].map(String).sort();
  expect(Object.keys(messages.sv).length).toBeGreaterThan(20);
  expect(Object.keys(messages.sv).sort()).toEqual(Object.keys(messages.en).sort());
  for (const [code, text] of Object.entries(messages.sv)) {
    expect(text.trim() && messages.en[code]?.trim(), code).toBeTruthy();
    expect(placeholders(messages.en[code]), code).toEqual(placeholders(text));
  }
});
