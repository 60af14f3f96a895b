import type { z } from 'zod';
import type { Permission } from './permissions.ts';

// An endpoint is data, declared once. Route, validation, OpenAPI, the typed web client and the tests over all endpoints come
// from it; there is no second place where a path or a permission is written.

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Shape = z.ZodType;

/**
 * Who may call.
 * `permission`: a member of the organisation in the path, with this permission.
 * `account`: anybody signed in, for what is their own.
 * `open`: everybody; the reason is shown in the snapshot of all endpoints.
 */
export type Access = { readonly permission: Permission } | { readonly account: string } | { readonly open: string };

export interface Contract<
  Params extends Shape = Shape,
  Query extends Shape = Shape,
  Body extends Shape = Shape,
  Output extends Shape = Shape,
> {
  /** Stable dotted code: the action of the access entry and the operationId, e.g. `record.changed`. */
  readonly action: string;
  readonly method: Method;
  /** Below `/api/v1`, e.g. `/organisations/{organisation}/registers/{register}`. */
  readonly path: string;
  readonly summary: string;
  readonly access: Access;
  /** Path parameters but `organisation`. Ids that do not parse are answered as missing things: 404. */
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** What leaves. Undeclared fields never do. Absent for 204 and for streams. */
  readonly output?: Output;
  readonly status?: 200 | 201 | 202 | 204;
  /** A stream answers with bytes of this type, page by page, or with events as they happen; its entries are `….started` and `….ended`. */
  readonly stream?:
    | 'text/csv'
    | 'application/json'
    | 'text/event-stream'
    | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  /** What each event of a stream of events holds. */
  readonly event?: Shape;
  /** The body is a file of one of these types, handed over as bytes: what they are is for the feature to find out. */
  readonly file?: readonly string[];
  /** Name of the path parameter that is the target of the access entry, e.g. `record`. */
  readonly target?: string;
  /** Codes of refusals that this endpoint adds to those every endpoint has. */
  readonly errors?: readonly string[];
  /** Their statuses, where an endpoint of its kind would not have them: the 401 of a sign-in. */
  readonly refusals?: readonly (401 | 404)[];
  readonly limits?: {
    /** Default 100 kB. */
    readonly bodyBytes?: number;
    /** Per address and process, a shield; what a promise counts is counted in PostgreSQL. */
    readonly perMinute?: number;
    /** It hashes a password: such calls take turns on the cores, and beyond a queue are refused with 503. */
    readonly isCostly?: boolean;
  };
  /** False for what a page does by itself (polls): it does not keep a session alive (P18). Default true. */
  readonly isActivity?: boolean;
}

/** Declares an endpoint. Only adds types: the contract is the object itself. */
export function contract<
  const C extends Contract<Params, Query, Body, Output>,
  Params extends Shape = z.ZodUndefined,
  Query extends Shape = z.ZodUndefined,
  Body extends Shape = z.ZodUndefined,
  Output extends Shape = z.ZodUndefined,
>(declared: C & Contract<Params, Query, Body, Output>): C {
  return declared;
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;
type Written<S> = S extends z.ZodType ? z.input<S> : undefined;

/** What the domain function of a contract gets: parsed path, query and body. */
export interface Input<C extends Contract> {
  params: Parsed<C['params']>;
  query: Parsed<C['query']>;
  body: C['file'] extends readonly string[] ? Uint8Array : Parsed<C['body']>;
}

/** What the domain function returns: checked against the contract before it leaves. */
export type Output<C extends Contract> = C['output'] extends z.ZodType ? z.input<C['output']> : void;

/** `GET /organisations/{organisation}/registers`: the key by which the web client names a contract. */
export type Key<C extends Contract> = `${C['method']} ${C['path']}`;

/** What a caller writes and gets back, as types alone: contracts reach the browser no other way. */
export interface Call<C extends Contract> {
  params: Written<C['params']>;
  query: Written<C['query']>;
  body: C['file'] extends readonly string[] ? Blob : Written<C['body']>;
  output: C['output'] extends z.ZodType ? z.output<C['output']> : undefined;
  event: C['event'] extends z.ZodType ? z.output<C['event']> : undefined;
}

/** True when the path names an organisation: the call then enters it and works on its data as valv_runtime. */
export const isOfOrganisation = (c: Contract) => c.path.startsWith('/organisations/{organisation}');

/** A call that writes has its access entry in its own transaction; a read's goes through the group-commit writer. */
export const isWriting = (c: Contract) => c.method !== 'GET';
