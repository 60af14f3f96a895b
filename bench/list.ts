import { loadHttp, show, type Measured } from './load.ts';
import { populate } from './population.ts';
import { openStage, type BenchOrganisation } from './stage.ts';

// Lists of 50 out of a register of 10,000 records and of one of 1,000,000, in turns in one run: the time must stay flat.

const connections = 16;
const seconds = Number(process.env['BENCH_SECONDS'] ?? 4);
const small = 10_000;
const large = Number(process.env['BENCH_RECORDS'] ?? 1_000_000);

const lists: Record<string, string> = {
  'newest first': '',
  'sorted by family name': 'sort=family_name',
  'sorted by three fields': 'sort=city,-joined_on,family_name',
  'filtered by choice, sorted': 'filter=membership:eq:adult&sort=family_name',
  'two filters, sorted by date': 'filter=city:eq:Umeå&filter=born_on:from:1980-01-01&sort=-joined_on',
  'rare filter, sorted': 'filter=given_name:eq:Linnéa&filter=family_name:starts:dahl 3&sort=joined_on',
  'searched, common word': 'search=anna&sort=family_name',
  'searched, two words': 'search=anna umeå&sort=family_name',
  'searched, rare word': 'search=9731&sort=family_name',
};

export async function benchList(): Promise<void> {
  const stage = await openStage(connections);
  try {
    const organisations = {
      small: await stage.createOrganisation('small'),
      large: await stage.createOrganisation('large'),
    };
    await populate(stage.root, [organisations.small], small);
    const startedAt = performance.now();
    await populate(stage.root, [organisations.large], large);
    console.log(
      `${large.toLocaleString('en')} records prepared in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`,
    );
    const run = (organisation: BenchOrganisation, query: string): Promise<Measured> =>
      loadHttp(stage.port, connections, seconds, (connection) => ({
        method: 'GET',
        path: `/api/v1/organisations/${organisation.id}/registers/${organisation.register}/records?${encodeURI(query)}`,
        headers: { cookie: organisation.cookies[connection] ?? '' },
      }));
    for (const [name, query] of Object.entries(lists)) {
      await run(organisations.small, query);
      const few = await run(organisations.small, query);
      await run(organisations.large, query);
      const many = await run(organisations.large, query);
      console.log(
        `${name.padEnd(28)} 10,000 ${show(few)} | ${large.toLocaleString('en')} ${show(many)} | time ratio ${(few.perSecond / many.perSecond).toFixed(2)} (target 1.5)`,
      );
    }
  } finally {
    await stage.close();
  }
}
