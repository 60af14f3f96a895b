import type { Database } from '#kernel/database/kysely.ts';
import type { Keyring } from '#kernel/keyring/keyring.ts';
import type { OrganisationKeys } from '#kernel/keyring/organisation-keys.ts';
import type { Language } from '#kernel/i18n/language.ts';
import type { Say } from '#kernel/i18n/messages.ts';
import type { Announcement } from './announcement.ts';
import type { Permission } from './permissions.ts';

/** Who acts, as far as `judge` let them: made anew for every call from what the database said in that very call (P21). */
export interface Principal {
  /** `account:<uuid>`, `key:<uuid>`, `job:<name>`, `command:<name>` or `nobody`. */
  readonly actor: string;
  readonly accountId: string | undefined;
  readonly sessionId: string | undefined;
  readonly membershipId: string | undefined;
  readonly roleIds: readonly string[];
  readonly permissions: ReadonlySet<Permission>;
  readonly signedInAt: number | undefined;
}

/** What a call leaves in its access entry beside who, when and what: counts and codes, never values or free text. */
export interface Note {
  /** How many rows the answer held. */
  rows?: number;
  /** Stated reason, for what needs one (an identity number in clear). A code or the person's own words; kept beside the leaf. */
  reason?: string;
  /** Target, when the path does not name it (what was created). */
  target?: string;
  /** Names of filtered and sorted fields, number of search words: what was asked, without what was asked for. */
  query?: string[];
  /** Keys of the fields whose values left as a file: what was exported can be told for each field, years later. */
  fields?: string[];
}

/** A plain object handed to every domain function: no container, no ambient state. */
export interface Context {
  readonly db: Database;
  readonly principal: Principal;
  /** The organisation that was entered; the installation's own id where none was. */
  readonly organisation: string;
  readonly now: Date;
  /** Whether customers may make this installation call addresses of its own network. */
  readonly mayCallPrivate: boolean;
  /** IANA zone of days and hours as people here mean them. */
  readonly timeZone: string;
  readonly language: Language;
  /** Words of a message code in the reader's language. */
  readonly say: Say;
  readonly request: string;
  /** From where and with what; kept beside the entry, and in the list of a person's own sessions. */
  readonly caller: { readonly address: string; readonly browser: string };
  /** Headers to add to the answer, e.g. the session's cookie. */
  readonly headers: Record<string, string>;
  readonly keyring: Keyring;
  /** Keys of the entered organisation. */
  keys(): Promise<OrganisationKeys>;
  /** Adds to the access entry of this call. */
  note(facts: Note): void;
  /** Puts a job into the queue with this very transaction: it exists if and only if the call commits. Payloads are ids only. */
  enqueue(job: string, payload: Record<string, string>): Promise<void>;
  /**
   * Tells whoever looks at the register, after the commit, what of it has changed. Harmless when it then does not: they look
   * again and see what they saw. Ids only.
   */
  announce(change: Pick<Announcement, 'register' | 'kind'> & { records?: Announcement['records'] }): void;
  /** States the reason of the changes that follow, for their change entries. */
  because(reason: string): Promise<void>;
  /** From here on the call is this account's, in its change entries and its access entry: for what makes somebody of nobody (sign-in). */
  becomes(account: string, session?: string): Promise<void>;
  /** Continues as the new organisation `id`, just claimed (`claim_address`), in the same transaction. */
  inNewOrganisation<T>(id: string, work: (context: Context) => Promise<T>): Promise<T>;
}

/** True when the principal has the permission in the entered organisation. */
export const may = (context: Context, permission: Permission) => context.principal.permissions.has(permission);
