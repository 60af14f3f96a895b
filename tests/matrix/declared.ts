import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Contract } from '#gate/contract.ts';
import type { Answered } from './send.ts';

// docs/openapi.json is what others program against: no answer may be one that it does not describe.

type JsonSchema = Exclude<Parameters<typeof z.fromJSONSchema>[0], boolean>;

interface Response {
  content?: Record<string, { schema: JsonSchema }>;
}

const description = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../docs/openapi.json', import.meta.url)), 'utf8'),
) as {
  paths: Record<string, Record<string, { responses: Record<string, Response> }>>;
  components: Record<string, Record<string, unknown>>;
};

const responses = new Map<object, Response>();
const shapes = new Map<object, z.ZodType>();

/** A part of the description with what it refers to in its place. */
function whole(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(whole);
  if (typeof part !== 'object' || part === null) return part;
  if ('$ref' in part && typeof part.$ref === 'string') {
    const [kind = '', name = ''] = part.$ref.replace('#/components/', '').split('/');
    const named = description.components[kind]?.[name];
    if (named === undefined) throw new Error(`${part.$ref} is nowhere`);
    return whole(named);
  }
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, whole(value)]));
}

function responseOf(declared: Response): Response {
  const response = responses.get(declared) ?? (whole(declared) as Response);
  responses.set(declared, response);
  return response;
}

function shapeOf(schema: JsonSchema): z.ZodType {
  const shape = shapes.get(schema) ?? z.fromJSONSchema(schema);
  shapes.set(schema, shape);
  return shape;
}

/** What is undeclared about an answer: its status, its type, its shape. Empty when it is as described. */
export function undeclared(contract: Contract, { status, headers, text }: Answered): string[] {
  const declared = description.paths[contract.path]?.[contract.method.toLowerCase()]?.responses[status];
  const response = declared && responseOf(declared);
  if (response === undefined) return [`status ${status} is not declared`];
  const type = Object.fromEntries(headers)['content-type']?.split(';')[0] ?? '';
  if (response.content === undefined) return text === '' ? [] : [`a body where ${status} declares none`];
  const content = response.content[type];
  if (content === undefined) return [`${status} as ${type || 'nothing'} is not declared`];
  if (contract.stream !== undefined && type === contract.stream) return [];
  const parsed = shapeOf(content.schema).safeParse(JSON.parse(text));
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${status} ${path.join('.')}: ${message}`);
}
