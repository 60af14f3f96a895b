import type { Gate } from '#gate/gate.ts';
import type { JobDefinition } from '#kernel/jobs/jobs.ts';
import { sealUnit } from './seal-entries.ts';

export const jobs = (gate: Gate): JobDefinition[] => [
  {
    name: 'journal.seal',
    // While one ends its unit, the other is told of the next.
    concurrency: 2,
    // A unit takes seconds; a run that is silent for longer died with its process and is taken up again.
    expireSeconds: 60,
    run: async ({ organisation = '', sealing = '' }) => {
      await gate.runAs(
        { actor: 'job:journal.seal', organisation, action: 'journal.sealed', database: 'sealer' },
        (context) => sealUnit(context, { sealing }),
      );
    },
  },
];
