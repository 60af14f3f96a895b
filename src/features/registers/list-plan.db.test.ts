import { randomUUIDv7 } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Context } from '#gate/context.ts';
import { openWorld, type TestOrganisation } from '#tests/world.ts';
import type { Definition } from './definition.ts';
import { getDefinition } from './definitions.ts';
import { findRows, type Position, type Row } from './list-plan.ts';
import { parseSelection } from './selection.ts';
import { insertRecord } from './stored-records.ts';
import { membersDefinition } from './testing.ts';

// A list is the same rows in the same order, whichever way it was found and however it is cut into pages.

const given = ['Anna', 'Åsa', 'Bo', 'Örjan'];
const family = ['Ek', 'Ärlig', 'Berg', 'Åkesson', 'Öberg', 'Dahl'];
const kinds = ['adult', 'youth', null];
const days = [null, '1990-01-01', '1990-01-02', '2001-05-05'];
const recordCount = 240;
const limits = [7, 50, 300];
/** 0 walks everything, the middle ones mix, the last gathers everything. */
const fewMaxima = [0, 3, 25, 5_000];

interface Person {
  id: string;
  given_name: string;
  family_name: string;
  kind: string | null;
  born_on: string | null;
}

let world: Awaited<ReturnType<typeof openWorld>>;
let org: TestOrganisation;
let definition: Definition;
const people: Person[] = [];
const inside = <T>(work: (context: Context) => Promise<T>) =>
  world.installation.gate.runAs({ actor: 'job:test', organisation: org.id, action: 'test.listed' }, work);

beforeAll(async () => {
  world = await openWorld();
  org = await world.createOrganisation('plan');
  const made = await org.owner.call('POST', `${org.path}/registers`, { key: 'members', definition: membersDefinition });
  await inside(async (context) => {
    definition = await getDefinition(context, made.json.id);
    for (let i = 0; i < recordCount; i += 1) {
      const at = <T>(values: readonly T[], step: number) => values[Math.floor(i * step) % values.length] as T;
      const person = {
        id: randomUUIDv7(),
        given_name: at(given, 1),
        family_name: at(family, 0.37),
        kind: at(kinds, 0.11),
        born_on: at(days, 0.73),
      };
      await insertRecord(context, definition, person.id, {
        ...person,
        email: null,
        phone: null,
        identity_number: null,
      });
      people.push(person);
    }
  });
}, 60_000);
afterAll(() => world.close());

const swedish = new Intl.Collator('sv');
const compare: Record<string, (a: Person, b: Person) => number> = {
  given_name: (a, b) => swedish.compare(a.given_name, b.given_name),
  family_name: (a, b) => swedish.compare(a.family_name, b.family_name),
  kind: (a, b) =>
    (kinds.indexOf(a.kind) % 2) - (kinds.indexOf(b.kind) % 2) ||
    (a.kind === null ? -1 : 0) - (b.kind === null ? -1 : 0),
  born_on: (a, b) => ((a.born_on ?? '') < (b.born_on ?? '') ? -1 : Number(a.born_on !== b.born_on)),
};
const filters: Record<string, (person: Person) => boolean> = {
  'kind:eq:adult': (person) => person.kind === 'adult',
  'kind:empty:': (person) => person.kind === null,
  'given_name:starts:å': (person) => person.given_name === 'Åsa',
  'family_name:in:Ek,öberg': (person) => ['Ek', 'Öberg'].includes(person.family_name),
  'born_on:from:1990-01-02': (person) => person.born_on !== null && person.born_on >= '1990-01-02',
  'born_on:to:1990-01-01': (person) => person.born_on === '1990-01-01',
};
const searches: Record<string, (person: Person) => boolean> = {
  '': () => true,
  ö: (person) => person.given_name === 'Örjan' || person.family_name === 'Öberg',
  'anna ber': (person) => person.given_name === 'Anna' && person.family_name === 'Berg',
};

function expected(sort: string[], chosen: string[], search: string): string[] {
  const isDescendingId = sort[0] === undefined || sort[0].startsWith('-');
  return people
    .filter((person) => chosen.every((filter) => filters[filter]?.(person)) && searches[search]?.(person))
    .toSorted((a, b) => {
      for (const part of sort) {
        const order = compare[part.replace('-', '')]?.(a, b) ?? 0;
        if (order !== 0) return part.startsWith('-') ? -order : order;
      }
      return (a.id < b.id ? -1 : 1) * (isDescendingId ? -1 : 1);
    })
    .map(({ id }) => id);
}

async function pageThrough(
  context: Context,
  sort: string[],
  chosen: string[],
  search: string,
  limit: number,
  fewMax: number,
): Promise<string[]> {
  const selection = await parseSelection(context, definition, { sort: sort.join(','), filter: chosen, search });
  const scope = { organisation: context.organisation, register: definition.register };
  const seen: string[] = [];
  let from: Position | undefined;
  for (;;) {
    const rows: Row[] = await findRows(context, {
      scope,
      ...selection,
      isIdDescending: selection.sorts[0]?.isDescending ?? true,
      from,
      limit,
      fewMax,
    });
    seen.push(...rows.map(({ id }) => id));
    const last = rows.at(-1);
    if (!last || rows.length < limit) return seen;
    from = { at: last.at, id: last.id };
  }
}

test('a list is the same whichever way it is found and however it is cut into pages', async () => {
  const keys = Object.keys(compare);
  const sorts = fc
    .uniqueArray(fc.constantFrom(...keys), { maxLength: 3 })
    .chain((chosen) => fc.tuple(...chosen.map((key) => fc.constantFrom(key, `-${key}`))));
  // Conditions make most lists short; as many runs go through all records.
  const rather = <T>(usual: T, other: fc.Arbitrary<T>) =>
    fc.oneof({ weight: 2, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });
  const property = fc.asyncProperty(
    sorts,
    rather([], fc.uniqueArray(fc.constantFrom(...Object.keys(filters)), { maxLength: 2 })),
    rather('', fc.constantFrom(...Object.keys(searches))),
    fc.constantFrom(...limits),
    fc.constantFrom(...fewMaxima),
    async (sort, chosen, search, limit, fewMax) => {
      const seen = await inside((context) => pageThrough(context, sort, chosen, search, limit, fewMax));
      expect(seen).toEqual(expected(sort, chosen, search));
    },
  );
  await fc.assert(property, { numRuns: process.env['VALV_DRILL'] ? 2_000 : 120 });
}, 600_000);
