// One run of the postmaster: from its spawn until it answers, and its end.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { runScriptAs, spawnAs, type Account } from './account.ts';
import { explain } from './failure.ts';
import { findPostmasters, identifyProcess, isAlive } from './process-identity.ts';
import { readLogLine, type Log } from './server-log.ts';
import { PORT } from './socket-folder.ts';

export interface PostmasterPlan {
  postgres: string;
  folder: string;
  socketFolder: string;
  account: Account;
  log: Log;
}

export interface Postmaster {
  processId: number;
  /** Settles when the process is gone, however it ended. */
  ended: Promise<string>;
  /** Fast shutdown: clients are disconnected, everything is written. */
  stop(): Promise<void>;
}

// Dying children and zombies of a killed postmaster go on answering for some seconds (reliability.md 2.4, trap 6).
const LOCK_PATIENCE_MS = 30_000;
const POLL_MS = 10;
const PROGRESS_EVERY_MS = 10_000;
const FAST_STOP_MS = 60_000;
const IMMEDIATE_STOP_MS = 15_000;

class FolderInUse extends Error {}

/** Starts a postmaster and waits until it answers; while the remains of an earlier one hold the folder, tries again for 30 s. */
export async function startPostmaster(plan: PostmasterPlan, signal: AbortSignal): Promise<Postmaster> {
  const deadline = performance.now() + LOCK_PATIENCE_MS;
  for (;;) {
    signal.throwIfAborted();
    await removeStalePidFile(plan);
    try {
      return await launch(plan, signal);
    } catch (error) {
      if (!(error instanceof FolderInUse)) throw error;
      if (performance.now() > deadline)
        throw explain('embedded.start_failed', 'starting PostgreSQL', plan.folder, error.message);
    }
    await delay(200);
  }
}

async function launch(plan: PostmasterPlan, signal: AbortSignal): Promise<Postmaster> {
  // On the command line, so that no file (a restored postgresql.auto.conf, say) can open a port. An own session, so that
  // Ctrl-C in a terminal reaches Valv alone, which then stops the server in order.
  const folders = `"${plan.socketFolder.replaceAll('"', '""')}"`;
  const fixed = ['listen_addresses=', `unix_socket_directories=${folders}`, 'unix_socket_permissions=0700'].flatMap(
    (setting) => ['-c', setting],
  );
  const args = ['-D', plan.folder, '-p', String(PORT), ...fixed];
  const child = spawn(plan.postgres, args, {
    ...spawnAs(plan.account, plan.folder),
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const output = followOutput(child, plan.log);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, by) => resolve(by ?? `exit ${code}`));
  });
  const outputEnd = new Promise((resolve) => child.once('close', resolve));
  const stopAtExit = () => child.kill('SIGINT'); // Valv ends without stopping the server: at least tell it
  process.once('exit', stopAtExit);
  void ended.then(() => process.off('exit', stopAtExit));

  const postmaster: Postmaster = { processId: child.pid ?? 0, ended, stop: () => stopChild(child, ended, plan) };
  let progressAt = performance.now() + PROGRESS_EVERY_MS;
  while (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    if (signal.aborted) {
      await postmaster.stop();
      signal.throwIfAborted();
    }
    const { processId, status } = await readPidFile(plan.folder);
    if (processId === child.pid && (status === 'ready' || status === 'standby')) return postmaster;
    if (performance.now() > progressAt) {
      // Replaying the WAL after a crash may take minutes; it is never cut short.
      plan.log({ message: 'PostgreSQL is still starting', folder: plan.folder });
      progressAt += PROGRESS_EVERY_MS;
    }
    await delay(POLL_MS);
  }
  await Promise.race([outputEnd, delay(1_000, undefined, { ref: false })]); // its last words may come after its end
  const said = `${output.join('\n')}\n${await ended}`;
  if (/lock file .* (already exists|is empty)|shared memory block .* still in use/.test(said))
    throw new FolderInUse(said);
  throw explain('embedded.start_failed', 'starting PostgreSQL', plan.folder, said);
}

function followOutput(child: ChildProcess, log: Log): string[] {
  const last: string[] = [];
  if (!child.stderr) return last; // the spawn itself failed
  createInterface({ input: child.stderr }).on('line', (line) => {
    const event = readLogLine(line);
    if (!event) return;
    last.push(event.message);
    if (last.length > 20) last.shift();
    log(event);
  });
  return last;
}

async function stopChild(child: ChildProcess, ended: Promise<string>, plan: PostmasterPlan): Promise<void> {
  const isOver = (timeoutMs: number) => Promise.race([ended.then(() => true), delay(timeoutMs, false, { ref: false })]);
  child.kill('SIGINT');
  if (await isOver(FAST_STOP_MS)) return;
  // An immediate shutdown loses nothing: the next start replays the WAL.
  plan.log({ message: 'PostgreSQL did not stop in time and is stopped at once', folder: plan.folder });
  child.kill('SIGQUIT');
  if (await isOver(IMMEDIATE_STOP_MS)) return;
  child.kill('SIGKILL');
  await ended;
}

/**
 * Stops a postmaster that a killed Valv left behind. Stopped and started again rather than adopted: its output went with its
 * parent, its settings may be older, and only a child reports its own end.
 */
export async function stopOrphans(folder: string, account: Account, log: Log): Promise<void> {
  for (const orphan of findPostmasters(folder, account.uid)) {
    log({ message: 'Stopping the PostgreSQL that an earlier Valv left running', folder, processId: orphan.processId });
    for (const [signal, timeoutMs] of [
      ['SIGINT', FAST_STOP_MS],
      ['SIGQUIT', IMMEDIATE_STOP_MS],
    ] as const) {
      const deadline = performance.now() + timeoutMs;
      if (isAlive(orphan)) kill(orphan.processId, signal);
      while (isAlive(orphan) && performance.now() < deadline) await delay(POLL_MS);
    }
    if (isAlive(orphan))
      throw explain(
        'embedded.start_failed',
        `stopping the PostgreSQL left running as process ${orphan.processId}`,
        folder,
        'it does not stop',
      );
  }
}

function kill(processId: number, signal: NodeJS.Signals): void {
  try {
    process.kill(processId, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // ended meanwhile
  }
}

/**
 * Removes a postmaster.pid that would keep PostgreSQL from starting although no postmaster serves the folder: empty after a power
 * cut, or naming a process that is a stranger or a zombie. One whose process is gone is left to PostgreSQL, which knows better:
 * it looks for surviving backends too (as it does by the folder's inode, even without the file).
 */
async function removeStalePidFile({ folder, account, log }: PostmasterPlan): Promise<void> {
  const { isPresent, processId } = await readPidFile(folder);
  if (!isPresent || findPostmasters(folder, account.uid).length > 0) return;
  if (processId !== undefined && !existsSync(`/proc/${Math.abs(processId)}`)) return;
  const whose =
    processId === undefined
      ? 'empty'
      : identifyProcess(processId)
        ? "another program's process id"
        : 'of a process that has ended';
  log({ message: `Removing a stale postmaster.pid (${whose})`, folder });
  await runScriptAs(account, folder, 'rm -f postmaster.pid', []);
}

async function readPidFile(
  folder: string,
): Promise<{ isPresent: boolean; processId: number | undefined; status: string | undefined }> {
  const text = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => undefined);
  const lines = text?.split('\n') ?? [];
  const processId = Number.parseInt(lines[0] ?? '', 10);
  return { isPresent: text !== undefined, processId: processId || undefined, status: lines[7]?.trim() };
}
