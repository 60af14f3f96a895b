import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDemonstration } from '#features/demonstration/index.ts';
import type { Gate, MachineActor } from '#gate/gate.ts';
import { openWorld } from '#tests/world.ts';

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** A gate that dies just before its unit of work with this action. */
const dyingBefore = (action: string): Gate => {
  const { gate } = world.installation;
  const runAs = (as: MachineActor, work: never) =>
    as.action === action ? Promise.reject(new Error(`died before ${action}`)) : gate.runAs(as, work);
  return { ...gate, runAs: runAs as Gate['runAs'] };
};

const memberships = () =>
  world.sql(
    `select m.display_name as name, r.code from memberships m join membership_roles mr on mr.membership_id = m.id
       join roles r on r.id = mr.role_id where m.organisation_id = (select organisation_id from organisations where is_demonstration) order by 1`,
  );

test('a demonstration whose loading was cut short has its people after the next, once', async () => {
  await expect(loadDemonstration(dyingBefore('demonstration.peopled'), () => {})).rejects.toThrow('died before');
  expect(await world.sql('select name from organisations where is_demonstration')).toEqual([{ name: 'Lindängens IF' }]);
  expect(await memberships()).toEqual([]);

  for (let start = 0; start < 2; start += 1) {
    await expect(loadDemonstration(dyingBefore('demonstration.loaded'), () => {})).rejects.toThrow('died before');
    expect(await memberships()).toEqual([
      { name: 'Elsa Åkesson', code: 'reader' },
      { name: 'Karin Lindqvist', code: 'administrator' },
      { name: 'Mirja Koskinen', code: 'privacy_officer' },
      { name: 'Ove Härdelin', code: 'auditor' },
      { name: 'Yusuf Warsame', code: 'editor' },
    ]);
  }
});
