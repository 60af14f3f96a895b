import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Template } from './template.ts';

const folder = fileURLToPath(new URL('../../../templates/', import.meta.url));

let library: Promise<readonly Template[]> | undefined;

/** The templates that come with the program, in the order of their folders' names. Read once per process: they are part of it. */
export function readTemplates(): Promise<readonly Template[]> {
  library ??= readAll();
  return library;
}

async function readAll(): Promise<readonly Template[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(folders.sort().map((name) => readTemplate(join(folder, name))));
}

/** `template.json` lists its registers by key; each lies beside it in a file of its own. */
async function readTemplate(from: string): Promise<Template> {
  const read = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(join(from, `${name}.json`), 'utf8')) as unknown;
  const template = (await read('template')) as { registers: string[] };
  const registers = await Promise.all(
    template.registers.map(async (key) => ({ ...((await read(key)) as object), key })),
  );
  return Template.parse({ ...template, registers });
}
