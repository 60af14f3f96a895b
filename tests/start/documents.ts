import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What the operator reads: docs/OPERATIONS.md and the runbooks. */
export interface OperatorDocument {
  /** Path from the root of the repository. */
  path: string;
  text: string;
  /** Lines of its shell examples, without comments. */
  commands: string[];
}

const root = fileURLToPath(new URL('../../', import.meta.url));

export function readDocuments(): OperatorDocument[] {
  return globSync('docs/{OPERATIONS.md,runbooks/*.md}', { cwd: root })
    .sort()
    .map((path) => {
      const text = readFileSync(`${root}${path}`, 'utf8');
      const blocks = [...text.matchAll(/```sh\n([^]*?)```/g)].map(([, block = '']) => block);
      const lines = blocks.flatMap((block) => block.split('\n')).map((line) => line.replace(/(^|\s)#.*$/, '').trim());
      return { path, text, commands: lines.filter((line) => line !== '') };
    });
}
