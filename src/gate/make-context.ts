import type { Context, Principal } from './context.ts';
import type { Gate, IncomingCall } from './gate.ts';
import type { Trail } from './trail.ts';
import type { UnitOfWork } from './unit-of-work.ts';

/** The plain object that a domain function gets: everything it may touch, and nothing that outlives its transaction. */
export function contextOf(
  gate: Gate,
  unit: UnitOfWork,
  principal: Principal,
  call: IncomingCall,
  trail: Trail,
): Context {
  return makeContext(gate, unit, principal, {
    organisation: trail.wasEntered ? (call.params['organisation'] ?? gate.installation) : gate.installation,
    language: call.language,
    request: call.request,
    caller: { address: call.address, browser: (call.headers.get('user-agent') ?? '').slice(0, 200) },
    note: (facts) => void Object.assign(trail.note, facts),
    headers: trail.headers,
    became: (actor, session) => trail.became(actor, session),
  });
}

interface Surroundings extends Pick<Context, 'organisation' | 'language' | 'request' | 'caller' | 'note' | 'headers'> {
  /** Tells the access entry of a call whose it became; the machine itself becomes nobody else. */
  became?(actor: string, session: string | undefined): void;
}

export function makeContext(gate: Gate, unit: UnitOfWork, principal: Principal, surroundings: Surroundings): Context {
  const { became, ...given } = surroundings;
  const context: Context = {
    ...given,
    db: unit.db,
    principal,
    now: gate.clock.now(),
    mayCallPrivate: gate.mayCallPrivate,
    timeZone: gate.timeZone,
    say: gate.say(surroundings.language),
    keyring: gate.keyring,
    keys: () => gate.keyring.organisation(context.organisation),
    enqueue: (job, payload) => gate.enqueue(unit, job, payload),
    announce: ({ register, kind, records = 'many' }) => {
      // A program's work is its own, though it is a member's key.
      const by = principal.sessionId === undefined ? null : (principal.membershipId ?? null);
      unit.announced.push({ organisation: context.organisation, register, kind, by, records });
    },
    because: (reason) => unit.because(reason),
    becomes: async (account, session) => {
      await unit.become(`account:${account}`);
      became?.(`account:${account}`, session);
    },
    inNewOrganisation: async (id, work) => {
      await unit.switchTo(id);
      const result = await work({ ...context, organisation: id, keys: () => gate.keyring.organisation(id) });
      await unit.switchTo(context.organisation);
      return result;
    },
  };
  return context;
}
