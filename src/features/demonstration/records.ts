import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Gate } from '#gate/gate.ts';
import type { Context } from '#gate/context.ts';
import { insertRecords, parseRecord, readDefinitions } from '#features/registers/index.ts';
import type { Demonstration } from './organisations.ts';
import type { Plot, Row, Rows } from './plot.ts';

// The records of a demonstration organisation are made in units of one transaction each. Every record has its id from the start,
// by its place among the rows, so that a unit is there if and only if its first record is: whoever was stopped goes on, and of
// two processes each does what the other has not done.

/** Records in one unit of work: short enough for a call beside it, long enough that the statements are few. */
const unitSize = 250;
const tellEvery = 5_000;

interface Loading {
  actor: string;
  organisation: string;
  demonstration: Demonstration;
  members: readonly string[];
}

interface Unit {
  register: string;
  start: number;
  rows: readonly Row[];
}

/** What is missing of one register, and how far its organisation is. */
export interface Work {
  units: readonly Unit[];
  loading: Loading;
  plot: Plot;
  progress: { done: number; total: number };
}

/** What is missing of an organisation, by register. One that others have filled is left as it is. */
export async function surveyRecords(gate: Gate, loading: Loading): Promise<Work[]> {
  const as = { actor: loading.actor, organisation: loading.organisation, action: 'demonstration.surveyed' };
  const madeAt = await gate.runAs(as, readMadeAt);
  const plot = plotOf(loading.demonstration.slug, madeAt, gate.timeZone, loading.members);
  const all = loading.demonstration.plot(plot);
  const missing = await gate.runAs(as, (context) => missingUnits(context, all, plot));
  const count = (rows: readonly { rows: readonly Row[] }[]) => rows.reduce((sum, one) => sum + one.rows.length, 0);
  const progress = { done: count(all) - count(missing), total: count(all) };
  return all.flatMap(({ register }) => {
    const units = missing.filter((unit) => unit.register === register);
    return units.length === 0 ? [] : [{ units, loading, plot, progress }];
  });
}

/** Makes the missing records of a register. */
export async function loadRecords(
  gate: Gate,
  { units, loading, plot, progress }: Work,
  say: (line: string) => void,
): Promise<void> {
  const { actor, organisation, demonstration } = loading;
  for (const unit of units) {
    const before = progress.done;
    await gate.runAs({ actor, organisation, action: 'demonstration.loaded' }, (context) =>
      makeUnit(context, unit, plot),
    );
    progress.done += unit.rows.length;
    const { done, total } = progress;
    if (done === total || Math.floor(done / tellEvery) > Math.floor(before / tellEvery))
      say(`Demonstration: ${demonstration.name}, ${done} of ${total} records`);
    // Calls that came in meanwhile are answered between two units.
    await setImmediate();
  }
}

async function readMadeAt({ db, organisation }: Context): Promise<Date> {
  const row = await db
    .selectFrom('organisations')
    .select('created_at')
    .where('organisation_id', '=', organisation)
    .executeTakeFirstOrThrow();
  return row.created_at;
}

function plotOf(slug: string, madeAt: Date, timeZone: string, members: readonly string[]): Plot {
  const made = Temporal.Instant.fromEpochMilliseconds(madeAt.getTime());
  // Below those that people make from now on: a list without an order shows the newest first, by id.
  const from = madeAt.getTime() - 3_600_000;
  return {
    today: made.toZonedDateTimeISO(timeZone).toPlainDate().toString(),
    members,
    id(register, index) {
      const time = (from + index).toString(16).padStart(12, '0');
      const rest = createHash('sha256').update(`${slug} ${register} ${index}`).digest('hex');
      const variant = (8 + (Number.parseInt(rest.slice(3, 4), 16) % 4)).toString(16);
      return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(0, 3)}-${variant}${rest.slice(4, 7)}-${rest.slice(7, 19)}`;
    },
  };
}

const headOf = (plot: Plot, { register, start }: Pick<Unit, 'register' | 'start'>) => plot.id(register, start);

async function missingUnits(context: Context, all: readonly Rows[], plot: Plot): Promise<Unit[]> {
  const definitions = await readDefinitions(context);
  const missing: Unit[] = [];
  for (const { register, rows } of all) {
    const id = definitions.find(({ key }) => key === register)?.definition.register;
    if (id === undefined) continue;
    const units = Array.from({ length: Math.ceil(rows.length / unitSize) }, (_, index) => ({
      register,
      start: index * unitSize,
      rows: rows.slice(index * unitSize, (index + 1) * unitSize),
    }));
    const there = await findRecords(
      context,
      units.map((unit) => headOf(plot, unit)),
    );
    if (there.size === 0 && (await hasRecords(context, id))) continue;
    missing.push(...units.filter((unit) => !there.has(headOf(plot, unit))));
  }
  return missing;
}

async function findRecords({ db, organisation }: Context, ids: string[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('records')
    .select('id')
    .where('organisation_id', '=', organisation)
    .where(sql<boolean>`id = any (${ids}::uuid[])`)
    .execute();
  return new Set(rows.map(({ id }) => id));
}

async function hasRecords({ db, organisation }: Context, register: string): Promise<boolean> {
  const row = await db
    .selectFrom('records')
    .select('id')
    .where('organisation_id', '=', organisation)
    .where('register_id', '=', register)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Does nothing when another process was there before. */
async function makeUnit(context: Context, { register, start, rows }: Unit, plot: Plot): Promise<void> {
  const head = headOf(plot, { register, start });
  await sql`select pg_advisory_xact_lock(hashtext('valv demonstration'), hashtext(${head}))`.execute(context.db);
  if ((await findRecords(context, [head])).has(head)) return;
  const definition = (await readDefinitions(context)).find(({ key }) => key === register)?.definition;
  if (!definition) return;
  const records = rows.map((row, index) => ({
    id: plot.id(register, start + index),
    values: parseRecord(context, definition, row, true),
  }));
  await insertRecords(context, definition, records);
  context.note({ rows: records.length });
}
