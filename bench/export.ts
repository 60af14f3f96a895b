import { get } from 'node:http';
import { residentMb, watchMemory } from './memory.ts';
import { populate } from './population.ts';
import { openStage, type BenchOrganisation, type Stage } from './stage.ts';

// A whole register out of 10,000 records and one of 1,000,000: time per record and memory must stay flat.

const small = 10_000;
const large = Number(process.env['BENCH_RECORDS'] ?? 1_000_000);
const kinds = ['csv', 'json', 'xlsx'] as const;

/** Reads an export to its end and throws it away. Seconds, bytes. */
function drain(
  stage: Stage,
  { id, register, cookies }: BenchOrganisation,
  kind: string,
): Promise<{ seconds: number; bytes: number }> {
  const startedAt = performance.now();
  const path = `/api/v1/organisations/${id}/registers/${register}/export.${kind}`;
  return new Promise((resolve, reject) => {
    const call = get(
      { port: stage.port, host: '127.0.0.1', path, headers: { cookie: cookies[0] ?? '', 'x-valv-page': '1' } },
      (answer) => {
        let bytes = 0;
        if (answer.statusCode !== 200) reject(new Error(`export.${kind} answered ${answer.statusCode}`));
        answer.on('data', (chunk: Buffer) => (bytes += chunk.length));
        answer.on('error', reject);
        answer.on('end', () => resolve({ seconds: (performance.now() - startedAt) / 1_000, bytes }));
      },
    );
    call.on('error', reject);
  });
}

export async function benchExport(): Promise<void> {
  const stage = await openStage(1);
  try {
    const few = await stage.createOrganisation('small');
    const many = await stage.createOrganisation('large');
    await populate(stage.root, [few], small);
    await populate(stage.root, [many], large);
    const mib = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
    for (const kind of kinds) {
      await drain(stage, few, kind);
      const seconds: number[] = [];
      for (let i = 0; i < 5; i += 1) seconds.push((await drain(stage, few, kind)).seconds);
      const median = seconds.toSorted((a, b) => a - b)[2] ?? Number.NaN;
      const beforeMb = residentMb(stage.processId);
      const { result, peakMb } = await watchMemory(stage.processId, () => drain(stage, many, kind));
      const ratio = result.seconds / large / (median / small);
      console.log(
        `${kind.padEnd(5)} 10,000 records ${(1 / median).toFixed(1)}/s (target 10) | ${large.toLocaleString('en')} records ${result.seconds.toFixed(1)} s, ${mib(result.bytes)}, ` +
          `memory ${beforeMb.toFixed(0)} → ${peakMb.toFixed(0)} MiB at most | time per record ${ratio.toFixed(2)} of the small one's`,
      );
    }
  } finally {
    await stage.close();
  }
}
