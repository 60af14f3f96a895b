import { randomUUID } from 'node:crypto';
import type { Organisation } from './organisation.ts';
import { pause, type Service } from './service.ts';

// Writers and readers over HTTP, each noting what it was told. What the service acknowledged must be there afterwards,
// whatever was killed in between; what it did not may have happened or not, but never by half.

/** A call that was answered. */
export interface Answered {
  request: string;
  /** `call`, or a stream that arrived whole or broke off. */
  kind: 'call' | 'stream' | 'broken stream';
  status: number;
}

export interface KnownRecord {
  version: number;
  data: Record<string, string>;
}

interface Answer {
  status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads whatever came back
  json: any;
}

export class Load {
  /** In the order of the answers. */
  readonly answered: Answered[] = [];
  /** What each record must be now: its last acknowledged state. */
  readonly records = new Map<string, KnownRecord>();
  /** What was seen on the way and must not be. */
  readonly wrong: string[] = [];
  readonly statuses = new Map<number | 'none', number>();
  /** Calls without an answer, and answers of 503, while something was away. */
  readiness = { ready: 0, away: 0 };
  /** When a call was last done. */
  doneAt = 0;
  readonly #service: Service;
  readonly #organisation: Organisation;
  readonly #random: () => number;
  readonly #answerMaxMs: number;
  #isStopping = false;
  #workers: Promise<void>[] = [];
  #number = 0;

  /** `answerMaxMs`: no call may be without an answer for longer, whatever happens. */
  constructor(service: Service, organisation: Organisation, random: () => number, answerMaxMs = 20_000) {
    this.#answerMaxMs = answerMaxMs;
    this.#service = service;
    this.#organisation = organisation;
    this.#random = random;
  }

  start(writers: number, readers: number): void {
    this.#isStopping = false;
    for (let i = 0; i < writers; i += 1) this.#workers.push(this.#write());
    for (let i = 0; i < readers; i += 1) this.#workers.push(this.#read());
    this.#workers.push(this.#watch());
  }

  /** Waits until every writer knows of every record it wrote what became of it. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await Promise.all(this.#workers);
    this.#workers = [];
  }

  /** Until a call is done that was begun after now. */
  async untilDone(timeoutMs: number): Promise<number> {
    const startedAt = performance.now();
    while (this.doneAt < startedAt) {
      if (performance.now() - startedAt > timeoutMs) {
        throw new Error(`no call was done within ${timeoutMs / 1_000} s\n${this.#service.output}`);
      }
      await pause(5);
    }
    return performance.now() - startedAt;
  }

