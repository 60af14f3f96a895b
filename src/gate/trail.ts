import { accessEntry, type AccessFacts } from './access-entry.ts';
import type { Note, Principal } from './context.ts';
import { readCredential, type Credential } from './credential.ts';
import type { Binding, Gate, IncomingCall } from './gate.ts';
import type { Facts } from './judge.ts';
import type { Seen } from './journal-writer.ts';

/** The id that a text from outside is, or undefined. */
export const idOf = (text: string | undefined) =>
  text !== undefined && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text) ? text : undefined;

/** What the access entry of a call will hold, gathered along its way. */
export class Trail {
  readonly note: Note = {};
  readonly headers: Record<string, string> = {};
  /** What the call says of who sends it: believed by nobody before `enter`. */
  readonly credential: Credential;
  wasEntered = false;
  seen: Seen | undefined;
  readonly #gate: Gate;
  readonly #facts: Omit<AccessFacts, 'outcome' | 'status' | 'code' | 'id'>;
  readonly #isActivity: boolean;
  readonly #id: string;

  constructor(gate: Gate, { contract }: Binding, call: IncomingCall) {
    this.#gate = gate;
    this.credential = readCredential(
      call.headers.get('authorization') ?? undefined,
      call.headers.get('cookie') ?? undefined,
    );
    this.#isActivity = contract.isActivity !== false;
    this.#id = gate.newId();
    this.#facts = {
      organisation: gate.installation,
      at: gate.clock.now(),
      actor: 'nobody',
      action: contract.action,
      door: 'open',
      request: call.request,
      session: undefined,
      target: contract.target === undefined ? undefined : idOf(call.params[contract.target]),
      note: this.note,
      address: call.address,
      browser: (call.headers.get('user-agent') ?? '').slice(0, 200),
    };
  }

  /** `page` by session, `api` by key; without either the door is open to all. */
  door(credential: 'session' | 'key' | 'none'): string {
    this.#facts.door = { session: 'page', key: 'api', none: 'open' }[credential];
    return this.#facts.door;
  }

  /** From here on the entry is the principal's, in the organisation that was entered. */
  entered(principal: Principal, facts: Facts, wanted: string | undefined): void {
    this.#facts.actor = principal.actor;
    this.#facts.session = principal.sessionId;
    if (wanted !== undefined) this.#facts.organisation = wanted;
    this.wasEntered = wanted !== undefined;
    if (this.#isActivity) this.seen = this.#gate.activity(facts, wanted, this.#facts.at.getTime());
  }

  /** The call made somebody of nobody: its entry is theirs. */
  became(actor: string, session: string | undefined): void {
    this.#facts.actor = actor;
    this.#facts.session = session;
  }

  /**
   * The same id in every attempt of one call, so that no call ever has two entries: not even a stream whose start was written
   * without a word of it coming back, and which is then refused. Only its end is an entry beside.
   */
  entry(outcome: AccessFacts['outcome'], status: number, code?: string, suffix = '') {
    const { action } = this.#facts;
    const id = suffix === '.ended' ? this.#gate.newId() : this.#id;
    return accessEntry({ ...this.#facts, action: action + suffix, id, outcome, status, code, note: this.note });
  }
}
