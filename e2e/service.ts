import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sharedPages } from '../tests/pages.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const main = join(root, 'src/main.ts');
// On a machine where everything else is busy too.
const readyTimeoutMs = 180_000;
const stopTimeoutMs = 20_000;

export interface Service {
  /** `http://localhost:…`: Chromium keeps secure cookies of localhost. */
  readonly url: string;
  /** The operator's first way in, as the start printed it. Good once. */
  readonly signInLink: string;
  /** Runs `valv <words>` beside the service and gives what it printed. */
  run(...words: string[]): Promise<string>;
  /** A new single-use way in for an account. */
  linkFor(account: string): Promise<string>;
  /** Waits until a line that was printed holds this. */
  printed(text: string): Promise<void>;
  stop(): Promise<void>;
}

/** The real service as its operator starts it, in a process and folders of its own. */
export async function startService(settings: Record<string, string> = {}): Promise<Service> {
  const folder = await mkdtemp(join(tmpdir(), 'valv-e2e-'));
  const data = join(folder, 'data');
  // As the start makes it: PostgreSQL's own user must get through.
  await chmod(folder, 0o711);
  await mkdir(data, { mode: 0o711 });
  await symlink(await sharedPages(), join(data, 'pages'));
  const { PATH } = process.env;
  const env = {
    PATH,
    VALV_DATA: data,
    VALV_KEYS: join(folder, 'keys'),
    VALV_PORT: '0',
    VALV_LOG: 'error',
    // All of the demonstration takes a minute; a journey needs one organisation of it.
    VALV_DEMO: 'lindangen',
    ...settings,
  };
  const child = spawn(process.execPath, [main, 'serve'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));

  const waitFor = async <T>(what: string, find: () => T | undefined | Promise<T | undefined>): Promise<T> => {
    const deadline = Date.now() + readyTimeoutMs;
    for (;;) {
      const found = await find();
      if (found !== undefined) return found;
      if (child.exitCode !== null || Date.now() > deadline) throw new Error(`no ${what} from the service:\n${output}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const run = async (...words: string[]) =>
    (await promisify(execFile)(process.execPath, [main, ...words], { cwd: root, env })).stdout;
  const stop = async () => {
    await end(child);
    await rm(folder, { recursive: true, force: true });
  };

  try {
    const url = await waitFor('address', () => /Valv is ready: (\S+)/.exec(output)?.[1]);
    await waitFor('readiness', async () => {
      const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
      return answer?.ok ? true : undefined;
    });
    const signInLink = await waitFor('sign-in link', () => /\S+\/sign-in-link#\S+/.exec(output)?.[0]);
    return {
      url,
      signInLink,
      run,
      async linkFor(account) {
        const token = /\/sign-in-link(#\S+)/.exec(await run('sign-in-link', account))?.[1];
        if (!token) throw new Error(`no sign-in link for ${account}`);
        return `${url}/sign-in-link${token}`;
      },
      printed: async (text) => void (await waitFor(text, () => output.includes(text) || undefined)),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const cut = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
  await exited;
  clearTimeout(cut);
}
