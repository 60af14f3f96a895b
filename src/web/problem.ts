export interface FieldProblem {
  /** Where in the input: `body.data.phone`, `query.sort`, `row 17`. A form finds its field by what follows `body.`. */
  path: string;
  message: string;
}

interface ProblemFacts {
  status: number;
  code: string;
  title: string;
  detail?: string | undefined;
  fields?: readonly FieldProblem[] | undefined;
  requestId?: string | undefined;
  retryAfterSeconds?: number | undefined;
  extension?: Readonly<Record<string, unknown>> | undefined;
}

/** A refusal or failure of a call, as RFC 9457 tells it. `code` is the stable word to decide by; the texts are for people. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  /** 0 when no answer came. */
  readonly status: number;
  /** A stable dotted code (`person.duplicate_number`), or `network` when no answer came. */
  readonly code: string;
  readonly title: string;
  readonly detail: string | undefined;
  readonly fields: readonly FieldProblem[];
  /** The trace id: what a person reads to support, and what finds the call in the journal. */
  readonly requestId: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** Members of the problem beyond the common ones, such as both sides of a stale change. */
  readonly extension: Readonly<Record<string, unknown>>;

  constructor(facts: ProblemFacts) {
    super(`${facts.code}: ${facts.title}`);
    this.status = facts.status;
    this.code = facts.code;
    this.title = facts.title;
    this.detail = facts.detail;
    this.fields = facts.fields ?? [];
    this.requestId = facts.requestId;
    this.retryAfterSeconds = facts.retryAfterSeconds;
    this.extension = facts.extension ?? {};
  }
}
