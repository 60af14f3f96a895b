/**
 * What a clause of the policy is. The catalogue holds the words; whether a promise is kept right now is not written
 * anywhere by hand: it is computed from proofs (`state.ts`).
 */

/** The five public policies that the promises come from; see docs/PROMISES.md. */
export type PolicySource = 'A' | 'B' | 'C' | 'D' | 'E';

/**
 * measured: a probe proves it again and again. configured: a setting, and a test that it is enforced.
 * attested: a promise about people and places that code cannot prove; somebody signs for it, with a date.
 */
export type PromiseKind = 'measured' | 'configured' | 'attested';

export type Bilingual = Readonly<{ sv: string; en: string }>;

export type ThemeId =
  | 'sign_in'
  | 'passwords'
  | 'access'
  | 'journal'
  | 'encryption'
  | 'privacy'
  | 'backup'
  | 'places'
  | 'everyday'
  | 'operation'
  | 'agreement'
  | 'staff';

export type PolicyPromise = Readonly<{
  /** P01 to P78, the same number in tests and documentation for ever. */
  id: `P${string}`;
  sources: readonly PolicySource[];
  kind: PromiseKind;
  /** Part of the promise is about people or places: kept only while that part is attested too. */
  isPartlyAttested?: true;
  theme: ThemeId;
  /** The clause as a customer reads it on the policy page. */
  text: Bilingual;
  /** One sentence on what shows that it is kept. */
  shownBy: Bilingual;
}>;
