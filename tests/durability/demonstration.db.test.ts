import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDemonstration, removeDemonstration } from '#features/demonstration/index.ts';
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
  await expect(loadDemonstration(dyingBefore('demonstration.peopled'), ['lindangen'], () => {})).rejects.toThrow(
    'died before',
  );
  expect(await world.sql('select name from organisations where is_demonstration')).toEqual([{ name: 'Lindängens IF' }]);
  expect(await memberships()).toEqual([]);

  for (let start = 0; start < 2; start += 1) {
    await expect(loadDemonstration(dyingBefore('demonstration.loaded'), ['lindangen'], () => {})).rejects.toThrow(
      'died before',
    );
    expect(await memberships()).toEqual([
      { name: 'Elsa Åkesson', code: 'reader' },
      { name: 'Karin Lindqvist', code: 'administrator' },
      { name: 'Mirja Koskinen', code: 'privacy_officer' },
      { name: 'Ove Härdelin', code: 'auditor' },
      { name: 'Yusuf Warsame', code: 'editor' },
    ]);
  }
});

test('a loading that dies between two units is finished by the next, whoever else writes meanwhile; two at once make nothing twice', async () => {
  const { gate } = world.installation;
  let units = 0;
  const dying: Gate = {
    ...gate,
    runAs: (as, work) =>
      as.action === 'demonstration.loaded' && (units += 1) > 2
        ? Promise.reject(new Error('died'))
        : gate.runAs(as, work),
  };
  await expect(loadDemonstration(dying, ['lindangen'], () => {})).rejects.toThrow('died');
  const counted = () =>
    world.sql(
      `select g.key, count(*)::int as count from records r join registers g on g.organisation_id = r.organisation_id and g.id = r.register_id
        where r.organisation_id = (select organisation_id from organisations where is_demonstration) group by 1 order by 1`,
    );
  expect((await counted()).reduce((sum, { count }) => sum + Number(count), 0)).toBe(500);
  const said: string[] = [];
  await Promise.all([1, 2].map(() => loadDemonstration(gate, ['lindangen'], (line) => void said.push(line))));
  const whole = await counted();
  expect(whole).toContainEqual({ key: 'members', count: 1_200 });
  expect(said).toContain('Demonstration: ready');
  // Nothing is left to do, and a record that somebody made is nobody's business.
  await world.sql(
    `insert into records (organisation_id, id, register_id, version, shape, data) select organisation_id, uuid_v7(), id, 1, 1, '{}' from registers where key = 'fees'`,
  );
  said.length = 0;
  await loadDemonstration(gate, ['lindangen'], (line) => void said.push(line));
  expect(said).toEqual([]);
  expect(await counted()).toEqual(
    whole.map(({ key, count }) => ({ key, count: Number(count) + (key === 'fees' ? 1 : 0) })),
  );
});

test('removal takes the accounts that were made for it, and no other of such a name', async () => {
  const { gate, database } = world.installation;
  await world.sql(`insert into accounts (id, user_name, display_name) values (uuid_v7(), 'demo.anna', 'Anna Demo')`);
  expect(await removeDemonstration(gate, database.connection('owner'))).toBe(1);
  expect(await world.sql(`select user_name from accounts where user_name like 'demo.%'`)).toEqual([
    { user_name: 'demo.anna' },
  ]);
  await loadDemonstration(gate, ['lindangen', 'hedvik'], () => {});
  expect(await world.sql('select 1 from organisations where is_demonstration')).toEqual([]);
});
