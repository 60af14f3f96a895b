import type { Catalogue } from '#web/language.ts';
import { en } from './live-messages.en.ts';
import { sv } from './live-messages.sv.ts';

export const liveMessages: Catalogue<typeof sv> = { sv, en };
