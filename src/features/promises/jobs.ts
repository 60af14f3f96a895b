import type { Gate } from '#gate/gate.ts';
import type { Probe } from '#gate/probe.ts';
import type { JobDefinition } from '#kernel/jobs/jobs.ts';
import { provePromises } from './probe-promises.ts';

/** `promises.prove`, hourly. A probe that fails is a proof, not a failed job; the job fails only when it cannot be stored. */
export const jobs = (gate: Gate, probes: readonly Probe[]): JobDefinition[] => [
  { name: 'promises.prove', schedule: '7 * * * *', expireSeconds: 600, run: () => provePromises(gate, probes) },
];
