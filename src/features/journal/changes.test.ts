import { describe, expect, test } from 'vitest';
import { changesOf, type ChangeReader } from './changes.ts';
import type { StoredEntry, Values } from './stored-entry.ts';

const label = { sv: 'Ort', en: 'City' };

const reader = (
  field: Partial<ReturnType<ChangeReader['fields']['field']>> = {},
  rest: Partial<ChangeReader> = {},
): ChangeReader => ({
  fields: {
    registerName: () => undefined,
    field: (register, key) =>
      register === 'members' && key === 'city'
        ? {
            label,
            isVisible: true,
            isReadable: true,
            display: (value) => (value === null ? null : `“${value}”`),
            open: (_record, value) => value,
            ...field,
          }
        : undefined,
  },
  mayReadRecords: true,
  registerOf: (record) => (record === 'record' ? 'members' : undefined),
  nameOf: () => undefined,
  ...rest,
});

const entry = (action: string, fields: string[], values?: Values): StoredEntry => ({
  id: 'entry',
  leaf: { action, actor: 'nobody', at: '', door: 'page', kind: 'change', target: 'record', fields },
  values,
});
const moved = entry('records.updated', ['data.city'], { old: { 'data.city': 'Umeå' }, new: { 'data.city': 'Luleå' } });

describe('a change of a record', () => {
  test('is shown with its label and both values, as its field displays them', () => {
    expect(changesOf(moved, reader())).toEqual([
      { field: 'data.city', label, old: '“Umeå”', new: '“Luleå”', isMasked: false },
    ]);
  });

  test('shows an emptied and an added value as none', () => {
    const emptied = entry('records.updated', ['data.city'], {
      old: { 'data.city': 'Umeå' },
      new: { 'data.city': null },
    });
    expect(changesOf(emptied, reader())).toMatchObject([{ old: '“Umeå”', new: null, isMasked: false }]);
    const added = entry('records.updated', ['data.city'], { old: {}, new: { 'data.city': 'Umeå' } });
    expect(changesOf(added, reader())).toMatchObject([{ old: null, new: '“Umeå”', isMasked: false }]);
  });

  test('is left out for who may not see the field', () => {
    expect(changesOf(moved, reader({ isVisible: false }))).toEqual([]);
  });

  test('is masked for who may see the field but not read it', () => {
    const masked = [{ field: 'data.city', label, old: null, new: null, isMasked: true }];
    expect(changesOf(moved, reader({ isReadable: false }))).toEqual(masked);
    expect(changesOf(moved, reader({}, { mayReadRecords: false }))).toEqual(masked);
  });

  test('is left out when its register is unknown, since nobody can say who may see it', () => {
    expect(changesOf(moved, reader({}, { registerOf: () => undefined }))).toEqual([]);
    expect(
      changesOf(entry('records.updated', ['data.other'], { old: { 'data.other': 'x' }, new: {} }), reader()),
    ).toEqual([]);
  });

  test('knows its register from the row that was made or removed', () => {
    const made = entry('records.inserted', ['data.city', 'register_id'], {
      old: {},
      new: { 'data.city': 'Umeå', register_id: 'members' },
    });
    expect(changesOf(made, reader({}, { registerOf: () => undefined }))).toMatchObject([{ new: '“Umeå”' }]);
  });
});

describe('a value', () => {
  test.each([
    ['before', 'v1.1.AAAA', 'x'],
    ['after', null, 'v1.2.BBBB'],
  ])('that is sealed (%s) is never shown, whoever reads', (_when, old, after) => {
    const sealed = entry('records.updated', ['data.city'], { old: { 'data.city': old }, new: { 'data.city': after } });
    expect(changesOf(sealed, reader())).toEqual([{ field: 'data.city', label, old: null, new: null, isMasked: true }]);
    const elsewhere = entry('imports.updated', ['mapping'], { old: { mapping: old }, new: { mapping: after } });
    expect(changesOf(elsewhere, reader())).toMatchObject([{ old: null, new: null, isMasked: true }]);
  });

  test('that people wrote about records is hidden from who may not read them, and never taken for a sealed one', () => {
    const id = '0193a1b2-0000-7000-8000-000000000001';
    const written = entry('comments.inserted', ['text'], { old: {}, new: { text: `v1. Hej @[${id}]` } });
    const nameOf = (of: string) => (of === id ? 'Bo' : undefined);
    expect(changesOf(written, reader({}, { nameOf }))).toMatchObject([{ new: 'v1. Hej @Bo', isMasked: false }]);
    expect(changesOf(written, reader({}, { mayReadRecords: false }))).toMatchObject([{ new: null, isMasked: true }]);
  });

  test('that is secret, or was erased since, still shows that it changed', () => {
    expect(changesOf(entry('invitations.inserted', ['token_hash'], { old: {}, new: {} }), reader())).toMatchObject([
      { field: 'token_hash', isMasked: true },
    ]);
    expect(changesOf(entry('memberships.updated', ['display_name']), reader())).toMatchObject([
      { old: null, new: null, isMasked: true },
    ]);
  });

  test('of another table is shown as its text, and an id by the name behind it', () => {
    const policy = entry('security_policies.inserted', ['settings', 'version', 'organisation_id'], {
      old: {},
      new: { settings: { idleMinutes: 30 }, version: 2, organisation_id: 'o' },
    });
    expect(changesOf(policy, reader())).toEqual([
      { field: 'settings', label: null, old: null, new: '{"idleMinutes":30}', isMasked: false },
    ]);
    const role = entry('membership_roles.deleted', ['role_id'], { old: { role_id: 'r' }, new: {} });
    expect(changesOf(role, reader({}, { nameOf: (id) => (id === 'r' ? 'Kassör' : undefined) }))).toMatchObject([
      { old: 'Kassör', new: null },
    ]);
    expect(changesOf(role, reader())).toMatchObject([{ old: 'r' }]);
  });
});
