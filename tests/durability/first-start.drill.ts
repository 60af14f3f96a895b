import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plotAssociation } from '../../src/features/demonstration/association.ts';
import { findHalfDone } from './findings.ts';
import { seeded } from './load.ts';
import { makeHome, pause, prepareService, signal, until, type Service } from './service.ts';

// The first start makes keys, database, operator and demonstration, each in its own place. Killed anywhere in it, the next
// start goes on from there.

const isDrill = process.env['VALV_DRILL'] === '1';
const installations = isDrill ? 10 : 1;
/** Of each installation: while it is made, and while the demonstration is loaded. */
const killsEach = isDrill ? [5, 5] : [2, 2];
const seed = Number(process.env['VALV_SEED'] ?? Math.floor(Math.random() * 1e9));
const random = seeded(seed);

let home: Awaited<ReturnType<typeof makeHome>>;
const services: Service[] = [];

beforeAll(async () => {
  home = await makeHome();
});
afterAll(async () => {
  for (const service of services) await service.end();
  home?.remove();
});

/** Kills the service, and every other time its PostgreSQL too. */
async function killAfter(service: Service, ms: number, number: number): Promise<void> {
  await pause(ms);
  const server = service.postmaster();
  await service.kill();
  if (number % 2 === 1 && server !== undefined) signal(server, 'SIGKILL');
}

const countOf = (service: Service, sql: string) =>
  service.asSuperuser(async (client) => Number((await client.query<{ count: number }>(sql)).rows[0]?.count));

describe(`a first start killed in the middle (seed ${seed})`, () => {
  test(
    'is finished by the next: one operator, one demonstration with all its people and members',
    { timeout: 300_000 * installations },
    async () => {
      for (let number = 0; number < installations; number += 1) {
        const service = await prepareService(home.folder, `first-${number}`, { VALV_DEMO: 'lindangen' });
        services.push(service);
        let startMs = 3_000;
        for (let kill = 0; kill < (killsEach[0] ?? 0); kill += 1) {
          const starting = service.start().catch(() => undefined); // it is killed before it is ready, or after
          await killAfter(service, random() * startMs, kill);
          await starting;
        }
        startMs = await service.start();
        for (let kill = 0; kill < (killsEach[1] ?? 0); kill += 1) {
          await killAfter(service, random() * startMs, kill);
          await service.start();
        }
        const today = await service.asSuperuser(async (client) => {
          const { rows } = await client.query<{ day: string }>(
            `select (created_at at time zone 'Europe/Stockholm')::date::text as day from organisations where is_demonstration`,
          );
          return rows[0]?.day ?? '';
        });
        const plot = plotAssociation({ today, members: [], id: (register, index) => `${register} ${index}` });
        const whole = plot.reduce((sum, { rows }) => sum + rows.length, 0);
        await until(
          `the demonstration is whole\n${service.output}`,
          async () => ((await countOf(service, 'select count(*) from records')) === whole ? true : undefined),
          120_000,
        );
        expect(
          await countOf(
            service,
            `select count(*) from records r join registers g using (organisation_id) where g.id = r.register_id and g.key = 'members'`,
          ),
        ).toBe(1_200);
        // The visitor of a proof that was cut off is removed by the next proof, not by the next start.
        const counts = await service.asSuperuser(async (client) => {
          const { rows } = await client.query<{ slug: string; members: number; owners: number }>(
            `select a.slug, count(distinct m.id)::int as members, count(r.id) filter (where r.code in ('owner', 'operator'))::int as owners
               from organisation_addresses a join memberships m using (organisation_id)
               join accounts c on c.id = m.account_id and c.user_name not like 'probe.%'
               join membership_roles mr on mr.membership_id = m.id join roles r on r.id = mr.role_id
              group by 1 order by 1`,
          );
          return rows;
        });
        expect(counts).toEqual([
          { slug: 'drift', members: 1, owners: 1 },
          { slug: 'lindangen', members: 6, owners: 1 },
        ]);
        expect(await countOf(service, "select count(*) from accounts where user_name not like 'probe.%'")).toBe(6);
        expect((await findHalfDone(service)).filter((found) => !found.startsWith('a record whose versions'))).toEqual(
          [],
        );
        expect(await service.stop()).toBe(0);
      }
    },
  );
});
