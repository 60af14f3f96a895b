// Who a process is. A process id alone is reused by the kernel; with its start time and the boot it names one process for ever.
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

export interface ProcessIdentity {
  processId: number;
  /** Clock ticks between boot and the start of the process, as /proc gives them. */
  startedTicks: string;
  bootId: string;
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(`/proc/${path}`, 'latin1');
  } catch {
    return undefined; // gone, or hidden from us
  }
}

/** The living process with this id; undefined if there is none or only its zombie, which holds nothing any more. */
export function identifyProcess(processId: number): ProcessIdentity | undefined {
  const stat = readProc(`${processId}/stat`);
  if (!stat) return undefined;
  // The command's name stands in parentheses and may hold anything, so count from the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  const startedTicks = fields[19];
  if (!startedTicks || state === 'Z' || state === 'X') return undefined;
  return { processId, startedTicks, bootId: readProc('sys/kernel/random/boot_id')?.trim() ?? '' };
}

/** Whether exactly this process (not a later one with the same id) still lives. */
export function isAlive(identity: ProcessIdentity): boolean {
  const current = identifyProcess(identity.processId);
  return current !== undefined && current.startedTicks === identity.startedTicks && current.bootId === identity.bootId;
}

/**
 * The postmasters that serve `folder`, found by their command line and user: independent of postmaster.pid, which after a
 * kill -9 or a power cut may be empty or name a stranger. Backends show a title instead (`postgres: …`), so they never match.
 */
export function findPostmasters(folder: string, uid: number): ProcessIdentity[] {
  const found: ProcessIdentity[] = [];
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const words = Buffer.from(readProc(`${entry}/cmdline`) ?? '', 'latin1')
      .toString()
      .split('\0');
    const folderAt = words.indexOf('-D') + 1;
    if (basename(words[0] ?? '') !== 'postgres' || folderAt === 0 || words[folderAt] !== folder) continue;
    const identity = identifyProcess(Number(entry));
    if (identity && ownerOf(entry) === uid) found.push(identity);
  }
  return found;
}

// Anyone may start a process with any command line; only one of the server's own user can hold the database.
const ownerOf = (entry: string) => Number(/^Uid:\s+(\d+)/m.exec(readProc(`${entry}/status`) ?? '')?.[1] ?? -1);
