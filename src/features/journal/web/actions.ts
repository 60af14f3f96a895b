import type { Catalogue } from '#web/language.ts';
import { en } from './actions.en.ts';
import { sv } from './actions.sv.ts';

/**
 * What an action is in words: what was done, what somebody tried to do, and to what. `{target|ett register}` is the name of
 * the target, or what to say when there is none to read. An action that is not here is shown by its code.
 */
export type ActionWords = Readonly<Record<string, readonly [did: string, toDo: string, what?: string]>>;

export const actions: Catalogue<ActionWords> = { sv, en };
