import type { Catalogue } from '#web/language.ts';
import { en } from './correct-messages.en.ts';
import { sv } from './correct-messages.sv.ts';

export const correctMessages: Catalogue<typeof sv> = { sv, en };
