import type { Catalogue } from '#web/language.ts';
import { en } from './panel-messages.en.ts';
import { sv } from './panel-messages.sv.ts';

export const panelMessages: Catalogue<typeof sv> = { sv, en };
