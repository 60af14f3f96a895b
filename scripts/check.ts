import { spawn } from 'node:child_process';

// Everything that must hold before a change is handed over. Goes through all of it, two steps at a time, and says of each
// `ok` or `FAILED`; output only of what failed. `--no-tests` leaves out `npm test`, the slow last step.

interface Step {
  name: string;
  /** Arguments for Node. */
  args: string[];
  environment?: Record<string, string>;
}

const bin = (name: string, ...args: string[]) => [`node_modules/.bin/${name}`, ...args];

const steps: Step[] = [
  { name: 'generated files', args: ['scripts/schema.ts', '--check'] },
  { name: 'lint', args: bin('oxlint', '--type-aware') },
  { name: 'types', args: bin('tsc', '--noEmit') },
  { name: 'dead code', args: bin('knip', '--no-progress') },
  {
    name: 'architecture',
    args: bin('vitest', 'run', 'tests/architecture.test.ts', 'tests/contracts.test.ts'),
    environment: { VALV_TEST_POSTGRES: 'none' },
  },
  { name: 'format', args: bin('oxfmt', '--check') },
];
const tests: Step = { name: 'tests', args: ['scripts/test.ts'] };

async function run({ name, args, environment }: Step): Promise<boolean> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const isDone = await new Promise<boolean>((resolve) => child.once('close', (code) => resolve(code === 0)));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${isDone ? 'ok    ' : 'FAILED'} ${name.padEnd(16)} ${seconds.padStart(6)} s`);
  if (!isDone) console.log(output.trimEnd());
  return isDone;
}

const queue = [...steps];
let isAllDone = true;
async function work() {
  for (let step = queue.shift(); step; step = queue.shift()) {
    if (!(await run(step))) isAllDone = false;
  }
}
await Promise.all([work(), work()]);
if (!process.argv.includes('--no-tests') && !(await run(tests))) isAllDone = false;
process.exitCode = isAllDone ? 0 : 1;
