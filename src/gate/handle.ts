import { forbidden, notFound, Problem } from '#kernel/errors/problem.ts';
import { answerProblem, answerText, outputText, problemOf } from './answer.ts';
import { isOfOrganisation, isWriting, type Contract, type Input } from './contract.ts';
import type { Context, Principal } from './context.ts';
import { assertOwnPage, isLarge, readBody, type Body } from './envelope.ts';
import type { Binding, Gate, IncomingCall } from './gate.ts';
import { onlyOnce } from './idempotency.ts';
import { judge, type Judgement } from './judge.ts';
import { contextOf } from './make-context.ts';
import { parseInput, parseParams } from './parse.ts';
import { sendEvents } from './events.ts';
import { assertWithin, rateHeaders, type Rate } from './rate.ts';
import { sendStream } from './stream.ts';
import { idOf, Trail } from './trail.ts';
import { UnitOfWork } from './unit-of-work.ts';

// The way of a call. Whatever the door (page, API key, export), each call passes these steps in this order:
//
//   envelope   rate, own page, size, turn                        429 403 413 415 503
//              (a large body is read only of who got through the next three without it)
//   enter      one statement: who, where, under which policy     (never decides)
//   judge      pure: a principal, or a demand                    401, or the 404 of a missing thing
//   authorise  the declared permission                           403
//   parse      path, query and body by the contract              404 422
//   act        the domain function, in the same transaction      409 …
//   log        the access entry: in the transaction of a write, through the group-commit writer for a read
//   commit · entry durable · answer
//
// Refused or thrown: everything since `enter` is rolled back, and the entry is durable before the refusal leaves.

/** Answers one call. Never throws; no answer leaves before its access entry is durable (P24). */
export async function handle(gate: Gate, binding: Binding, call: IncomingCall): Promise<Response> {
  const trail = new Trail(gate, binding, call);
  const rate = gate.rates.take(trail.credential, call.address, gate.clock.now().getTime());
  const response = await pass(gate, binding, call, trail, rate);
  for (const [name, value] of rateHeaders(rate)) response.headers.set(name, value);
  return response;
}

async function pass(
  gate: Gate,
  binding: Binding,
  call: IncomingCall,
  trail: Trail,
  rate: Rate | undefined,
): Promise<Response> {
  const { contract } = binding;
  let unit: UnitOfWork | undefined;
  let endTurn: (() => void) | undefined;
  try {
    assertWithin(rate);
    const body = await passEnvelope(gate, binding, call, trail);
    if (contract.limits?.isCostly) endTurn = await gate.takeTurn();
    const admitted = await admit(gate, binding, call, trail, body);
    unit = admitted.unit;
    const { context, input } = admitted;
    if (binding.follow) {
      const feed = await binding.follow(context, input);
      unit.endRead();
      return await sendEvents(gate, binding, call, trail, feed, context);
    }
    if (binding.stream) {
      const stream = await binding.stream(context, input);
      unit.endRead();
      return await sendStream(gate, binding, call, trail, stream);
    }
    const key = isWriting(contract) && trail.wasEntered ? call.headers.get('idempotency-key') : null;
    const text = await onlyOnce(
      context,
      key,
      [`${contract.action} ${call.url.pathname}${call.url.search} `, body],
      async () => outputText(contract, await binding.act(context, input)),
    );
    const entry = trail.entry('done', contract.status ?? 200);
    if (isWriting(contract)) {
      // Told of a commit whose answer was lost, too: whoever then looks sees what there is.
      await unit.commitWith(entry).finally(() => gate.announcements.publish(admitted.unit.announced));
      gate.journal.see(trail.seen);
    } else {
      unit.endRead();
      await gate.journal.write(entry, trail.seen);
    }
    return answerText(contract, text, call.request, trail.headers);
  } catch (error) {
    unit?.rollback();
    return refuse(gate, call, trail, error);
  } finally {
    endTurn?.();
  }
}

async function passEnvelope(gate: Gate, binding: Binding, call: IncomingCall, trail: Trail): Promise<Body> {
  const { contract } = binding;
  gate.shield.pass(contract, call.address, gate.clock.now().getTime());
  assertOwnPage(contract, call.headers);
  if (isLarge(contract, call.headers)) (await letIn(gate, binding, call, trail)).unit.rollback();
  return readBody(contract, call.raw);
}

export interface Admitted {
  unit: UnitOfWork;
  context: Context;
  input: Input<Contract>;
}

/** Enter, judge, authorise, parse. A stream passes here again for every page, so what was revoked ends it. */
export async function admit(
  gate: Gate,
  binding: Binding,
  call: IncomingCall,
  trail: Trail,
  body: Body,
): Promise<Admitted> {
  const { contract } = binding;
  const { unit, principal } = await letIn(gate, binding, call, trail);
  try {
    const { organisation: _, ...named } = call.params;
    const params = parseParams(contract, named);
    const input = { params, ...parseInput(contract, call.url.searchParams, body, call.language) };
    return { unit, context: contextOf(gate, unit, principal, call, trail), input };
  } catch (error) {
    unit.rollback();
    throw error;
  }
}

async function letIn(
  gate: Gate,
  { contract }: Binding,
  call: IncomingCall,
  trail: Trail,
): Promise<{ unit: UnitOfWork; principal: Principal }> {
  const wanted = isOfOrganisation(contract) ? (idOf(call.params['organisation']) ?? nowhere) : undefined;
  const { credential } = trail;
  const pool = wanted === undefined ? gate.pools.identity : gate.pools.runtime;
  const unit = await UnitOfWork.enter(pool, credential, wanted, call.request, trail.door(credential.kind));
  try {
    const judgement = judge(unit.facts, wanted, gate.clock.now().getTime());
    const principal = principalOf(judgement, contract);
    trail.entered(principal, unit.facts, wanted);
    if (principal !== nobody) gate.rates.know(credential, gate.clock.now().getTime());
    authorise(contract, principal);
    return { unit, principal };
  } catch (error) {
    unit.rollback();
    throw error;
  }
}

const nobody: Principal = {
  actor: 'nobody',
  accountId: undefined,
  sessionId: undefined,
  membershipId: undefined,
  roleIds: [],
  permissions: new Set(),
  signedInAt: undefined,
};

/** 401 to nobody, the 404 of a missing thing to a stranger; an open endpoint serves both. */
function principalOf(judgement: Judgement, contract: Contract): Principal {
  if ('principal' in judgement) return judgement.principal;
  if ('open' in contract.access) return nobody;
  if (judgement.demand.kind === 'stranger') throw notFound();
  if (judgement.demand.kind === 'idle') throw new Problem(401, 'idle');
  throw new Problem(401, 'nobody');
}

function authorise(contract: Contract, principal: Principal): void {
  if ('permission' in contract.access && !principal.permissions.has(contract.access.permission)) {
    throw forbidden(contract.access.permission);
  }
}

async function refuse(gate: Gate, call: IncomingCall, trail: Trail, error: unknown): Promise<Response> {
  let problem = problemOf(error);
  if (problem.status >= 500) gate.logError('call.failed', error, { request: call.request, code: problem.code });
  try {
    await gate.journal.write(trail.entry(problem.status >= 500 ? 'failed' : 'refused', problem.status, problem.code));
  } catch (journalError) {
    // P24 fails closed: without its entry not even the refusal tells more than that.
    problem = problemOf(journalError);
  }
  return answerProblem(problem, gate.say(call.language), call.language, call.request);
}

const nowhere = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
