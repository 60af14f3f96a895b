import { messages as en } from './messages.en.ts';
import { messages as sv } from './messages.sv.ts';

export { jobs } from './jobs.ts';
export { bindings } from './routes.ts';
export const messages = { sv, en };
