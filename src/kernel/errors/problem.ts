// RFC 9457 problems: the only way anything is refused. A problem carries a stable code; its words come from the message
// catalogue in the reader's language when the answer is written, so no layer below the gate knows a language.

/** Where in the input a refusal points: `body.data.phone`, `query.sort`, `row 17`. */
export interface FieldProblem {
  /** Dotted path, beginning with `path`, `query`, `header` or `body`; for files `row N` and the column's name. */
  path: string;
  /** Message code, e.g. `field.required`. */
  code: string;
  /** Words in the reader's language, where the library that checked already has them. */
  message?: string;
  /** Values for the message's placeholders. Never a person's data: problems are logged. */
  values?: Record<string, string | number>;
}

interface ProblemDetails {
  values?: Record<string, string | number>;
  fields?: FieldProblem[];
  /** Extension members of the answer (RFC 9457 §3.2), e.g. both sides of a stale change. */
  extension?: Record<string, unknown>;
  /** Seconds after which it is worth trying again. */
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** A refusal with an HTTP status and a stable dotted code, e.g. `record.stale`. Thrown inside a call it rolls the unit of work back. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly code: string;
  readonly values: Record<string, string | number>;
  readonly fields: FieldProblem[];
  readonly extension: Record<string, unknown>;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, code: string, details: ProblemDetails = {}) {
    super(code, { cause: details.cause });
    this.status = status;
    this.code = code;
    this.values = details.values ?? {};
    this.fields = details.fields ?? [];
    this.extension = details.extension ?? {};
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

/** 422: the input does not have the promised shape; every fault is named by its path. */
export const invalid = (fields: FieldProblem[]) => new Problem(422, 'input.invalid', { fields });

/** 404: absent, or another organisation's. The two are the same answer, byte for byte (security.md §4.4). */
export const notFound = () => new Problem(404, 'not_found');

/** 403: the thing is yours to know about, but not to do this with. */
export const forbidden = (permission?: string) =>
  new Problem(403, 'forbidden', permission ? { extension: { permission } } : {});
