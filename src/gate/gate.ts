import { randomUUIDv7 } from 'node:crypto';
import type { Pool } from 'pg';
import type { Clock } from '#kernel/clock/clock.ts';
import { installationId } from '#kernel/database/installation.ts';
import type { Language } from '#kernel/i18n/language.ts';
import { sayIn, type Catalogue, type Say } from '#kernel/i18n/messages.ts';
import type { Channel, ChannelOptions } from '#kernel/database/channel.ts';
import type { Keyring } from '#kernel/keyring/keyring.ts';
import { Announcements } from './announcements.ts';
import type { Contract, Input, Output } from './contract.ts';
import type { Context, Principal } from './context.ts';
import { Shield } from './envelope.ts';
import type { Facts } from './judge.ts';
import { JournalWriter, type Seen } from './journal-writer.ts';
import type { Feed } from './events.ts';
import { createSeats, type Seats } from './seats.ts';
import { Rates } from './rate.ts';
import type { Stream } from './stream.ts';
import type { Permission } from './permissions.ts';
import { costlyTurns, createTurns, type TakeTurn } from './turns.ts';
import { UnitOfWork } from './unit-of-work.ts';
import { makeContext } from './make-context.ts';
import { accessEntry } from './access-entry.ts';

/** A contract and the domain function that answers it. */
export interface Binding {
  readonly contract: Contract;
  act(context: Context, input: Input<Contract>): Promise<unknown>;
  stream?: (context: Context, input: Input<Contract>) => Promise<Stream>;
  follow?: (context: Context, input: Input<Contract>) => Promise<Feed>;
}

/** Joins a contract to its function; the types of one are checked against the other. */
export function bind<C extends Contract>(
  contract: C,
  act: (context: Context, input: Input<C>) => Promise<Output<C>>,
): Binding {
  return { contract, act };
}

/** The same for a contract that streams. */
export function bindStream<C extends Contract>(
  contract: C,
  stream: (context: Context, input: Input<C>) => Promise<Stream>,
): Binding {
  const act = () => Promise.reject(new Error(`${contract.action} answers by a stream`));
  return { contract, act, stream };
}

/** The same for a contract that tells of what happens for as long as it is listened to. */
export function bindFollow<C extends Contract>(
  contract: C,
  follow: (context: Context, input: Input<C>) => Promise<Feed>,
): Binding {
  const act = () => Promise.reject(new Error(`${contract.action} answers by events`));
  return { contract, act, follow };
}

/** A matched request, before anything is known of who sent it. */
export interface IncomingCall {
  readonly raw: Request;
  readonly url: URL;
  readonly headers: Headers;
  readonly params: Record<string, string>;
  readonly address: string;
  readonly language: Language;
  /** UUIDv7, also the trace id in log and answer. */
  readonly request: string;
}

export interface GateParts {
  pools: { runtime: Pool; identity: Pool; journal: Pool; sealer: Pool };
  keyring: Keyring;
  clock: Clock;
  timeZone: string;
  messages: Catalogue;
  /** Where people and programs reach this installation, for the links in what it sends. */
  url: string;
  /** Whether customers may make it call addresses of its own network. */
  mayCallPrivate: boolean;
  /** Opens the channel on which the processes of an installation tell each other what has changed. */
  openChannel(options: ChannelOptions): Channel;
  /** How many calls a minute one caller gets in this process; 0 is no limit. */
  callsPerMinute: number;
  logError(event: string, error: unknown, facts: Record<string, string>): void;
  enqueue(unit: UnitOfWork, job: string, payload: Record<string, string>): Promise<void>;
}

/** Everything a call passes through; made once per process. Holds no state that another process would need. */
export interface Gate extends GateParts {
  readonly installation: string;
  readonly journal: JournalWriter;
  readonly shield: Shield;
  readonly rates: Rates;
  /** Turns of the calls whose contract says that they are costly. */
  readonly takeTurn: TakeTurn;
  readonly announcements: Announcements;
  /** Who follows what happens, in this process. */
  readonly seats: Seats;
  newId(): string;
  say(language: Language): Say;
  activity(facts: Facts, wanted: string | undefined, now: number): Seen | undefined;
  /** Runs `work` as the machine itself (a job, the command line) in one unit of work, with its own access entry. */
  runAs<T>(as: MachineActor, work: (context: Context) => Promise<T>): Promise<T>;
}

export interface MachineActor {
  /** `job:<name>` or `command:<name>`. */
  actor: string;
  organisation: string;
  /** Action of the access entry, e.g. `import.run`. */
  action: string;
  permissions?: readonly Permission[];
  /** As which role of the database; a job that must be able to do less, or other, than a call says so. */
  database?: 'runtime' | 'identity' | 'sealer';
}

export function createGate(parts: GateParts): Gate {
  const journal = new JournalWriter(parts.pools.journal, parts.clock);
  const says = { sv: sayIn(parts.messages, 'sv'), en: sayIn(parts.messages, 'en') };
  const gate: Gate = {
    ...parts,
    installation: installationId,
    journal,
    shield: new Shield(),
    rates: new Rates(parts.callsPerMinute),
    takeTurn: createTurns(costlyTurns),
    announcements: new Announcements(parts.openChannel, (error) => parts.logError('announcements.lost', error, {})),
    seats: createSeats(),
    newId: randomUUIDv7,
    say: (language) => says[language],
    activity,
    runAs: (as, work) => runAs(gate, as, work),
  };
  return gate;
}

/** Seen less than a second ago is seen: idle time is exact to the second, and one row is not written thousands of times. */
function activity(facts: Facts, wanted: string | undefined, now: number): Seen | undefined {
  const { session, key, membership } = facts;
  if (session && now - session.lastSeenAt < 1_000) return undefined;
  if (!session && !key) return undefined;
  return {
    ...(session && { session: session.id }),
    ...(key && { key: { organisation: key.organisation, id: key.id } }),
    ...(membership && wanted !== undefined && { membership: { organisation: wanted, id: membership.id } }),
  };
}

async function runAs<T>(gate: Gate, as: MachineActor, work: (context: Context) => Promise<T>): Promise<T> {
  const request = gate.newId();
  const door = as.actor.startsWith('job:') ? 'job' : 'command';
  const note = {};
  const facts = {
    id: gate.newId(),
    organisation: as.organisation,
    at: gate.clock.now(),
    actor: as.actor,
    action: as.action,
    door,
    request,
    session: undefined,
    target: undefined,
    note,
    address: '',
    browser: '',
  };
  const unit = await UnitOfWork.enterAs(gate.pools[as.database ?? 'runtime'], as.actor, as.organisation, request, door);
  try {
    const principal: Principal = {
      actor: as.actor,
      accountId: undefined,
      sessionId: undefined,
      membershipId: undefined,
      roleIds: [],
      permissions: new Set(as.permissions),
      signedInAt: undefined,
    };
    const context = makeContext(gate, unit, principal, {
      organisation: as.organisation,
      language: 'sv',
      request,
      caller: { address: '', browser: '' },
      note: (more) => void Object.assign(note, more),
      headers: {},
    });
    const result = await work(context);
    await unit
      .commitWith(accessEntry({ ...facts, outcome: 'done', status: 200, code: undefined }))
      .finally(() => gate.announcements.publish(unit.announced));
    return result;
  } catch (error) {
    unit.rollback();
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'internal';
    await gate.journal.write(accessEntry({ ...facts, outcome: 'failed', status: 500, code })).catch(() => {});
    throw error;
  }
}
