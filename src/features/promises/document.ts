/** Renders docs/PROMISES.md: promise, feature, test and state, one row each. */
import type { PolicyPromise } from './promise.ts';
import type { PromiseState } from './state.ts';

export type PromiseDocumentRow = Readonly<{
  promise: PolicyPromise;
  /** The feature that keeps it, for instance `backup`; undefined while none does. */
  feature?: string;
  /** The test that starts with its number; undefined while there is none. */
  test?: string;
  state: PromiseState;
}>;

const STATE_WORDS: Readonly<Record<PromiseState, string>> = {
  kept: 'kept',
  configured: 'configured',
  attested: 'attested',
  at_risk: '**at risk**',
  not_yet: 'not yet',
};

/** The same rows give the same text, ending in one line break, so that a generated file differs only when the facts do. */
export function renderPromisesDocument(rows: readonly PromiseDocumentRow[]): string {
  const lines = rows.map(({ promise, feature, test, state }) =>
    tableRow([
      promise.id,
      promise.sources.join(', '),
      promise.text.en,
      promise.isPartlyAttested ? `${promise.kind}, partly attested` : promise.kind,
      feature ?? '–',
      test ?? '–',
      STATE_WORDS[state],
    ]),
  );
  return [
    '# Promises',
    '',
    'Generated; do not edit. Every promise of the policy, the feature that keeps it and the test that shows it.',
    'Kept: a probe proves it in every running installation; whether it holds in yours right now, its policy page says.',
    'Configured: its setting is in force and a test shows that it is enforced. What neither probe nor setting stands behind is not yet kept, tested or not.',
    '',
    `${summaryOf(rows)}.`,
    '',
    tableRow(['ID', 'Source', 'Promise', 'Kind', 'Feature', 'Test', 'State']),
    tableRow(Array.from({ length: 7 }, () => '---')),
    ...lines,
    '',
  ].join('\n');
}

function summaryOf(rows: readonly PromiseDocumentRow[]): string {
  const counts = (Object.keys(STATE_WORDS) as PromiseState[])
    .map((state) => ({ state, count: rows.filter((row) => row.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${STATE_WORDS[state]}`);
  return [`${rows.length} promises`, ...counts].join(', ');
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.map(escapeCell).join(' | ')} |`;
}

/** A line break or a bar in a cell would break the table. */
function escapeCell(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('\\', '\\\\').replaceAll('|', '\\|').trim();
}
