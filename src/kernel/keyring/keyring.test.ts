import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { KeyDestroyed } from './keyring-error.ts';
import { create, newFolder, newKeyring, reopen } from './testing.ts';

/** A process of its own that opens the keyring and then runs `body`; resolves with what it printed. */
async function runProcess(folder: string, isCreateAllowed: boolean, body: string): Promise<string> {
  const module = JSON.stringify(new URL('keyring.ts', import.meta.url).href);
  const program = `import { openKeyring } from ${module};
    const keyring = await openKeyring({ folder: ${JSON.stringify(folder)}, isCreateAllowed: ${isCreateAllowed} });
    ${body}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'close');
  return output;
}

describe('several processes and crashes', () => {
  test('processes that start and create at the same time agree on every key', async () => {
    const folder = await newFolder();
    const organisations = Array.from({ length: 20 }, () => randomUUID());
    const body = `const seen = [keyring.derive('x').toString('hex')];
      for (const id of ${JSON.stringify(organisations)}) {
        await keyring.createOrganisation(id);
        seen.push((await keyring.organisation(id)).blindIndex('c', 'v'));
      }
      console.log(seen.join(' '));`;
    const outputs = await Promise.all(Array.from({ length: 4 }, () => runProcess(folder, true, body)));
    expect(outputs[0]?.trim().split(' ')).toHaveLength(21);
    expect([...new Set(outputs)]).toHaveLength(1);
  });

  test('keyrings that create the same organisation at the same moment agree, and nobody overwrites', async () => {
    const folder = await newFolder();
    await create(folder);
    for (let round = 0; round < 10; round += 1) {
      const organisation = randomUUID();
      const indexes = await Promise.all(
        Array.from({ length: 4 }, async () => {
          const keyring = await reopen(folder);
          await keyring.createOrganisation(organisation);
          return (await keyring.organisation(organisation)).blindIndex('c', 'v');
        }),
      );
      expect([...new Set(indexes)]).toHaveLength(1);
    }
  });

  test('destroying and creating at the same moment ends with no keys and a whole file', async () => {
    const folder = await newFolder();
    const keyring = await create(folder);
    for (let round = 0; round < 20; round += 1) {
      const organisation = randomUUID();
      await Promise.all([
        ...[1, 2, 3, 4].map(() => keyring.destroyOrganisation(organisation)),
        keyring.createOrganisation(organisation).catch(() => undefined),
      ]);
      await expect(keyring.organisation(organisation)).rejects.toThrow(KeyDestroyed);
    }
  });

  test('a half-written file of a crash does not stand in the way', async () => {
    const { folder, keyring } = await newKeyring();
    const organisation = randomUUID();
    await writeFile(join(folder, 'organisations', `.${organisation}.json.x.tmp`), '{"format": 1, "organ', {
      mode: 0o600,
    });
    await keyring.createOrganisation(organisation);
    expect((await keyring.organisation(organisation)).organisation).toBe(organisation);
    const fresh = await newFolder();
    await mkdir(fresh, { mode: 0o700 });
    await writeFile(join(fresh, '.master.key.x.tmp'), 'AAAA', { mode: 0o600 });
    expect((await create(fresh)).isNew).toBe(true);
  });

  test('a process killed while it creates leaves only whole files, and what it had promised is there', async () => {
    const { folder } = await newKeyring();
    const output = await runProcess(
      folder,
      false,
      `const { randomUUID } = await import('node:crypto');
      const { writeSync } = await import('node:fs');
      let promised = 0;
      const work = async () => {
        for (;;) {
          const id = randomUUID();
          await keyring.createOrganisation(id);
          writeSync(1, id + '\\n');
          promised += 1;
          // The other two are in the middle of theirs.
          if (promised === 20) process.kill(process.pid, 'SIGKILL');
        }
      };
      await Promise.all([work(), work(), work()]);`,
    );
    const promised = output.trim().split('\n');
    expect(promised).toHaveLength(20);
    const keyring = await reopen(folder);
    for (const id of promised) await keyring.organisation(id);
    for (const name of await readdir(join(folder, 'organisations'))) {
      if (!name.startsWith('.')) await keyring.organisation(name.replace('.json', ''));
    }
  });

  test('a folder reached by a symbolic link is the same keyring', async () => {
    const { folder, organisation } = await newKeyring();
    await symlink(folder, `${folder}-link`);
    const keys = await (await reopen(`${folder}-link`)).organisation(organisation);
    expect(keys.organisation).toBe(organisation);
  });
});