  async #write(): Promise<void> {
    const own: string[] = [];
    while (!this.#isStopping) {
      const id = own[Math.floor(this.#random() * own.length)];
      if (id === undefined || this.#random() < 0.3) own.push(await this.#create());
      else await this.#change(id);
    }
  }

  async #read(): Promise<void> {
    const { path } = this.#organisation;
    while (!this.#isStopping) {
      const ids = [...this.records.keys()];
      const id = ids[Math.floor(this.#random() * ids.length)];
      if (id === undefined) await pause(10);
      else if (this.#random() < 0.05) await this.#call('GET', `${path}/export.csv`);
      else if (this.#random() < 0.2) await this.#call('GET', `${path}/records?sort=family_name&limit=20`);
      else {
        const before = this.records.get(id)?.version ?? 0;
        const answer = await this.#call('GET', `${path}/records/${id}`);
        if (answer?.status === 200 && answer.json.version < before)
          this.wrong.push(`${id} was read in version ${answer.json.version}, after ${before} was acknowledged`);
      }
    }
  }

  /** What a balancer sees. */
  async #watch(): Promise<void> {
    while (!this.#isStopping) {
      const answer = await fetch(`${this.#service.url}/health/ready`).catch(() => undefined);
      if (answer !== undefined) {
        await answer.body?.cancel();
        if (answer.status === 200) this.readiness.ready += 1;
        else if (answer.status === 503) this.readiness.away += 1;
        else this.wrong.push(`/health/ready answered ${answer.status}`);
      }
      await pause(5);
    }
  }

  /** Makes a record, asking again under the same Idempotency-Key until it knows. */
  async #create(): Promise<string> {
    this.#number += 1;
    const data = {
      given_name: `Åsa ${this.#number}`,
      family_name: `Öberg ${Math.floor(this.#random() * 1_000)}`,
      email: `person.${this.#number}.${randomUUID().slice(0, 8)}@example.org`,
      kind: 'adult',
      born_on: '1980-02-29',
    };
    const headers = { 'idempotency-key': randomUUID() };
    const { id } = await this.#insist(
      () => this.#call('POST', `${this.#organisation.path}/records`, { data }, headers),
      201,
    );
    this.records.set(id, { version: 1, data });
    return id;
  }

  async #change(id: string): Promise<void> {
    const known = this.records.get(id);
    if (!known) return;
    const changes = {
      family_name: `Ek ${randomUUID().slice(0, 8)}`,
      kind: known.version % 2 === 0 ? 'adult' : 'youth',
    };
    const path = `${this.#organisation.path}/records/${id}`;
    const after = { version: known.version + 1, data: { ...known.data, ...changes } };
    const answer = await this.#call('PATCH', path, { version: known.version, data: changes });
    if (answer?.status === 200) {
      if (answer.json.version !== after.version)
        this.wrong.push(`${id} went from ${known.version} to ${answer.json.version}`);
      this.records.set(id, after);
      return;
    }
    if (answer && answer.status !== 503) {
      this.wrong.push(`a change of ${id} was answered ${answer.status}: ${JSON.stringify(answer.json)}`);
      return;
    }
    // Told nothing, or 503: it happened wholly or not at all.
    const found = await this.#insist(() => this.#call('GET', path), 200);
    if (found.version === after.version) this.records.set(id, after);
    else if (found.version !== known.version)
      this.wrong.push(`${id} is in version ${found.version} after ${known.version}`);
  }

  async #insist(call: () => Promise<Answer | undefined>, status: number) {
    for (;;) {
      const answer = await call();
      if (answer?.status === status) return answer.json;
      if (answer && answer.status !== 503)
        throw new Error(`answered ${answer.status} instead of ${status}: ${JSON.stringify(answer.json)}`);
      await pause(20);
    }
  }

  async #call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer | undefined> {
    const isStream = path.includes('/export.');
    const beganAt = performance.now();
    let response: Response | undefined;
    try {
      response = await fetch(`${this.#service.url}${path}`, {
        method,
        headers: {
          ...this.#organisation.headers,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(this.#answerMaxMs),
      });
      const text = await response.text();
      if (response.status < 300) this.doneAt = beganAt;
      this.#note(response, isStream ? 'stream' : 'call');
      if (response.status >= 500) this.#judge(`${method} ${path}`, response, text);
      return { status: response.status, json: isStream || text === '' ? undefined : JSON.parse(text) };
    } catch (error) {
      if (response && isStream) this.#note(response, 'broken stream');
      if ((error as Error).name === 'TimeoutError')
        this.wrong.push(`${method} ${path} had no answer for ${this.#answerMaxMs / 1_000} s`);
      this.statuses.set('none', (this.statuses.get('none') ?? 0) + 1);
      await pause(10);
      return undefined;
    }
  }

  #note(response: Response, kind: Answered['kind']): void {
    this.statuses.set(response.status, (this.statuses.get(response.status) ?? 0) + 1);
    const request = response.headers.get('x-request-id');
    if (request !== null) this.answered.push({ request, kind, status: response.status });
    else if (response.status !== 503) this.wrong.push(`an answer ${response.status} bears no request id`);
  }

  /** Unavailable is 503 with a problem that says so (RFC 9457) and when to try again; nothing else is. */
  #judge(what: string, response: Response, text: string): void {
    const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json');
    const problem = isProblem ? (JSON.parse(text) as Record<string, unknown>) : {};
    const isWhole =
      problem['status'] === 503 &&
      String(problem['type']).startsWith('urn:valv:problem:') &&
      typeof problem['title'] === 'string' &&
      typeof problem['code'] === 'string';
    if (response.status !== 503 || !isWhole || response.headers.get('retry-after') === null)
      this.wrong.push(`${what} was answered ${response.status} ${text.slice(0, 300)}`);
  }
}

/** Numbers in [0, 1) that a seed repeats (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
