import { nameMentions } from '#features/comments/index.ts';
import type { FieldLookup } from '#features/registers/index.ts';
import type { Change } from './contract.ts';
import type { StoredEntry } from './stored-entry.ts';

/** What a reader is shown of the values of changes. */
export interface ChangeReader {
  readonly fields: FieldLookup;
  /** False for who may read the journal but not the records: they see which fields changed, never a value. */
  readonly mayReadRecords: boolean;
  /** The register of a record, where it is known. */
  registerOf(record: string): string | undefined;
  /** The name behind an id that a column holds, or a text mentions: a role, a member. */
  nameOf(id: string): string | undefined;
}

// What every row has, or what only the machinery counts; the entry says when, and of what, by itself.
const noise = new Set([
  'id',
  'organisation_id',
  'register_id',
  'created_at',
  'changed_at',
  'version',
  'definition_version',
]);
const isSealed = (value: unknown) => typeof value === 'string' && value.startsWith('v1.');

/** What people wrote about records, outside of them: as hidden as they are from who may not read them. */
const isAboutRecords = (table: string, name: string) => table === 'comments' && name === 'text';

/** The table that a change was made in: the noun of its action, `memberships.updated`. */
export const tableOf = (entry: StoredEntry) => entry.leaf.action.slice(0, entry.leaf.action.lastIndexOf('.'));

/**
 * The changes of an entry as the reader may see them. It goes by the names in the leaf, so that a change whose values are
 * secret, sealed or erased since still shows that it was made.
 */
export function changesOf(entry: StoredEntry, reader: ChangeReader): Change[] {
  return (entry.leaf.fields ?? []).flatMap((name): Change[] => {
    if (noise.has(name)) return [];
    const before = entry.values?.old?.[name];
    const after = entry.values?.new?.[name];
    const isUnknown = before === undefined && after === undefined;
    const isRecordField = tableOf(entry) === 'records' && name.startsWith('data.');
    const change = isRecordField ? recordChange(entry, name, reader) : columnChange(tableOf(entry), name, reader);
    if (change === undefined) return [];
    const { label, isReadable, open = asItIs, display } = change;
    const masked = { field: name, label, old: null, new: null, isMasked: true };
    if (isUnknown || !isReadable) return [masked];
    const [old, now] = [open(before), open(after)];
    // People may write what looks sealed.
    const mayBeSealed = !isAboutRecords(tableOf(entry), name);
    if (mayBeSealed && (isSealed(old) || isSealed(now))) return [masked];
    return [{ field: name, label, old: display(old), new: display(now), isMasked: false }];
  });
}

const asItIs = (value: unknown) => value;

interface Shown {
  label: Change['label'];
  isReadable: boolean;
  /** A sealed value in clear, where the reader may have it so. */
  open?(value: unknown): unknown;
  display(value: unknown): string | null;
}

/** Undefined when the reader may not see the field, or nobody can say any longer what it was: then it is left out. */
function recordChange(entry: StoredEntry, name: string, reader: ChangeReader): Shown | undefined {
  const register = registerOf(entry, reader);
  const field = register === undefined ? undefined : reader.fields.field(register, name.slice('data.'.length));
  if (field === undefined || !field.isVisible) return undefined;
  return {
    label: field.label,
    isReadable: field.isReadable && reader.mayReadRecords,
    open: (value) => (typeof value === 'string' ? field.open(entry.leaf.target ?? '', value) : value),
    display: (value) => field.display(textOf(value)),
  };
}

function columnChange(table: string, name: string, reader: ChangeReader): Shown {
  if (isAboutRecords(table, name)) {
    return {
      label: null,
      isReadable: reader.mayReadRecords,
      display: (value) => (typeof value === 'string' ? nameMentions(value, (id) => reader.nameOf(id) ?? id) : null),
    };
  }
  const isReference = name.endsWith('_id') || name === 'removed_by';
  return {
    label: null,
    isReadable: true,
    display: (value) => (isReference && typeof value === 'string' ? (reader.nameOf(value) ?? value) : textOf(value)),
  };
}

/** A row that was made or removed names its register itself; one that was changed is looked up. */
function registerOf({ leaf, values }: StoredEntry, reader: ChangeReader): string | undefined {
  const named = values?.new?.['register_id'] ?? values?.old?.['register_id'];
  if (typeof named === 'string') return named;
  return leaf.target === undefined ? undefined : reader.registerOf(leaf.target);
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
