import { expect, test } from 'vitest';
import { curlOf, search, type Operation } from './description.ts';

const operation = (more: Partial<Operation>): Operation => ({
  operationId: 'record.created',
  summary: 'Makes a record',
  tags: ['record'],
  method: 'POST',
  path: '/organisations/{organisation}/records',
  'x-access': { permission: 'record.write' },
  parameters: [],
  responses: {},
  ...more,
});

test('a call by curl carries the key, the type and an example that a shell leaves as it is', () => {
  const body = { content: { 'application/json': { example: { name: "O'Neill" } } } };
  expect(curlOf(operation({ requestBody: body }), 'https://valv.example.se')).toBe(
    [
      'curl -X POST "https://valv.example.se/api/v1/organisations/{organisation}/records" \\',
      '  -H "Authorization: Bearer $VALV_KEY" \\',
      '  -H "Content-Type: application/json" \\',
      `  -d '{\n  "name": "O'\\''Neill"\n}'`,
    ].join('\n'),
  );
  const open = operation({ method: 'GET', path: '/promises', 'x-access': { open: 'the policy is public' } });
  expect(curlOf(open, 'http://localhost')).toBe('curl "http://localhost/api/v1/promises"');
});

test('every word has to be somewhere, and groups without a hit are left out', () => {
  const groups = [
    { tag: 'record', operations: [operation({}), operation({ operationId: 'record.listed', method: 'GET' })] },
    { tag: 'member', operations: [operation({ operationId: 'member.listed', path: '/members', summary: 'All' })] },
  ];
  const found = (words: string) =>
    search(groups, words).flatMap(({ operations }) => operations.map(({ operationId }) => operationId));
  expect(found('')).toHaveLength(3);
  expect(found('RECORD get')).toEqual(['record.listed']);
  expect(found('nothing of the kind')).toEqual([]);
});
