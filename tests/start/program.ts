import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from '../durability/service.ts';

// Valv as its operator has it: a tree of its own, commands in a terminal, what they print and how they end.

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A folder that any user may pass through. */
export function makeFolder(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'valv-start-'));
  chmodSync(folder, 0o711);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What git knows; of a tree without git, everything but what running it leaves. */
function listTree(): string[] {
  const { status, stdout } = spawnSync('git', ['-C', root, 'ls-files', '-z'], { encoding: 'utf8' });
  if (status === 0) return stdout.split('\0').filter((file) => file !== '');
  const left = /^(node_modules|data|keys|\.git)(\/|$)/;
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => !left.test(entry.name))
    .flatMap((entry) =>
      entry.isFile()
        ? [entry.name]
        : globSync(`${entry.name}/**/*`, { cwd: root }).filter((file) => statSync(join(root, file)).isFile()),
    );
}

/** The tree as it is handed over, with the modules of this one: what is not committed is not there. */
export function copyTree(folder: string): string {
  const tree = join(folder, 'tree');
  for (const file of listTree()) {
    if (!existsSync(join(root, file))) continue;
    mkdirSync(join(tree, dirname(file)), { recursive: true });
    cpSync(join(root, file), join(tree, file));
  }
  symlinkSync(realpathSync(join(root, 'node_modules')), join(tree, 'node_modules'));
  return tree;
}

/** The machine's PATH without what a run of npm put before it: a user has no node_modules/.bin there. */
export const path = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter((part) => !part.includes('node_modules'))
  .join(delimiter);

export interface Program {
  readonly processId: number;
  /** What it printed, on both outputs. */
  readonly output: string;
  readonly isRunning: boolean;
  /** Waits until something printed matches; gives the first group, or all of it. */
  printed(pattern: RegExp, timeoutMs?: number): Promise<string>;
  /** The exit code; null for one that a signal ended. */
  readonly ended: Promise<number | null>;
  /** To its whole group, as Ctrl-C in a terminal goes. */
  interrupt(): void;
}

const started: ChildProcess[] = [];

/** Starts a command in a process group of its own. Nothing of this process's environment is passed on. */
export function start(command: string, args: string[], cwd: string, env: Record<string, string>): Program {
  const child = spawn(command, args, {
    cwd,
    env: { PATH: path, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return {
    processId: child.pid ?? 0,
    ended,
    get output() {
      return output;
    },
    get isRunning() {
      return isRunning();
    },
    printed: (pattern, timeoutMs = 180_000) =>
      until(
        `${pattern} printed by ${command} ${args.join(' ')}`,
        async () => {
          const found = pattern.exec(output);
          if (!found && !isRunning()) throw new Error(`${command} ended without printing ${pattern}:\n${output}`);
          return found ? (found[1] ?? found[0]) : undefined;
        },
        timeoutMs,
      ).catch((error: unknown) => {
        throw new Error(`${String(error)}\n${output}`);
      }),
    interrupt() {
      try {
        process.kill(-(child.pid ?? 0), 'SIGINT');
      } catch {
        // it has ended
      }
    },
  };
}

/** Runs a command to its end. */
export async function run(command: string, args: string[], cwd: string, env: Record<string, string>) {
  const program = start(command, args, cwd, env);
  const code = await program.ended;
  return { code, output: program.output };
}

/** For afterAll: asks whatever a test left running to stop, and waits for it. */
export async function endAll(): Promise<void> {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const over = new Promise((resolve) => child.once('close', resolve));
    try {
      process.kill(-(child.pid ?? 0), 'SIGINT');
    } catch {
      continue;
    }
    await over;
  }
}
