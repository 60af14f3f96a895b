import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { actions } from './actions.ts';
import { messages } from './messages.ts';
import { actionWords, actorWords } from './sentence.ts';

const entry: Parameters<typeof actionWords>[0] = {
  action: 'record.changed',
  changes: [],
  outcome: 'done',
  targetLabel: 'Medlemmar',
};
const inSwedish = (given: Partial<typeof entry>) => actionWords({ ...entry, ...given }, messages.sv, actions.sv);

test('an entry is told as a sentence, of what was done and of what was tried', () => {
  expect(inSwedish({})).toBe('ändrade en post i Medlemmar');
  expect(inSwedish({ outcome: 'refused' })).toBe('försökte ändra en post i Medlemmar');
  expect(inSwedish({ targetLabel: null })).toBe('ändrade en post i ett register');
  expect(actionWords({ ...entry, outcome: 'failed' }, messages.en, actions.en)).toBe(
    'tried to change a record in Medlemmar',
  );
});

test('a file that leaves is told in words when it begins and when it has ended', () => {
  for (const [action, outcome] of [
    ['record.exported_csv.started', 'started'],
    ['record.exported_csv.ended', 'ended'],
  ] as const)
    expect(inSwedish({ action, outcome })).toBe('exporterade poster i Medlemmar som CSV');
  expect(inSwedish({ action: 'record.exported_xlsx.ended', outcome: 'failed' })).toBe(
    'försökte exportera poster i Medlemmar som Excel',
  );
});

test('the trash is told for what it is', () => {
  const mark = { field: 'trashed_at', label: null, isMasked: false };
  const changed = (now: string | null) =>
    inSwedish({ action: 'records.updated', outcome: null, changes: [{ ...mark, old: null, new: now }] });
  expect(changed('2026-11-22T08:00:00Z')).toBe('lade en post i Medlemmar i papperskorgen');
  expect(changed(null)).toBe('återställde en post i Medlemmar');
});

test('a removed comment is told for what it is, and so is one that was written anew', () => {
  const mark = { field: 'removed_at', label: null, isMasked: false };
  const changed = (now: string | null) =>
    inSwedish({ action: 'comments.updated', outcome: null, changes: [{ ...mark, old: null, new: now }] });
  expect(changed('2026-11-22T08:00:00Z')).toBe('tog bort en kommentar');
  expect(changed(null)).toBe('skrev en borttagen kommentar på nytt');
  expect(inSwedish({ action: 'comments.updated', outcome: null })).toBe('ändrade en kommentar');
});

test('an action that nobody has put into words is told by its code', () => {
  expect(inSwedish({ action: 'moon.risen' })).toBe('moon.risen');
  expect(inSwedish({ action: 'moon.risen', outcome: 'refused' })).toBe('försökte: moon.risen');
  expect(actorWords({ actor: { kind: 'job', id: null, name: 'moon.rise' } }, messages.sv)).toBe('Valv (moon.rise)');
});

test('every declared call has its words, in both languages', () => {
  const contracts = [
    'access',
    'comments',
    'identity',
    'journal',
    'organisations',
    'promises',
    'registers',
    'views',
  ].flatMap((feature) => [
    ...readFileSync(new URL(`../../${feature}/contract.ts`, import.meta.url), 'utf8').matchAll(/action: '([^']+)'/g),
  ]);
  const wanted = contracts.map(([, action = '']) => action);
  expect(wanted.length).toBeGreaterThan(40);
  expect(wanted.filter((action) => !(action in actions.sv) || !(action in actions.en))).toEqual([]);
  expect(Object.keys(actions.sv).sort()).toEqual(Object.keys(actions.en).sort());
});
