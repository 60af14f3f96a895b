import pg from 'pg';
import { loadHttp, measure, median, show, type Measured } from './load.ts';
import { runPgbench, statements } from './pgbench.ts';
import { openStage, type BenchOrganisation, type Stage } from './stage.ts';

// A full call (HTTP, gate, one record, durable entry) against the same statements through pgbench and through bare pg, in
// turns in one run: the ratio holds on a noisy machine, the absolute figures do not.

const connections = 16;
const seconds = Number(process.env['BENCH_SECONDS'] ?? 5);
const rounds = 3;

async function addRecords(stage: Stage, { id, register }: BenchOrganisation, count: number): Promise<string[]> {
  const { rows } = await stage.root.query<{ id: string }>(
    `insert into records (organisation_id, id, register_id, version, data)
       select $1, uuid_v7(), $2, 1, jsonb_build_object('given_name', 'Anna', 'family_name', 'Berg ' || i, 'membership', 'adult', 'city', 'Umeå', 'email', 'a' || i || '@example.org')
         from generate_series(1, $3) i returning id`,
    [id, register, count],
  );
  await stage.root.query('vacuum analyze');
  return rows.map((row) => row.id);
}

const readRecord = (organisation: string) =>
  `select records.id, version, data, records.created_at, changed_at, trashed_at, definition_version from valv.records
     inner join valv.registers on registers.organisation_id = records.organisation_id and registers.id = records.register_id
     where records.organisation_id = '${organisation}'::uuid and records.id = `;

/** The six statements, prepared, by PostgreSQL's own load generator: what the machine can do without Node, HTTP or checks. */
function pgbench(stage: Stage, organisation: BenchOrganisation, ids: string[]): Measured | undefined {
  const hash = organisation.hashes[0]?.toString('hex') ?? '';
  // pgbench has no uuids: a table of ids under row level security would cost more than the call, so one of a few is taken.
  const list = ids
    .slice(0, 64)
    .map((id) => `'${id}'`)
    .join(',');
  const lines = [
    '\\set n random(1, 64)',
    'begin;',
    `${statements.enter(hash, organisation.id)};`,
    `${readRecord(organisation.id)}(array[${list}]::uuid[])[:n];`,
    `${statements.entry(organisation.id)};`,
    'commit;',
  ];
  return runPgbench(stage, lines, connections, seconds);
}

/** The same one by one through pg, prepared, no HTTP: what a plain Node program would do. */
async function barePg(stage: Stage, organisation: BenchOrganisation, ids: string[]): Promise<Measured> {
  const hash = organisation.hashes[0]?.toString('hex') ?? '';
  const clients = await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new pg.Client({ host: stage.socketFolder, user: 'valv_runtime', database: 'valv' });
      await client.connect();
      return client;
    }),
  );
  const timesMs: number[] = [];
  const startedAt = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() < startedAt + seconds * 1_000) {
        const sentAt = performance.now();
        await client.query({ name: 'b', text: 'begin' });
        await client.query({ name: 'e', text: statements.enter(hash, organisation.id) });
        await client.query({
          name: 'r',
          text: `${readRecord(organisation.id)}$1`,
          values: [ids[Math.floor(Math.random() * ids.length)]],
        });
        await client.query({ name: 'j', text: statements.entry(organisation.id) });
        await client.query({ name: 'c', text: 'commit' });
        timesMs.push(performance.now() - sentAt);
      }
    }),
  );
  const measured = measure(timesMs, performance.now() - startedAt);
  await Promise.all(clients.map((client) => client.end()));
  return measured;
}

/** Processor time of the service's own process: a figure that a busy machine does not change. */
async function cpuSeconds(port: number): Promise<number> {
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(/^process_cpu_seconds_total ([\d.]+)/m.exec(metrics)?.[1]);
}

export async function benchCall(): Promise<void> {
  const stage = await openStage(connections);
  try {
    const organisation = await stage.createOrganisation('bench');
    const ids = await addRecords(stage, organisation, 10_000);
    const full = () =>
      loadHttp(stage.port, connections, seconds, (connection) => ({
        method: 'GET',
        path: `/api/v1/organisations/${organisation.id}/registers/${organisation.register}/records/${ids[Math.floor(Math.random() * ids.length)]}`,
        headers: { cookie: organisation.cookies[connection % organisation.cookies.length] ?? '' },
      }));
    await loadHttp(stage.port, connections, 1, (connection) => ({
      method: 'GET',
      path: `/api/v1/session`,
      headers: { cookie: organisation.cookies[connection] ?? '' },
    }));
    await full();
    const ratios: { pgbench: number[]; bare: number[] } = { pgbench: [], bare: [] };
    for (let round = 1; round <= rounds; round += 1) {
      const bench = pgbench(stage, organisation, ids);
      const cpuBefore = await cpuSeconds(stage.port);
      const ours = await full();
      const cpuPerCallUs = (((await cpuSeconds(stage.port)) - cpuBefore) * 1e6) / ours.count;
      const bare = await barePg(stage, organisation, ids);
      console.log(`round ${round}`);
      console.log(
        `  full call               ${show(ours)}  ${cpuPerCallUs.toFixed(0)} µs of the service's processor each`,
      );
      if (bench) console.log(`  pgbench, same statements${show(bench)}`);
      console.log(`  bare pg, one by one     ${show(bare)}`);
      if (bench) ratios.pgbench.push(ours.perSecond / bench.perSecond);
      ratios.bare.push(ours.perSecond / bare.perSecond);
    }
    console.log(`ratio to pgbench ${median(ratios.pgbench)} (target 0.50), to bare pg ${median(ratios.bare)}`);
  } finally {
    await stage.close();
  }
}
