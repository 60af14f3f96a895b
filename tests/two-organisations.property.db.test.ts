import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { membersDefinition } from '#features/registers/testing.ts';
import { openWorld, type TestOrganisation } from './world.ts';

// Two organisations work at the same time in any order, with the same names for different things: neither ever meets a word of the
// other's, and the other's things are as if they were not there. VALV_DRILL=1 runs more of it.

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
  await world.installation.jobs.work();
});
afterAll(() => world.close());

interface Side {
  organisation: TestOrganisation;
  /** Stands in everything that this side writes. */
  mark: string;
  register: string;
  records: string[];
  views: string[];
  batches: string[];
  imports: string[];
}

let count = 0;

async function begin(): Promise<Side> {
  const organisation = await world.createOrganisation('side');
  const { json } = await organisation.owner.call('POST', `${organisation.path}/registers`, {
    key: 'members',
    definition: membersDefinition,
  });
  const mark = `mark${(count += 1)}x`;
  return { organisation, mark, register: json.id, records: [], views: [], batches: [], imports: [] };
}

const steps = ['make', 'change', 'many', 'undo', 'comment', 'view', 'import', 'trash', 'seal'] as const;
type Step = (typeof steps)[number];

/** What one side does; whatever is asked for badly is answered, never a fault of ours. */
async function doStep(side: Side, step: Step, number: number): Promise<void> {
  const { organisation, mark, register, records, views, batches, imports } = side;
  const path = `${organisation.path}/registers/${register}`;
  const { call } = organisation.owner;
  const record = records[number % Math.max(records.length, 1)];
  const person = { given_name: `Åsa ${mark}`, family_name: `Öberg ${number}`, email: `p${number}.${mark}@example.org` };
  const answers = [];
  if (step === 'make') {
    const made = await call(
      'POST',
      `${path}/records`,
      { data: person },
      { 'idempotency-key': `the-same-key-${number}` },
    );
    if (made.status === 201) records.push(made.json.id);
    answers.push(made);
  } else if (step === 'import') {
    const staged = await call('POST', `${path}/imports?fileName=${mark}.csv`, `Förnamn;Efternamn\nBo ${mark};Ek\n`);
    imports.push(staged.json.id);
    answers.push(staged, await call('PUT', `${path}/imports/${staged.json.id}/run`));
  } else if (step === 'view') {
    const view = { filter: [`given_name:eq:Åsa ${mark}`] };
    const made = await call('POST', `${path}/views`, { name: `Vy ${mark}`, view });
    if (made.status === 201) views.push(made.json.id);
    answers.push(made);
  } else if (step === 'seal') {
    const { json: now } = await call('GET', path);
    const strong = { class: 'sensitive', isFilterable: false, purpose: `Skydd ${mark}`, legalBasis: 'consent' };
    const fields = now.fields.map((field: Record<string, unknown>) => ({
      ...Object.fromEntries(Object.entries(field).filter(([name]) => name !== 'isVisible' && name !== 'isReadable')),
      ...(field['key'] === 'phone' && strong),
    }));
    const { name, subject, title, version } = now;
    const definition = { name, subject, title, fields };
    answers.push(await call('PUT', `${path}/definition`, { version, definition, converts: ['phone'] }));
  } else if (record !== undefined) {
    const { json: now } = await call('GET', `${path}/records/${record}`);
    if (step === 'change')
      answers.push(
        await call('PATCH', `${path}/records/${record}`, { version: now.version, data: { given_name: `Bo ${mark}` } }),
      );
    if (step === 'many') {
      const made = await call('POST', `${path}/batches/changes`, {
        data: { family_name: `Ny ${mark}` },
        selection: {},
      });
      if (made.status === 201) batches.push(made.json.id);
      answers.push(made);
    }
    if (step === 'undo' && batches.length > 0)
      answers.push(await call('DELETE', `${path}/batches/changes/${batches.at(-1)}`));
    if (step === 'comment')
      answers.push(await call('POST', `${path}/records/${record}/comments`, { text: `Hej ${mark}` }));
    if (step === 'trash') answers.push(await call('PUT', `${path}/records/${record}/trashing`));
  }
  for (const answer of answers) expect(answer.status, answer.text).toBeLessThan(500);
}

/** Everything that a side can read, with its own things and with the other's in the place of its own. */
async function expectApart(side: Side, other: Side): Promise<void> {
  const { call } = side.organisation.owner;
  const own = side.organisation.path;
  const ofRegister = ({ register, records, views, batches, imports }: Side) => [
    `/registers/${register}`,
    `/registers/${register}/records?search=${other.mark}`,
    `/registers/${register}/records`,
    `/registers/${register}/trash`,
    `/registers/${register}/count`,
    `/registers/${register}/export.json`,
    `/registers/${register}/export.csv`,
    `/registers/${register}/views`,
    `/registers/${register}/imports`,
    `/registers/${register}/batches`,
    `/registers/${register}/sealings`,
    `/registers/${register}/definition/versions`,
    ...records
      .slice(-2)
      .flatMap((id) =>
        ['', '/history', '/comments', '/related'].map((rest) => `/registers/${register}/records/${id}${rest}`),
      ),
    ...batches.slice(-1).map((id) => `/registers/${register}/batches/${id}`),
    ...imports
      .slice(-1)
      .flatMap((id) => ['', '/rows', '/columns'].map((rest) => `/registers/${register}/imports/${id}${rest}`)),
    ...views.slice(-1).map((id) => `/registers/${register}/views/${id}`),
  ];
  const there = ['', '/registers', '/members', '/roles', '/journal?limit=100', ...ofRegister(side)];
  for (const rest of there) {
    const answer = await call('GET', `${own}${rest}`);
    expect(answer.status, rest).toBeLessThan(500);
    expect(answer.text.replaceAll(`search=${other.mark}`, ''), rest).not.toContain(other.mark);
    for (const id of [other.organisation.id, other.register, ...other.records])
      expect(answer.text, rest).not.toContain(id);
  }
  // The other's things at one's own address, and at theirs: not there.
  for (const path of [own, other.organisation.path])
    for (const rest of ofRegister(other)) {
      const answer = await call('GET', `${path}${rest}`);
      expect([404, 405], `${path}${rest} ${answer.text}`).toContain(answer.status);
      expect(answer.text).not.toContain(other.mark);
    }
}

test('two organisations in any order never meet each other', { timeout: 600_000 }, async () => {
  const action = fc.record({ who: fc.constantFrom(0, 1), step: fc.constantFrom(...steps), isAlone: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 8, maxLength: 24 }), async (actions) => {
      const sides = [await begin(), await begin()] as const;
      for (const side of sides) await doStep(side, 'make', 0);
      let together: Promise<void>[] = [];
      for (const [number, { who, step, isAlone }] of actions.entries()) {
        together.push(doStep(sides[who === 0 ? 0 : 1], step, number + 1));
        // Some wait for those before them, some are under way together with them.
        if (!isAlone) continue;
        await Promise.all(together);
        together = [];
      }
      await Promise.all(together);
      expect(sides.map(({ records }) => records.length > 0)).toEqual([true, true]);
      await expectApart(sides[0], sides[1]);
      await expectApart(sides[1], sides[0]);
    }),
    { numRuns: process.env['VALV_DRILL'] ? 100 : 5 },
  );
});
