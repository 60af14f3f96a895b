import { z } from 'zod';
import { isOfOrganisation, isWriting, type Contract } from './contract.ts';
import { sampleOf, shareSchemas, type Schema } from './openapi-schemas.ts';

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
      description: 'What is wrong with the input, each with its path',
      items: {
        type: 'object',
        required: ['path', 'code', 'message'],
        properties: { path: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};

const problemResponse = (description: string, headers: Record<string, object> = {}) => ({
  description,
  headers: { ...rateHeaders, ...headers },
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const rateHeaders = {
  RateLimit: { $ref: '#/components/headers/RateLimit' },
  'RateLimit-Policy': { $ref: '#/components/headers/RateLimit-Policy' },
};
const retryAfter = {
  'Retry-After': { description: 'Seconds after which it is worth trying again', schema: { type: 'integer' } },
};

/** Every refusal that an endpoint may have by its kind; what it adds of its own is named by `x-problems`. */
const refusals = {
  NotSignedIn: problemResponse('Not signed in, or the key is not valid'),
  Forbidden: problemResponse('Without the permission (x-access), or asked by a page of another site'),
  NotFound: problemResponse("Not there, or another organisation's"),
  Conflict: problemResponse('In conflict with what is there'),
  BodyTooLarge: problemResponse('A body larger than the endpoint takes'),
  BodyType: problemResponse('A body of a type that the endpoint does not take'),
  InvalidInput: problemResponse('Input with faults, each with its path'),
  TooManyCalls: problemResponse('Too many calls', retryAfter),
  Unavailable: problemResponse('Database or journal away for the moment', retryAfter),
};
const refusal = (name: keyof typeof refusals) => ({ $ref: `#/components/responses/${name}` });

const parameters = {
  organisation: {
    name: 'organisation',
    in: 'path',
    required: true,
    description: 'Id of the organisation that is entered',
    schema: { type: 'string', format: 'uuid' },
  },
  idempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'For 24 hours the same key with the same body gives the same answer, and the work is done once',
    schema: { type: 'string', minLength: 8, maxLength: 200 },
  },
};

const introduction = `Registers of organisations: people, other records, attachments.

**Keys.** A program sends \`Authorization: Bearer valv_…\` with an API key, which an administrator makes in the browser. A key is of one organisation and never does more than the member who made it.

**Rates.** Every answer tells what is left of the caller's quota in \`RateLimit\` and \`RateLimit-Policy\`; beyond it stands 429 with \`Retry-After\`.

**Refusals** are problem details (RFC 9457) with a stable \`code\`, in the language of \`Accept-Language\` (sv or en).

**Once.** A POST in an organisation takes an \`Idempotency-Key\`.

**Webhooks** tell of changes to records, signed by Standard Webhooks.`;

function jsonSchema(shape: z.ZodType, io: 'input' | 'output'): Schema {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema: one }) => sayFormat(one),
  });
  return schema;
}

