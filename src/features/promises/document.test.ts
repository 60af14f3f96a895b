import { expect, test } from 'vitest';
import { getPromise } from './catalogue.ts';
import { renderPromisesDocument } from './document.ts';

test('the document has one row a promise, with its feature, test and state', () => {
  const document = renderPromisesDocument([
    {
      promise: getPromise('P71'),
      feature: 'agreements',
      test: 'P71 the renewal date | on every invoice',
      state: 'kept',
    },
    { promise: getPromise('P65'), state: 'at_risk' },
  ]);
  expect(document.split('\n')).toEqual([
    '# Promises',
    '',
    'Generated; do not edit. Every promise of the policy, the feature that keeps it and the test that shows it.',
    expect.stringContaining('Kept: '),
    expect.stringContaining('Configured: '),
    '',
    '2 promises, 1 kept, 1 **at risk**.',
    '',
    '| ID | Source | Promise | Kind | Feature | Test | State |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    '| P71 | A | The renewal date stands on every invoice. | configured | agreements | P71 the renewal date \\| on every invoice | kept |',
    '| P65 | C, E | The service can be reached at all hours, all days. | measured, partly attested | – | – | **at risk** |',
    '',
  ]);
});

test('a document of nothing still is a table', () => {
  expect(renderPromisesDocument([])).toContain('0 promises.\n\n| ID |');
});
