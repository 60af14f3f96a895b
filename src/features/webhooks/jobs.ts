import type { Gate } from '#gate/gate.ts';
import type { JobDefinition } from '#kernel/jobs/jobs.ts';
import { deliverDue, type UnderWay } from './deliver.ts';
import { removeOldDeliveries } from './remove-old-deliveries.ts';

export const jobs = (gate: Gate): JobDefinition[] => {
  const underWay: UnderWay = new Set();
  return [
    { name: 'webhook.deliver', everySeconds: 1, run: (_, stopping) => deliverDue(gate, underWay, stopping) },
    { name: 'webhook.remove_old', schedule: '53 3 * * *', run: () => removeOldDeliveries(gate) },
  ];
};
