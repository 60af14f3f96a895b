import { loadHttp, show, type Measured } from './load.ts';
import { watchMemory } from './memory.ts';
import { populate } from './population.ts';
import { openStage } from './stage.ts';

// A file of many rows in, by the same way as in the browser: staged, mapped, run in units by the job. Beside it somebody reads
// records, who should hardly notice.

const rowCount = Number(process.env['BENCH_ROWS'] ?? 50_000);
const readers = 4;
const path = (organisation: string, register: string) => `/api/v1/organisations/${organisation}/registers/${register}`;

function csv(): string {
  const lines = ['Förnamn;Efternamn;Medlemskap;E-post;Telefon;Ort;Medlem sedan;Född'];
  for (let i = 0; i < rowCount; i += 1)
    lines.push(`Anna;Berg ${i % 997};Vuxen;import.${i}@example.org;+46701740605;Malmö;2020-01-01;1990-01-01`);
  return lines.join('\n');
}

export async function benchImport(): Promise<void> {
  const stage = await openStage(readers);
  try {
    const { id, register, cookies } = await stage.createOrganisation('bench');
    await populate(stage.root, [{ id, register }], 10_000);
    const { rows } = await stage.root.query<{ id: string }>('select id from records limit 1000');
    const base = `http://127.0.0.1:${stage.port}${path(id, register)}`;
    const call = async (method: string, url: string, body?: BodyInit, type?: string) => {
      const answer = await fetch(url, {
        method,
        headers: { cookie: cookies[0] ?? '', 'x-valv-page': '1', ...(type && { 'content-type': type }) },
        ...(body !== undefined && { body }),
      });
      if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as { id: string; status: string; columns: { field: string | null }[] };
    };
    const read = (seconds: number): Promise<Measured> =>
      loadHttp(stage.port, readers, seconds, (connection) => ({
        method: 'GET',
        path: `${path(id, register)}/records/${rows[Math.floor(Math.random() * rows.length)]?.id}`,
        headers: { cookie: cookies[connection] ?? '' },
      }));
    const time = async <T>(work: () => Promise<T>) => {
      const startedAt = performance.now();
      return { result: await work(), seconds: (performance.now() - startedAt) / 1_000 };
    };
    await read(2);
    const alone = await read(5);

    const staged = await time(() => call('POST', `${base}/imports?fileName=bench.csv`, csv(), 'text/csv'));
    const one = `${base}/imports/${staged.result.id}`;
    const unmapped = staged.result.columns.filter(({ field }) => field === null).length;
    if (unmapped > 0) throw new Error(`${unmapped} columns were not recognised`);
    const { result: ran, peakMb } = await watchMemory(stage.processId, () =>
      time(async () => {
        await call('PUT', `${one}/run`);
        const beside = await read(5);
        for (;;) {
          const { status } = await call('GET', one);
          if (status === 'done') return beside;
          if (status === 'failed') throw new Error('the import failed');
          await new Promise((resolve) => setTimeout(resolve, 200));
        }
      }),
    );
    const undone = await time(async () => {
      await call('DELETE', `${one}/run`);
      while ((await call('GET', one)).status !== 'undone') await new Promise((resolve) => setTimeout(resolve, 200));
    });
    const perSecond = (seconds: number) => `${Math.round(rowCount / seconds).toLocaleString('en')} rows/s`;
    console.log(`staged  ${perSecond(staged.seconds)}`);
    console.log(
      `run     ${perSecond(ran.seconds)}, four readers beside it for five seconds, memory ${peakMb.toFixed(0)} MiB at most`,
    );
    console.log(`undone  ${perSecond(undone.seconds)}`);
    console.log(`readers alone       ${show(alone)}`);
    console.log(
      `readers beside it   ${show(ran.result)}  ratio ${(ran.result.perSecond / alone.perSecond).toFixed(2)}`,
    );
  } finally {
    await stage.close();
  }
}
