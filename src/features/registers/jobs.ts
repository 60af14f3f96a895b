import type { Gate } from '#gate/gate.ts';
import type { Context } from '#gate/context.ts';
import type { JobDefinition } from '#kernel/jobs/jobs.ts';
import { continuePreparation } from './preparation.ts';
import { checkUnit } from './import-check.ts';
import * as batchUnits from './batch-units.ts';
import { runUnit, undoUnit } from './import-units.ts';
import { removeOldBatches } from './remove-old-batches.ts';

const unitJob = <Of extends 'import' | 'batch'>(
  gate: Gate,
  name: string,
  of: Of,
  work: (context: Context, payload: { register: string } & Record<Of, string>) => Promise<unknown>,
): JobDefinition => ({
  name,
  concurrency: 2,
  // A unit takes a few seconds; a run that is silent for longer died with its process and is taken up again.
  expireSeconds: 60,
  run: async ({ organisation = '', register = '', [of]: id = '' }) => {
    await gate.runAs({ actor: `job:${name}`, organisation, action: name }, (context) =>
      work(context, { register, [of]: id } as { register: string } & Record<Of, string>),
    );
  },
});

export const jobs = (gate: Gate): JobDefinition[] => [
  unitJob(gate, 'import.check', 'import', checkUnit),
  unitJob(gate, 'import.run', 'import', runUnit),
  unitJob(gate, 'import.undo', 'import', undoUnit),
  unitJob(gate, 'batch.run', 'batch', batchUnits.runUnit),
  unitJob(gate, 'batch.undo', 'batch', batchUnits.undoUnit),
  { name: 'batch.remove_old', schedule: '41 3 * * *', run: () => removeOldBatches(gate) },
  {
    name: 'register.prepare',
    concurrency: 2,
    expireSeconds: 60,
    run: async ({ organisation = '', register = '', version = '', after = '' }) => {
      await gate.runAs({ actor: 'job:register.prepare', organisation, action: 'register.prepare' }, (context) =>
        continuePreparation(context, { register, version: Number(version), after }),
      );
    },
  },
];
