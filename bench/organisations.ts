import { loadHttp, show } from './load.ts';
import { populate } from './population.ts';
import { openStage, type BenchOrganisation } from './stage.ts';

// The same calls, spread over all organisations of an installation, with 100 of them and with 10,000: the p99 must stay within
// one and a half of what it was.

const connections = 16;
const seconds = Number(process.env['BENCH_SECONDS'] ?? 6);
const few = 100;
const many = Number(process.env['BENCH_ORGANISATIONS'] ?? 10_000);
const recordsEach = Number(process.env['BENCH_RECORDS_EACH'] ?? 100);

export async function benchOrganisations(): Promise<void> {
  const stage = await openStage(connections);
  try {
    const organisations: BenchOrganisation[] = [];
    const add = async (count: number) => {
      const startedAt = performance.now();
      const from = organisations.length;
      await Promise.all(
        Array.from({ length: 8 }, async (_, worker) => {
          for (let i = from + worker; i < count; i += 8)
            organisations.push(await stage.createOrganisation(`bench-${i}`, 1));
        }),
      );
      await populate(stage.root, organisations.slice(from), recordsEach);
      const took = (performance.now() - startedAt) / 1_000;
      console.log(
        `${count.toLocaleString('en')} organisations with ${recordsEach} records each (${took.toFixed(0)} s)`,
      );
    };
    const spread = (path: (organisation: BenchOrganisation) => string) => () =>
      loadHttp(stage.port, connections, seconds, () => {
        const organisation = organisations[Math.floor(Math.random() * organisations.length)];
        if (!organisation) throw new Error('no organisation');
        const to = `/api/v1/organisations/${organisation.id}/registers/${organisation.register}`;
        return { method: 'GET', path: to + path(organisation), headers: { cookie: organisation.cookies[0] ?? '' } };
      });
    const works = {
      'newest 50': spread(() => '/records?limit=50'),
      'filtered, sorted 50': spread(() => '/records?limit=50&filter=membership:eq:adult&sort=family_name'),
      searched: spread(() => '/records?limit=50&search=anna'),
      definition: spread(() => ''),
    };
    const measureAll = async () => {
      const measured = [];
      for (const [name, work] of Object.entries(works)) {
        await work();
        measured.push({ name, ...(await work()) });
      }
      return measured;
    };
    await add(few);
    const before = await measureAll();
    await add(many);
    const after = await measureAll();
    for (const [at, row] of after.entries()) {
      const base = before[at];
      if (!base) continue;
      console.log(
        `${row.name.padEnd(20)} ${few} ${show(base)} | ${many.toLocaleString('en')} ${show(row)} | p99 ratio ${(row.p99Ms / base.p99Ms).toFixed(2)} (target 1.5), time ratio ${(base.perSecond / row.perSecond).toFixed(2)}`,
      );
    }
  } finally {
    await stage.close();
  }
}
