import { z } from 'zod';
import type { Contract } from '#gate/contract.ts';
import type { Things } from './estate.ts';
import { fill } from './examples.ts';
import type { Filled } from './send.ts';

// Where a call names a thing: found by filling its contract with the things of two organisations and looking where they differ.

/** A place in what a call sends, e.g. `params.record`, `query.filter.0`, `body.roleIds.0`. */
export type Position = string;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Where the two differ. An object with other keys differs as a whole: its keys are what is named. */
function* differing(path: string, one: unknown, other: unknown): Generator<Position> {
  if (isObject(one) && isObject(other) && String(Object.keys(one)) === String(Object.keys(other))) {
    for (const [key, value] of Object.entries(one)) yield* differing(`${path}.${key}`, value, other[key]);
  } else if (one !== other) yield path.slice(1);
}

export const positionsOf = (contract: Contract, ours: Things, theirs: Things): Position[] => [
  ...differing('', fill(contract, ours), fill(contract, theirs)),
];

function replaced(value: unknown, [step, ...rest]: string[], by: unknown): unknown {
  if (step === undefined) return by;
  if (Array.isArray(value)) return value.map((one, index) => (String(index) === step ? replaced(one, rest, by) : one));
  const object = value as Record<string, unknown>;
  return { ...object, [step]: replaced(object[step], rest, by) };
}

const at = (filled: Filled, position: Position): unknown =>
  position.split('.').reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], filled);

/** The call filled with `ours`, but with what `theirs` has at the positions. */
export function crossed(contract: Contract, ours: Things, theirs: Things, positions: Position[]): Filled {
  const other = fill(contract, theirs);
  return positions.reduce(
    (filled, position) => replaced(filled, position.split('.'), at(other, position)) as Filled,
    fill(contract, ours),
  );
}

interface JsonSchema {
  type?: string;
  format?: string;
  allOf?: { pattern?: string }[];
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
}

const isIdSchema = ({ format, allOf = [] }: JsonSchema) =>
  format === 'uuid' || allOf.some(({ pattern }) => pattern?.startsWith('^([0-9a-fA-F]{8}-'));

function* idsIn(path: string, schema: JsonSchema): Generator<string> {
  if (isIdSchema(schema)) yield path;
  for (const [name, property] of Object.entries(schema.properties ?? {})) yield* idsIn(`${path}.${name}`, property);
  if (schema.items) yield* idsIn(`${path}.*`, schema.items);
  for (const one of schema.anyOf ?? []) yield* idsIn(path, one);
}

/** Every place where the contract takes an id, and every parameter of path and query, with `*` for any place in a list. */
export function declaredPlaces(contract: Contract): { ids: string[]; parameters: string[] } {
  const schema = (shape: z.ZodType | undefined): JsonSchema =>
    shape ? (z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }) as JsonSchema) : {};
  const query = schema(contract.query);
  return {
    ids: [
      ...idsIn('params', schema(contract.params)),
      ...idsIn('query', query),
      ...idsIn('body', schema(contract.body)),
    ],
    parameters: Object.keys(query.properties ?? {}).map((name) => `query.${name}`),
  };
}