/** A format says what zod also writes as a pattern of several hundred characters, and an id in lower case is an id. */
function sayFormat(schema: Schema): void {
  if (schema['format'] === 'lowercase' && JSON.stringify(schema['allOf']).includes('[0-9a-fA-F]{12}')) {
    schema['format'] = 'uuid';
    delete schema['allOf'];
  }
  if (['uuid', 'date-time', 'date', 'email'].includes(String(schema['format']))) delete schema['pattern'];
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
    ...(isOfOrganisation(contract) ? [{ $ref: '#/components/parameters/organisation' }] : []),
    ...named(contract.params, 'path'),
    ...named(contract.query, 'query'),
    // Answers are kept in the organisation that was entered, under its key; a sign-in's is kept nowhere.
    ...(contract.method === 'POST' && isOfOrganisation(contract)
      ? [{ $ref: '#/components/parameters/idempotencyKey' }]
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
  if (!contract.body) return undefined;
  const schema = jsonSchema(contract.body, 'input');
  const example = sampleOf(schema);
  // Only what the endpoint would take is shown as an example.
  const isTaken = contract.body.safeParse(example).success;
  return { required: true, content: { 'application/json': { schema, ...(isTaken && { example }) } } };
}

function doneOf(contract: Contract): object {
  const headers = rateHeaders;
  if (contract.event)
    return {
      description:
        'Server-sent events for as long as it is read: `changed` with what stands below, `end` with a code and nothing more',
      headers,
      content: {
        'text/event-stream': { schema: { type: 'string' }, 'x-event': jsonSchema(contract.event, 'output') },
      },
    };
  if (contract.stream)
    return {
      description: 'A file, page by page',
      headers,
      content: { [contract.stream]: { schema: { type: 'string' } } },
    };
  return contract.output
    ? {
        description: 'Done',
        headers,
        content: { 'application/json': { schema: jsonSchema(contract.output, 'output') } },
      }
    : { description: 'Done', headers };
}

function responsesOf(contract: Contract): Record<string, object> {
  const mayRefuse = (status: 401 | 404) => contract.refusals?.includes(status) ?? false;
  return {
    [contract.status ?? 200]: doneOf(contract),
    ...((!('open' in contract.access) || mayRefuse(401)) && { 401: refusal('NotSignedIn') }),
    403: refusal('Forbidden'),
    ...((contract.params || isOfOrganisation(contract) || mayRefuse(404)) && { 404: refusal('NotFound') }),
    ...(isWriting(contract) && { 409: refusal('Conflict') }),
    ...((contract.body || contract.file) && { 413: refusal('BodyTooLarge'), 415: refusal('BodyType') }),
    422: refusal('InvalidInput'),
    429: refusal('TooManyCalls'),
    503: refusal('Unavailable'),
  };
}

const tagOf = ({ action }: Contract) => action.split('.')[0] ?? action;

function operationOf(contract: Contract): Schema {
  return {
    operationId: contract.action,
    summary: contract.summary,
    tags: [tagOf(contract)],
    'x-access': contract.access,
    ...(contract.errors && { 'x-problems': contract.errors }),
    security:
      'open' in contract.access ? [] : isOfOrganisation(contract) ? [{ session: [] }, { key: [] }] : [{ session: [] }],
    parameters: parametersOf(contract),
    requestBody: requestBodyOf(contract),
    responses: responsesOf(contract),
  };
}

/** Where the schemas of an operation stand, each with the word that names it where it is shared. */
function* placesOf(operation: Schema, tag: string): Generator<{ holder: Schema; key: string; name: string }> {
  for (const parameter of operation['parameters'] as Schema[])
    if (parameter['schema']) yield { holder: parameter, key: 'schema', name: String(parameter['name']) };
  const contents = [operation['requestBody'], ...Object.values(operation['responses'] as Schema)] as (
    | { content?: Record<string, Schema> }
    | undefined
  )[];
  for (const [index, place] of contents.entries())
    for (const media of Object.values(place?.content ?? {}))
      for (const key of ['schema', 'x-event'])
        if (media[key]) yield { holder: media, key, name: index === 0 ? `${tag} input` : tag };
}

/** The OpenAPI 3.1 description of the API, from the contracts alone. */
export function openApi(contracts: readonly Contract[]): object {
  const paths: Record<string, Record<string, Schema>> = {};
  for (const contract of contracts)
    (paths[contract.path] ??= {})[contract.method.toLowerCase()] = operationOf(contract);
  const places = contracts.flatMap((contract) => {
    const operation = paths[contract.path]?.[contract.method.toLowerCase()];
    return operation ? [...placesOf(operation, tagOf(contract))] : [];
  });
  return {
    openapi: '3.1.0',
    info: { title: 'Valv', version: '1', description: introduction },
    servers: [{ url: '/api/v1' }],
    tags: [...new Set(contracts.map(tagOf))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem: problem, ...shareSchemas(places) },
      responses: refusals,
      parameters,
      headers: {
        RateLimit: {
          description: 'What is left of the quota (r), and seconds until it is whole again (t): `"key";r=5999;t=1`',
          schema: { type: 'string' },
        },
        'RateLimit-Policy': {
          description: 'The quota (q) in a window of seconds (w), by key, session or address: `"key";q=6000;w=60`',
          schema: { type: 'string' },
        },
      },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: '__Host-valv', description: 'A member signed in by a browser' },
        key: { type: 'http', scheme: 'bearer', description: 'API key of one organisation' },
      },
    },
  };
}
