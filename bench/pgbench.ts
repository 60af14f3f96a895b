import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Measured } from './load.ts';
import type { Stage } from './stage.ts';

/** Statements that a call sends, with their values written in: for load generators that bind none. */
export const statements = {
  enter: (hash: string, organisation: string) =>
    `select valv.enter('session', '\\x${hash}'::bytea, null, '${organisation}'::uuid, '${organisation}'::uuid, 'page')`,
  entry: (organisation: string) =>
    `select valv.journal_append(valv.uuid_v7(), '{"action":"bench","actor":"bench","at":"2026-11-22","commitment":"${'0'.repeat(64)}","door":"page","id":"x","kind":"access","organisation":"${organisation}","outcome":"done","status": 200}', decode('${'00'.repeat(32)}', 'hex'), '{"address":"127.0.0.1","browser":""}')`,
};

/** A script, prepared, as the application's role, by PostgreSQL's own load generator. Undefined where there is none. */
export function runPgbench(stage: Stage, lines: string[], connections: number, seconds: number): Measured | undefined {
  const script = join(tmpdir(), `valv-bench-${process.pid}.sql`);
  writeFileSync(script, `${lines.join('\n')}\n`);
  const options = {
    h: stage.socketFolder,
    U: 'valv_runtime',
    M: 'prepared',
    c: connections,
    j: 2,
    T: seconds,
    f: script,
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`-${name}`, String(value)]);
  try {
    const output = execFileSync('pgbench', ['-n', ...args, 'valv'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const perSecond = Math.round(Number(/tps = ([\d.]+)/.exec(output)?.[1]));
    const latency = Number(/latency average = ([\d.]+)/.exec(output)?.[1]);
    return { perSecond, p50Ms: latency, p99Ms: Number.NaN, count: 0 };
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw error;
  }
}
