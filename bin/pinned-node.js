import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

// The runtime is an optional dependency per platform; a platform without one falls back to the machine's own Node if new enough.
export function pinnedNode() {
  const require = createRequire(import.meta.url);
  try {
    return join(dirname(require.resolve(`node-${process.platform}-${process.arch}/package.json`)), 'bin', 'node');
  } catch {
    if (Number(process.versions.node.split('.')[0]) >= 26) return process.execPath;
    console.error(
      `Valv needs Node 26 and has no pinned one for ${process.platform}-${process.arch}. Install Node 26 and try again.`,
    );
    process.exit(1);
  }
}
