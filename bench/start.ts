import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, spawnService, untilReady } from './stage.ts';

// From the process's start to the first 200 of /health/ready, embedded PostgreSQL included: cold (new folder: initdb,
// migrations, pages built) and warm (everything there), several times.

const warmRuns = 5;
/** What a start needed and no longer does is given back by then. */
const settleMs = 3_000;

export async function benchStart(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'valv-bench-start-'));
  await chmod(folder, 0o711);
  const run = async (): Promise<{ readyMs: number; megabytes: number }> => {
    const port = await freePort();
    const startedAt = performance.now();
    const service = spawnService({
      VALV_DATA: join(folder, 'data'),
      VALV_KEYS: join(folder, 'keys'),
      VALV_PORT: String(port),
      VALV_DEMO: 'off',
      VALV_LOG: 'error',
    });
    service.stdout?.resume();
    await untilReady(port);
    const readyMs = performance.now() - startedAt;
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    const megabytes = Number(/^process_resident_memory_bytes (\d+)/m.exec(metrics)?.[1]) / 1e6;
    const ended = new Promise((resolve) => service.once('exit', resolve));
    service.kill('SIGTERM');
    await ended;
    return { readyMs, megabytes };
  };
  try {
    const cold = await run();
    console.log(`cold start ${(cold.readyMs / 1_000).toFixed(2)} s`);
    const warm: { readyMs: number; megabytes: number }[] = [];
    for (let i = 0; i < warmRuns; i += 1) warm.push(await run());
    const sorted = warm.map(({ readyMs }) => readyMs).toSorted((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
    console.log(
      `warm start ${sorted.map((ms) => (ms / 1_000).toFixed(2)).join(' ')} s, median ${(median / 1_000).toFixed(2)} s (target 2.5, dream 1)`,
    );
    console.log(`ratio warm to cold ${(median / cold.readyMs).toFixed(2)}`);
    console.log(`resident memory, idle after the start ${warm.at(-1)?.megabytes.toFixed(0)} MB (target 150, dream 90)`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
