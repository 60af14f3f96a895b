import { changesOf } from './changes.ts';
import type { Entry } from './contract.ts';
import type { Names } from './names.ts';
import type { Leaf, StoredEntry } from './stored-entry.ts';

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
    fields: leaf.kind === 'access' ? exportedFields(leaf, names) : [],
    query: queryOf(leaf, names),
    changes: leaf.kind === 'change' ? changesOf(entry, names) : [],
  };
}

/** A field of the register that a call was about, if the reader may see it. */
function labelOf({ target }: Leaf, key: string, names: Names): Entry['fields'][number]['label'] | undefined {
  const field = target === undefined ? undefined : names.fields.field(target, key);
  return field?.isVisible ? field.label : undefined;
}

const exportedFields = (leaf: Leaf, names: Names): Entry['fields'] =>
  (leaf.fields ?? []).flatMap((key) => {
    const label = labelOf(leaf, key, names);
    return label ? [{ key, label }] : [];
  });

function queryOf(leaf: Leaf, names: Names): Entry['query'] {
  return (leaf.query ?? []).flatMap((text): Entry['query'] => {
    const [kind, what = ''] = text.split(':');
    if (kind === 'search') return [{ kind, label: null, words: Number(what) }];
    if (kind === 'filter' || kind === 'sort') return [{ kind, label: labelOf(leaf, what, names) ?? null, words: null }];
    return [];
  });
}
