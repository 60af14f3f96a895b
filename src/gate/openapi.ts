import { z } from 'zod';
import { isOfOrganisation, isWriting, type Contract } from './contract.ts';

const problemResponse = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const problem = {
  type: 'object',
  description: 'RFC 9457 problem details',
  required: ['type', 'title', 'status', 'code', 'request'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string', description: 'In the language of Accept-Language: sv or en' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable dotted code' },
    request: { type: 'string', description: 'Trace id, also in x-request-id' },
    fields: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'code', 'message'],
        properties: { path: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};

function jsonSchema(shape: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any' });
  return schema;
}

function parametersOf(contract: Contract): object[] {
  const named = (shape: z.ZodType | undefined, where: 'path' | 'query') => {
    const schema = shape ? jsonSchema(shape, 'input') : {};
    const required = (schema['required'] ?? []) as string[];
    return Object.entries((schema['properties'] ?? {}) as Record<string, object>).map(([name, property]) => ({
      name,
      in: where,
      required: where === 'path' || required.includes(name),
      schema: property,
    }));
  };
  return [
    ...(isOfOrganisation(contract)
      ? [{ name: 'organisation', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }]
      : []),
    ...named(contract.params, 'path'),
    ...named(contract.query, 'query'),
    // Answers are kept in the organisation that was entered, under its key; a sign-in's is kept nowhere.
    ...(contract.method === 'POST' && isOfOrganisation(contract)
      ? [
          {
            name: 'Idempotency-Key',
            in: 'header',
            required: false,
            schema: { type: 'string', minLength: 8, maxLength: 200 },
          },
        ]
      : []),
  ];
}

function requestBodyOf(contract: Contract): object | undefined {
  if (contract.file) {
    return {
      required: true,
      content: Object.fromEntries(contract.file.map((type) => [type, {}])),
    };
  }
  return contract.body
    ? { required: true, content: { 'application/json': { schema: jsonSchema(contract.body, 'input') } } }
    : undefined;
}

function responsesOf(contract: Contract): Record<string, object> {
  const done = contract.event
    ? {
        description:
          'Server-sent events for as long as it is read: `changed` with what stands below, `end` with a code and nothing more',
        content: {
          'text/event-stream': { schema: { type: 'string' }, 'x-event': jsonSchema(contract.event, 'output') },
        },
      }
    : contract.stream
      ? { description: 'A file, page by page', content: { [contract.stream]: { schema: { type: 'string' } } } }
      : contract.output
        ? { description: 'Done', content: { 'application/json': { schema: jsonSchema(contract.output, 'output') } } }
        : { description: 'Done' };
  const mayRefuse = (status: 401 | 404) => contract.refusals?.includes(status) ?? false;
  return {
    [contract.status ?? 200]: done,
    ...((!('open' in contract.access) || mayRefuse(401)) && { 401: problemResponse('Not signed in') }),
    403: problemResponse(
      'permission' in contract.access
        ? `Without the permission ${contract.access.permission}, or asked by a page of another site`
        : 'Asked by a page of another site',
    ),
    ...((contract.params || isOfOrganisation(contract) || mayRefuse(404)) && {
      404: problemResponse("Not there, or another organisation's"),
    }),
    ...(isWriting(contract) && { 409: problemResponse('In conflict with what is there') }),
    ...((contract.body || contract.file) && {
      413: problemResponse('A body larger than the endpoint takes'),
      415: problemResponse('A body of a type that the endpoint does not take'),
    }),
    422: problemResponse('Input with faults, each with its path'),
    429: problemResponse('Too many calls'),
    503: problemResponse('Database or journal away for the moment'),
  };
}

/** The OpenAPI 3.1 description of the API, from the contracts alone. */
export function openApi(contracts: readonly Contract[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const contract of contracts) {
    (paths[contract.path] ??= {})[contract.method.toLowerCase()] = {
      operationId: contract.action,
      summary: contract.summary,
      tags: [contract.action.split('.')[0]],
      'x-access': contract.access,
      security:
        'open' in contract.access
          ? []
          : isOfOrganisation(contract)
            ? [{ session: [] }, { key: [] }]
            : [{ session: [] }],
      parameters: parametersOf(contract),
      requestBody: requestBodyOf(contract),
      responses: responsesOf(contract),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Valv',
      version: '1',
      description: 'Registers of organisations: people, other records, attachments.',
    },
    servers: [{ url: '/api/v1' }],
    paths,
    components: {
      schemas: { Problem: problem },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: '__Host-valv' },
        key: { type: 'http', scheme: 'bearer', description: 'API key of one organisation' },
      },
    },
  };
}
