import type { Definition, FieldDefinition } from './design.ts';

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** What was changed here stays, the rest is theirs. */
function mergeSettings<T extends object>(base: T | undefined, mine: T, theirs: T): T {
  const merged = { ...theirs };
  for (const name of Object.keys(mine) as (keyof T)[])
    if (!base || !isSame(mine[name], base[name])) merged[name] = mine[name];
  return merged;
}

/** Things by key: theirs in their order with my changes on them, and mine that they do not have, after what stood before. */
function mergeList<T extends object>(
  keyOf: (one: T) => string,
  base: readonly T[],
  mine: readonly T[],
  theirs: readonly T[],
): T[] {
  const find = (list: readonly T[], key: string) => list.find((one) => keyOf(one) === key);
  const isReordered = !isSame(
    base.map(keyOf),
    mine.map(keyOf).filter((key) => find(base, key)),
  );
  const merged = (key: string): T | undefined => {
    const [a, b] = [find(mine, key), find(theirs, key)];
    return a && b ? mergeSettings(find(base, key), a, b) : (a ?? b);
  };
  const isGone = (key: string) =>
    find(base, key) !== undefined && (find(mine, key) === undefined || find(theirs, key) === undefined);
  const [first, second] = isReordered ? [mine, theirs] : [theirs, mine];
  const keys = first.map(keyOf);
  for (const [place, one] of second.entries()) {
    if (keys.includes(keyOf(one))) continue;
    const before = second[place - 1];
    const at = before ? keys.indexOf(keyOf(before)) : -1;
    keys.splice(at === -1 ? keys.length : at + 1, 0, keyOf(one));
  }
  return keys.filter((key) => !isGone(key)).flatMap((key) => merged(key) ?? []);
}

const mergeField = (base: FieldDefinition | undefined, mine: FieldDefinition, theirs: FieldDefinition) => ({
  ...mergeSettings(base, mine, theirs),
  choices: mergeList(({ value }) => value, base?.choices ?? [], mine.choices, theirs.choices),
});

/** Lays what was changed here over what somebody else saved meanwhile: setting by setting, mine where both changed the same. */
export function rebase(base: Definition, mine: Definition, theirs: Definition): Definition {
  const merged = mergeSettings(base, mine, theirs);
  const fieldIn = (of: Definition, key: string) => of.fields.find((field) => field.key === key);
  return {
    ...merged,
    sections: mergeList(({ key }) => key, base.sections, mine.sections, theirs.sections),
    fields: mergeList(({ key }) => key, base.fields, mine.fields, theirs.fields).map((field) => {
      const [own, other] = [fieldIn(mine, field.key), fieldIn(theirs, field.key)];
      return own && other ? mergeField(fieldIn(base, field.key), own, other) : field;
    }),
  };
}
