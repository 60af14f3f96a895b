import type { Gate } from '#gate/gate.ts';
import type { JobDefinition } from '#kernel/jobs/jobs.ts';
import { messages as en } from './messages.en.ts';
import { messages as sv } from './messages.sv.ts';

export { bindings } from './routes.ts';
export const messages = { sv, en };
export const jobs = (_gate: Gate): JobDefinition[] => [];
