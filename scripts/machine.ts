import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

// What the tests need of the machine beside Node. A bare Debian gets it by itself; elsewhere its name is said, and what is
// missing counts as failed: nothing is skipped silently.

export interface Need {
  readonly file: string;
  readonly debianPackage: string;
  readonly purpose: string;
}

export const needs = {
  chromium: { file: '/usr/bin/chromium', debianPackage: 'chromium', purpose: 'the tests of pages' },
  postgres15: {
    file: '/usr/lib/postgresql/15/bin/postgres',
    debianPackage: 'postgresql-15',
    purpose: 'the tests on the oldest PostgreSQL that Valv runs on',
  },
} satisfies Record<string, Need>;

/** Installs what is missing, where that can be done without asking (root, apt-get). Returns what is missing still. */
export function provide(wanted: readonly Need[]): Need[] {
  const missing = wanted.filter(({ file }) => !existsSync(file));
  if (missing.length === 0) return [];
  const packages = missing.map(({ debianPackage }) => debianPackage);
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log(`Installing for the tests, since this machine lacks it: ${packages.join(', ')}`);
    const run = (...args: string[]) =>
      spawnSync('apt-get', args, {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
    run('update');
    // One by one: that one cannot be had (another Debian) must not cost the other.
    for (const name of packages) run('install', '-y', '--no-install-recommends', name);
  }
  const still = wanted.filter(({ file }) => !existsSync(file));
  for (const { file, debianPackage, purpose } of still) {
    console.error(`${file} is missing, which ${purpose} need. Install it: apt-get install ${debianPackage}`);
  }
  return still;
}
