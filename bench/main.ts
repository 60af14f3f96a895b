import { benchCall } from './call.ts';
import { benchList } from './list.ts';
import { benchStart } from './start.ts';

// `npm run bench -- call`: each prints ratios measured in one run; docs/PERFORMANCE.md keeps them with the command.

const benches: Record<string, () => Promise<void>> = { call: benchCall, list: benchList, start: benchStart };

const name = process.argv[2] ?? '';
const bench = benches[name];
if (bench) await bench();
else {
  console.error(`Say which: ${Object.keys(benches).join(', ')}`);
  process.exitCode = 1;
}
