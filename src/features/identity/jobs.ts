import type { Gate } from '#gate/gate.ts';
import type { JobDefinition } from '#kernel/jobs/jobs.ts';
import { removeOldSessions } from './remove-old-sessions.ts';

export const jobs = (gate: Gate): JobDefinition[] => [
  {
    name: 'session.remove_old',
    schedule: '23 3 * * *',
    run: () =>
      gate.runAs(
        {
          actor: 'job:session.remove_old',
          organisation: gate.installation,
          action: 'session.old_removed',
          database: 'identity',
        },
        removeOldSessions,
      ),
  },
];
