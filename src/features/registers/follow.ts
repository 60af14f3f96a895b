import { readMemberNames } from '#features/access/index.ts';
import type { Input } from '#gate/contract.ts';
import type { Context } from '#gate/context.ts';
import type { Feed } from '#gate/events.ts';
import type { Heard } from '#gate/subscription.ts';
import { getDefinition } from './definitions.ts';
import type { followRegister, RegisterEvent } from './event-contract.ts';

/** What is going on in a register. 404 when the organisation has no such one. */
export async function follow(context: Context, { params }: Input<typeof followRegister>): Promise<Feed> {
  await getDefinition(context, params.register);
  return { register: params.register, tell };
}

/**
 * Who may read records of a register may read all of them, and knows their ids and versions and who else is a member; more is not
 * told. If records ever have readers of their own, this is where their ids have to be left out.
 */
async function tell(context: Context, { announcements, isEverything }: Heard): Promise<RegisterEvent> {
  const names = await readMemberNames(
    context,
    announcements.flatMap(({ by }) => by ?? []),
  );
  return {
    isEverything,
    changes: announcements.map(({ kind, records, by }) => {
      const name = by === null ? undefined : names.get(by);
      return {
        kind,
        records:
          records === 'many'
            ? null
            : [...records].map(([id, version]) => ({ id, version: kind === 'records' ? version : null })),
        by: by === null || name === undefined ? null : { id: by, name },
      };
    }),
  };
}
