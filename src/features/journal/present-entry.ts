import { changesOf } from './changes.ts';
import type { Entry } from './contract.ts';
import type { Names } from './names.ts';
import type { StoredEntry } from './stored-entry.ts';

/** An entry as its reader may see it: names for ids, masks for values, and neither address nor browser. */
export function presentEntry(entry: StoredEntry, names: Names): Entry {
  const { leaf, values } = entry;
  return {
    id: entry.id,
    at: leaf.at,
    kind: leaf.kind,
    action: leaf.action,
    actor: names.actor(leaf.actor),
    door: leaf.door,
    outcome: leaf.outcome ?? null,
    status: leaf.status ?? null,
    code: leaf.code ?? null,
    target: leaf.target ?? null,
    targetLabel: leaf.target === undefined ? null : names.target(leaf.target),
    rows: leaf.rows ?? null,
    reason: values?.reason ?? null,
    changes: changesOf(entry, names),
  };
}
