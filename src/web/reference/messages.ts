import type { Catalogue } from '../language.ts';
import { en } from './messages.en.ts';
import { sv } from './messages.sv.ts';

export const messages: Catalogue<typeof sv> = { sv, en };
