import type { Catalogue } from '#web/language.ts';
import { en } from './sealing-messages.en.ts';
import { sv } from './sealing-messages.sv.ts';

export const sealingMessages: Catalogue<typeof sv> = { sv, en };
