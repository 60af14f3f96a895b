// The operating system user that PostgreSQL runs as. initdb and postgres refuse root, and a database that can be reached from
// the network layer of a web service should not be able to touch anything but its own folder.
import { spawn, type SpawnOptions } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { EmbeddedFailure } from './failure.ts';

export interface Account {
  name: string;
  uid: number;
  gid: number;
  /** Whether a child must be switched to this user, i.e. Valv itself runs as root. */
  mustSwitch: boolean;
}

export const ownUid = () => process.getuid?.() ?? 0;
export const isRoot = () => ownUid() === 0;

// Nothing of the caller's LANG, LC_*, PG* or LD_* reaches the server: a locale that is not installed stops initdb.
export const cleanEnvironment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
};

/** Spawn options that make a child run as the account. Node drops the supplementary groups when it switches. */
export function spawnAs(account: Account, cwd: string): SpawnOptions & { cwd: string } {
  return { cwd, env: cleanEnvironment, ...(account.mustSwitch ? { uid: account.uid, gid: account.gid } : {}) };
}

export interface Outcome {
  isDone: boolean;
  output: string;
}

/** Runs a program as the account and returns what it printed; never throws for a program that fails or cannot be started. */
export function runAs(account: Account, cwd: string, command: string, args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(command, args, { ...spawnAs(account, cwd), stdio: ['ignore', 'pipe', 'pipe'] });
    const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-20_000));
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.on('error', (error) => resolve({ isDone: false, output: output + error.message }));
    child.on('close', (code) => resolve({ isDone: code === 0, output }));
  });
}

/** Runs a shell script as the account. What root would write in a folder that another user owns, that user writes itself. */
export function runScriptAs(account: Account, cwd: string, script: string, args: string[]): Promise<Outcome> {
  return runAs(account, cwd, '/bin/sh', ['-c', script, 'sh', ...args]);
}

async function findAccount(key: string | number): Promise<Account | undefined> {
  const local = await readFile('/etc/passwd', 'utf8').catch(() => '');
  // getent knows users that are not in the file (LDAP, systemd-userdbd); it is absent in the smallest containers.
  return (
    parseAccount(local, key) ?? parseAccount((await runAs(self, '/', 'getent', ['passwd', String(key)])).output, key)
  );
}

function parseAccount(passwd: string, key: string | number): Account | undefined {
  for (const line of passwd.split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (!name || !uid || !gid || (typeof key === 'string' ? name !== key : Number(uid) !== key)) continue;
    return { name, uid: Number(uid), gid: Number(gid), mustSwitch: isRoot() && Number(uid) !== 0 };
  }
  return undefined;
}

const self: Account = { name: '', uid: ownUid(), gid: process.getgid?.() ?? 0, mustSwitch: false };

/** The account of this process. */
export async function getOwnAccount(): Promise<Account> {
  const own = await findAccount(ownUid());
  if (own) return own;
  throw new EmbeddedFailure(
    'embedded.user_missing',
    `The user id ${ownUid()} has no name on this machine, and PostgreSQL recognises who connects by name. Add it to /etc/passwd.`,
  );
}

interface Wish {
  /** Configured by the operator. */
  user: string | undefined;
  /** Owner of a database that is already there: it goes on belonging to that user. */
  databaseUid: number | undefined;
  databaseFolder: string;
}

/**
 * Decides who PostgreSQL runs as: this process's user, or if that is root the configured user, the owner of the existing
 * database, `valv`, `postgres`, or a new system user `valv`. Never `nobody`, which other daemons share.
 */
export async function chooseAccount(wish: Wish, notices: string[]): Promise<Account> {
  const account = isRoot() ? await chooseUnprivileged(wish, notices) : await getOwnAccount();
  if (!isRoot() && wish.user !== undefined && wish.user !== account.name) {
    throw new EmbeddedFailure(
      'embedded.user_missing',
      `PostgreSQL should run as ${wish.user}, but only root can switch user. Start Valv as root or as ${wish.user}.`,
    );
  }
  if (wish.databaseUid !== undefined && wish.databaseUid !== account.uid) {
    throw new EmbeddedFailure(
      'embedded.no_permission',
      `The database in ${wish.databaseFolder} belongs to user id ${wish.databaseUid}, but PostgreSQL would run as ${account.name}. Start Valv as before, or as root: chown -R ${account.name} ${wish.databaseFolder}`,
    );
  }
  return account;
}

async function chooseUnprivileged({ user, databaseUid }: Wish, notices: string[]): Promise<Account> {
  if (user !== undefined) {
    const chosen = await findAccount(user);
    if (!chosen || chosen.uid === 0)
      throw new EmbeddedFailure(
        'embedded.user_missing',
        `PostgreSQL cannot run as ${user}: ${chosen ? 'it is root' : 'there is no such user'}.`,
      );
    return chosen;
  }
  const existing = databaseUid
    ? await findAccount(databaseUid)
    : ((await findAccount('valv')) ?? (await findAccount('postgres')));
  if (existing && existing.uid !== 0) return existing;
  return createAccount(notices);
}

async function createAccount(notices: string[]): Promise<Account> {
  const home = ['--home-dir', '/var/lib/valv'];
  const attempts: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', ...home, '--shell', '/usr/sbin/nologin', 'valv']],
    ['adduser', ['--system', '--group', '--no-create-home', '--home', '/var/lib/valv', 'valv']],
    ['adduser', ['-S', '-D', '-H', '-h', '/var/lib/valv', '-s', '/sbin/nologin', 'valv']], // busybox
  ];
  let said = '';
  for (const [command, args] of attempts) {
    said += (await runAs(self, '/', command, args)).output;
    const made = await findAccount('valv'); // asked even after a failure: another start may have been first
    if (!made) continue;
    notices.push('The system user valv was created, because PostgreSQL must not run as root.');
    return made;
  }
  throw new EmbeddedFailure(
    'embedded.user_missing',
    `PostgreSQL must not run as root, and the system user valv could not be created. Create an unprivileged user, or start Valv as one.\n${said.trim()}`,
  );
}
