import type { PromiseConfiguration } from './state.ts';

/**
 * Promises whose settings are in force in every installation and are enforced under test, but which no probe proves yet:
 * they are `configured`, never `kept`. Each must have a test whose title begins with its number; `document.test.ts` looks.
 */
export const enforced: ReadonlyMap<string, PromiseConfiguration> = new Map([
  // Each organisation's own address, at which its members sign in.
  ['P15', { since: '2026-11-22T00:00:00.000Z', isTested: true }],
  // Roles, permissions and the visibility of each field.
  ['P22', { since: '2026-11-22T00:00:00.000Z', isTested: true }],
  // A membership for each organisation, with roles of its own.
  ['P23', { since: '2026-11-22T00:00:00.000Z', isTested: true }],
]);
