import { spawn } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { needs, provide } from './machine.ts';

// `npm test [-- what]`, `npm run drill` (full figures: VALV_DRILL=1). Runs everything on the embedded PostgreSQL 18 and what
// depends most on the server once more on PostgreSQL 15. The last line is `N passed, N failed`.

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: {
    name: string;
    startTime: number;
    endTime: number;
    status: string;
    assertionResults: { status: string }[];
  }[];
}

const onPostgres15 = ['src/gate', 'src/features/journal', 'tests/tenancy', 'tests/schema', 'tests/gate'];

const args = process.argv.slice(2);
const isDrill = args.includes('--drill');
const wanted = args.filter((arg) => arg !== '--drill');
const isWhole = wanted.every((arg) => arg.startsWith('-'));

async function runVitest(vitestArgs: string[], environment: Record<string, string>): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'valv-report-'));
  const reportFile = join(folder, 'report.json');
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=dot', '--reporter=json'];
  const child = spawn(process.execPath, [...vitest, `--outputFile.json=${reportFile}`, ...vitestArgs], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...environment },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  const counts = readReport(reportFile);
  rmSync(folder, { recursive: true });
  // An error outside every test, or nothing found to run: vitest says it by its exit alone.
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

function readReport(file: string): Counts {
  let report: Report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  // A file that broke before its first test has no failed test, but did not pass.
  tellSlowest(report);
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

const slowestShown = 12;

/** What a run's time goes to: the files to look at first when it takes too long. */
function tellSlowest({ testResults }: Report): void {
  const files = testResults
    .map(({ name, startTime, endTime }) => ({
      name: relative(process.cwd(), name),
      seconds: (endTime - startTime) / 1000,
    }))
    .sort((a, b) => b.seconds - a.seconds);
  const total = files.reduce((sum, { seconds }) => sum + seconds, 0);
  console.log(`${files.length} files, ${total.toFixed(0)} s of them side by side; the slowest:`);
  for (const { name, seconds } of files.slice(0, slowestShown))
    console.log(`${seconds.toFixed(1).padStart(7)} s ${name}`);
}

const add = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

const isFor = (part: string) => isWhole || wanted.some((arg) => arg.includes(part));
const isOn15 = process.env['VALV_TEST_POSTGRES'] === '15';
const missing = provide([
  ...(isFor('e2e') && globSync('e2e/**/*.spec.ts').length > 0 ? [needs.chromium] : []),
  ...(isWhole || isOn15 ? [needs.postgres15] : []),
]);

const environment: Record<string, string> = isDrill ? { VALV_DRILL: '1' } : {};
let total = await runVitest(wanted, environment);
if (isWhole && !isOn15) {
  if (missing.includes(needs.postgres15)) total = add(total, { passed: 0, failed: 1, skipped: 0 });
  else {
    console.log('\nOnce more on PostgreSQL 15:');
    total = add(total, await runVitest([...wanted, ...onPostgres15], { ...environment, VALV_TEST_POSTGRES: '15' }));
  }
}
if (total.passed + total.failed === 0) total.failed = 1;
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed === 0 ? 0 : 1;
