import { queryOptions } from '@tanstack/react-query';
import { ProblemError } from '../problem.ts';

// The API as /openapi.json describes it: as much of it as the page shows.

export interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  description?: string;
  enum?: readonly unknown[];
  const?: unknown;
  default?: unknown;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

interface Media {
  schema?: Schema;
  example?: unknown;
  'x-event'?: Schema;
}

export interface Parameter {
  $ref?: string;
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description?: string;
  schema: Schema;
}

interface Answer {
  $ref?: string;
  description: string;
  content?: Readonly<Record<string, Media>>;
}

interface Described {
  operationId: string;
  summary: string;
  tags: readonly string[];
  'x-access': Readonly<Partial<Record<'permission' | 'account' | 'open', string>>>;
  'x-problems'?: readonly string[];
  parameters: readonly Parameter[];
  requestBody?: { content: Readonly<Record<string, Media>> };
  responses: Readonly<Record<string, Answer>>;
}

export interface Operation extends Described {
  method: string;
  path: string;
}

interface Components {
  schemas: Readonly<Record<string, Schema>>;
  parameters: Readonly<Record<string, Parameter>>;
  responses: Readonly<Record<string, Answer>>;
}

interface Description {
  paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  components: Components;
}

export interface Reference {
  groups: readonly { tag: string; operations: readonly Operation[] }[];
  components: Components;
}

export const referenceQuery = queryOptions({
  queryKey: ['openapi'],
  queryFn: async ({ signal }): Promise<Reference> => {
    const answer = await fetch('/openapi.json', { signal });
    if (!answer.ok)
      throw new ProblemError({ status: answer.status, code: `http_${answer.status}`, title: answer.statusText });
    return arrange((await answer.json()) as Description);
  },
  staleTime: Infinity,
});

function arrange({ paths, components }: Description): Reference {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]): Operation => ({
      ...described,
      method: method.toUpperCase(),
      path,
      parameters: described.parameters.map((one) => find(components.parameters, one) ?? one),
    })),
  );
  const groups = [...Map.groupBy(operations, ({ tags }) => tags[0] ?? '')];
  return { groups: groups.map(([tag, ofTag]) => ({ tag, operations: ofTag })), components };
}

/** What a reference stands for. */
export const find = <T extends { $ref?: string }>(named: Readonly<Record<string, T>>, { $ref }: T): T | undefined =>
  $ref === undefined ? undefined : named[nameOf($ref)];

export const nameOf = (reference: string) => reference.slice(reference.lastIndexOf('/') + 1);

/** The groups with the operations that have every word somewhere: in method, path, summary, name or permission. */
export function search(groups: Reference['groups'], words: string): Reference['groups'] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return groups
    .map(({ tag, operations }) => ({
      tag,
      operations: operations.filter((operation) => {
        const text = [
          operation.method,
          operation.path,
          operation.summary,
          operation.operationId,
          operation['x-access'].permission ?? '',
        ]
          .join(' ')
          .toLowerCase();
        return wanted.every((word) => text.includes(word));
      }),
    }))
    .filter(({ operations }) => operations.length > 0);
}

/** The call as it is typed into a shell; what stands in braces or begins with $ is the caller's to fill in. */
export function curlOf({ method, path, requestBody, 'x-access': access }: Operation, origin: string): string {
  const [type, media] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const parts = [`curl${method === 'GET' ? '' : ` -X ${method}`} "${origin}/api/v1${path}"`];
  if (access.permission !== undefined) parts.push(`-H "Authorization: Bearer $VALV_KEY"`);
  if (type !== undefined) parts.push(`-H "Content-Type: ${type}"`);
  if (type === 'application/json')
    parts.push(`-d '${JSON.stringify(media?.example ?? {}, null, 2).replaceAll("'", String.raw`'\''`)}'`);
  else if (type !== undefined) parts.push('--data-binary @file');
  return parts.join(' \\\n  ');
}
