// JSON Schemas of the description: what stands in several places stands once, under a name, so that a reader sees that it is
// the same thing, and the whole stays small enough to be read by a person and by a generator of clients.

export type Schema = { [key: string]: unknown };

/** A schema in the description, and what it is called where it stands. */
interface Place {
  holder: Schema;
  key: string;
  name: string;
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Shorter ones are read more quickly where they are used. */
const lengthMin = 120;
const references = '#/components/schemas/';

/**
 * Puts what stands at several of these places, or inside of them, under components: gives the components, and leaves references
 * where they stood. Names come from where a schema is first met, so the order of contracts decides them, and the same contracts
 * give the same names.
 */
export function shareSchemas(places: readonly Place[]): Record<string, Schema> {
  const counts = new Map<string, number>();
  const count = (schema: Schema): void => {
    const text = JSON.stringify(schema);
    const before = counts.get(text) ?? 0;
    counts.set(text, before + 1);
    // What is inside of it was counted the first time: it will stand inside the shared one alone.
    if (before === 0) for (const { holder, key } of insides(schema, '')) count(holder[key] as Schema);
  };
  for (const { holder, key } of places) count(holder[key] as Schema);

  const components: Record<string, Schema> = {};
  const names = new Map<string, string>();
  const share = (schema: Schema, name: string): Schema => {
    const text = JSON.stringify(schema);
    if (text.length < lengthMin || (counts.get(text) ?? 0) < 2) return shareInside(schema, name);
    const known = names.get(text);
    if (known !== undefined) return { $ref: references + known };
    const own = freeName(schema, name, components);
    names.set(text, own);
    components[own] = {};
    components[own] = shareInside(schema, own);
    return { $ref: references + own };
  };
  const shareInside = (schema: Schema, name: string): Schema => {
    const copy = structuredClone(schema);
    for (const { holder, key, name: inner } of insides(copy, name)) holder[key] = share(holder[key] as Schema, inner);
    return copy;
  };
  for (const { holder, key, name } of places) holder[key] = share(holder[key] as Schema, name);
  return Object.fromEntries(Object.entries(components).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The schemas right inside of one, each with the word it is called by. */
function insides(schema: Schema, name: string): Place[] {
  const places: Place[] = [];
  const properties = schema['properties'];
  if (isSchema(properties))
    for (const [key, property] of Object.entries(properties))
      if (isSchema(property)) places.push({ holder: properties, key, name: key });
  for (const key of ['items', 'additionalProperties'])
    if (isSchema(schema[key])) places.push({ holder: schema, key, name: singular(name) });
  for (const key of ['anyOf', 'oneOf', 'allOf', 'prefixItems']) {
    const list = schema[key];
    if (!Array.isArray(list)) continue;
    for (const [index, one] of list.entries())
      if (isSchema(one)) places.push({ holder: list as unknown as Schema, key: String(index), name });
  }
  return places;
}

const singular = (name: string) => name.replace(/ies$/, 'y').replace(/s$/, '');
const pascal = (name: string) =>
  name.replaceAll(/(^|[^A-Za-z0-9]+)([a-z0-9])/gi, (_, _gap, letter: string) => letter.toUpperCase());
const byFormat: Record<string, string> = { uuid: 'Id', 'date-time': 'Instant', date: 'Date', email: 'Email' };

function freeName(schema: Schema, name: string, taken: Record<string, Schema>): string {
  const format = schema['format'];
  const wanted = (typeof format === 'string' ? byFormat[format] : undefined) ?? (pascal(name) || 'Value');
  for (let number = 1; ; number += 1) {
    const free = number === 1 ? wanted : `${wanted}${number}`;
    if (!Object.hasOwn(taken, free)) return free;
  }
}

const sampleDepthMax = 8;
const byStringFormat: Record<string, string> = {
  uuid: '01890a5d-ac96-774b-bcce-b302099a8057',
  'date-time': '2026-01-31T08:00:00Z',
  date: '2026-01-31',
  email: 'alma@example.org',
  uri: 'https://example.org/',
};

const textOf = (name: string, lengthMin: number) =>
  name === 'url' ? 'https://example.org/' : 'text'.padEnd(lengthMin, ' text');

/** A value that the schema describes, with as little in it as it takes. */
export function sampleOf(schema: Schema, name = 'text', depth = 0): unknown {
  if (schema['default'] !== undefined) return schema['default'];
  if (schema['const'] !== undefined) return schema['const'];
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  const choices = (schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined;
  if (choices?.[0]) return sampleOf(choices[0], name, depth);
  if (depth > sampleDepthMax) return null;
  switch (schema['type']) {
    case 'string':
      return byStringFormat[String(schema['format'])] ?? textOf(name, Number(schema['minLength'] ?? 0));
    case 'integer':
    case 'number':
      return typeof schema['minimum'] === 'number' ? Math.max(schema['minimum'], 1) : 1;
    case 'boolean':
      return true;
    case 'array':
      return isSchema(schema['items']) ? [sampleOf(schema['items'], singular(name), depth + 1)] : [];
    case 'object': {
      const properties = isSchema(schema['properties']) ? schema['properties'] : {};
      const required = Array.isArray(schema['required']) ? (schema['required'] as string[]) : [];
      const shown = required.length > 0 ? required : Object.keys(properties).slice(0, 1);
      const own = shown.map((key) => [key, sampleOf(properties[key] as Schema, key, depth + 1)] as const);
      if (own.length > 0 || !isSchema(schema['additionalProperties'])) return Object.fromEntries(own);
      return { given_name: sampleOf(schema['additionalProperties'], 'given_name', depth + 1) };
    }
    default:
      return 'Alma';
  }
}
