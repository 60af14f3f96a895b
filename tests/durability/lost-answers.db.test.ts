import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { JournalUnavailable } from '#gate/journal-writer.ts';
import { UnitOfWork } from '#gate/unit-of-work.ts';
import { openWorld, type Answer, type TestOrganisation } from '#tests/world.ts';
import { membersDefinition } from '../../src/features/registers/testing.ts';

// The commit is there, but the word of it never came: the connection broke, or nobody waited any longer. The caller is told
// 503 and may try again; the journal holds one entry all the same.

let world: Awaited<ReturnType<typeof openWorld>>;
let org: TestOrganisation;
let register: string;

beforeAll(async () => {
  world = await openWorld();
  org = await world.createOrganisation('lost');
  const made = await org.owner.call('POST', `${org.path}/registers`, { key: 'members', definition: membersDefinition });
  register = `${org.path}/registers/${made.json.id}`;
});
afterAll(() => world.close());
afterEach(() => vi.restoreAllMocks());

const person = { given_name: 'Åsa', family_name: 'Öberg' };

async function entriesOf(answer: Answer): Promise<unknown[]> {
  const rows = await world.sql(
    `select action, leaf::jsonb ->> 'outcome' as outcome from journal_entries where kind = 'access' and request_id = $1`,
    [answer.headers.get('x-request-id')],
  );
  return rows.map(({ action, outcome }) => `${String(action)} ${String(outcome)}`);
}

/** The next entry is written, but its caller is told that it could not be. */
function loseAnswerOfJournal(): void {
  const { journal } = world.installation.gate;
  const write = journal.write.bind(journal);
  vi.spyOn(journal, 'write').mockImplementationOnce(async (entry, seen) => {
    await write(entry, seen);
    throw new JournalUnavailable('the answer was lost');
  });
}

/** The next commit of a call that writes is done, but its connection breaks before the word of it. */
function loseAnswerOfCommit(): void {
  const { commitWith } = UnitOfWork.prototype;
  vi.spyOn(UnitOfWork.prototype, 'commitWith').mockImplementationOnce(async function (this: UnitOfWork, entry) {
    await commitWith.call(this, entry);
    throw new Error('Connection terminated unexpectedly');
  });
}

test('of a write: it is there once, with the entry it was committed with', async () => {
  const key = randomUUID();
  const create = () => org.owner.call('POST', `${register}/records`, { data: person }, { 'idempotency-key': key });
  loseAnswerOfCommit();
  const refused = await create();
  expect(refused).toMatchObject({ status: 503, json: { code: 'database.unavailable' } });
  expect(refused.headers.get('retry-after')).toBe('5');
  expect(await entriesOf(refused)).toEqual(['record.created done']);

  // Who asks again under the same key is given the answer that was lost.
  const again = await create();
  expect(again.status).toBe(201);
  const list = await org.owner.call('GET', `${register}/records`);
  expect(list.json.records.map(({ id }: { id: string }) => id)).toEqual([again.json.id]);
});

test('of a read: one entry', async () => {
  loseAnswerOfJournal();
  const refused = await org.owner.call('GET', `${register}/records`);
  expect(refused).toMatchObject({ status: 503, json: { code: 'journal.unavailable' } });
  expect(await entriesOf(refused)).toEqual(['record.listed done']);
});

test('of a refusal: one entry, and the refusal tells no more than that', async () => {
  loseAnswerOfJournal();
  const refused = await org.owner.call('GET', `${register}/records/${randomUUID()}`);
  expect(refused).toMatchObject({ status: 503, json: { code: 'journal.unavailable' } });
  expect(await entriesOf(refused)).toEqual(['record.read refused']);
});

test('of the start of a stream: it is not sent, and has one entry', async () => {
  loseAnswerOfJournal();
  const refused = await org.owner.call('GET', `${register}/export.csv`);
  expect(refused).toMatchObject({ status: 503, json: { code: 'journal.unavailable' } });
  expect(await entriesOf(refused)).toEqual(['record.exported_csv.started started']);
});
