import type * as access from '#features/access/contract.ts';
import type * as comments from '#features/comments/contract.ts';
import type * as identity from '#features/identity/contract.ts';
import type * as journal from '#features/journal/contract.ts';
import type * as organisations from '#features/organisations/contract.ts';
import type * as promises from '#features/promises/contract.ts';
import type * as batches from '#features/registers/batch-contract.ts';
import type * as registers from '#features/registers/contract.ts';
import type * as templates from '#features/templates/contract.ts';
import type * as webhooks from '#features/webhooks/contract.ts';
import type * as views from '#features/views/contract.ts';
import type { Call, Contract, Key } from '#gate/contract.ts';

// The server's contracts as types: what a call takes and gives. Nothing of them but these types reaches the browser.

type Modules = typeof access &
  typeof identity &
  typeof journal &
  typeof organisations &
  typeof promises &
  typeof registers &
  typeof batches &
  typeof views &
  typeof templates &
  typeof webhooks &
  typeof comments;

type Declared = { [Name in keyof Modules]: Modules[Name] extends Contract ? Modules[Name] : never }[keyof Modules];

type OfOrganisation<C extends Contract> = C['path'] extends `/organisations/{organisation}${string}`
  ? { organisation: string }
  : unknown;

type Params<C extends Contract> = Call<C>['params'] extends undefined
  ? OfOrganisation<C> extends { organisation: string }
    ? { organisation: string }
    : undefined
  : Call<C>['params'] & OfOrganisation<C>;

/** The calls that the pages may make, by method and path. */
export type Contracts = {
  [C in Declared as Key<C>]: {
    params: Params<C>;
    query: Call<C>['query'];
    body: Call<C>['body'];
    output: Call<C>['output'];
    event: Call<C>['event'];
  };
};

export type Session = Contracts['GET /session']['output'];
export type Organisation = Contracts['GET /organisations/{organisation}']['output'];
