// postgresql.conf, pg_hba.conf and pg_ident.conf, written anew at each start: the folder cannot drift from what Valv promises.
import { statfs } from 'node:fs/promises';
import { totalmem, userInfo } from 'node:os';
import { runScriptAs, type Account } from './account.ts';
import { explain } from './failure.ts';

const MIB = 1024 * 1024;

/** Replaces the three files; each whole or not at all. Settings given here win over Valv's own. */
export async function writeConfiguration(
  folder: string,
  account: Account,
  settings: Record<string, string>,
): Promise<void> {
  const files = [
    'postgresql.conf',
    renderSettings({ ...(await defaultSettings()), ...settings }),
    'pg_hba.conf',
    'local all all peer map=valv\nlocal replication all peer map=valv\n',
    'pg_ident.conf',
    renderIdentities(account),
  ];
  // The account writes them itself: root does not follow paths in a folder that another user can change.
  const script =
    'set -e; umask 077; cd "$1"; shift; while [ $# -gt 0 ]; do printf %s "$2" > "$1.new"; mv -f "$1.new" "$1"; shift 2; done';
  const { isDone, output } = await runScriptAs(account, '/', script, [folder, ...files]);
  if (!isDone) throw explain('embedded.start_failed', 'writing the configuration', folder, output);
}

function renderSettings(settings: Record<string, string>): string {
  const lines = ['# Written by Valv at each start; changes here are lost.'];
  for (const [name, value] of Object.entries(settings)) {
    if (!/^[a-z_][a-z0-9_.]*$/i.test(name) || /[\r\n\0]/.test(value))
      throw new Error(`Not a setting of PostgreSQL: ${name}`);
    lines.push(`${name} = '${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`);
  }
  return `${lines.join('\n')}\n`;
}

// Who the kernel says is at the other end of the socket may be any database role; there is no password to leak. root is always
// among them, since root can become the account anyway and an operator runs command line tools with sudo.
function renderIdentities(account: Account): string {
  const names = new Set(['root', account.name, userInfo().username]);
  return [...names].map((name) => `valv "${name.replaceAll('"', '""')}" all\n`).join('');
}

async function defaultSettings(): Promise<Record<string, string>> {
  const memoryMib = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY) / MIB;
  const sharedMib = Math.round(Math.max(32, Math.min(256, memoryMib / 8)));
  return {
    max_connections: '100',
    shared_buffers: `${sharedMib}MB`,
    effective_cache_size: `${Math.round(Math.max(2 * sharedMib, memoryMib / 2))}MB`,
    huge_pages: 'off',
    dynamic_shared_memory_type: await chooseSharedMemory(),
    jit: 'off', // these binaries have no LLVM
    // Durability: an acknowledged commit is on the disk.
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    wal_level: 'replica',
    wal_compression: 'pglz', // lz4 and zstd are not built in
    max_wal_senders: '10',
    max_replication_slots: '10',
    // The same everywhere, whatever the machine is set to.
    timezone: 'UTC',
    log_timezone: 'UTC',
    datestyle: 'iso, ymd',
    lc_messages: 'C',
    default_text_search_config: 'pg_catalog.simple',
    // Logs hold no statement, no parameter, and no DETAIL line with the values of a key (terse).
    log_destination: 'stderr',
    logging_collector: 'off',
    log_line_prefix: 'valv:%p:%e:%b: ',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    log_statement: 'none',
    log_lock_waits: 'on',
  };
}

// posix means files in /dev/shm, which a container often limits to 64 MB; sysv has no such border and PostgreSQL needs a little of it anyway.
async function chooseSharedMemory(): Promise<string> {
  const room = await statfs('/dev/shm').then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  );
  return room >= 256 * MIB ? 'posix' : 'sysv';
}
