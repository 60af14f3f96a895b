import { benchCall } from './call.ts';
import { benchExport } from './export.ts';
import { benchImport } from './import.ts';
import { benchList } from './list.ts';
import { benchOrganisations } from './organisations.ts';
import { benchPlans } from './plans.ts';
import { benchStart } from './start.ts';
import { benchWrite } from './write.ts';

// `npm run bench -- call`: each prints ratios measured in one run; docs/PERFORMANCE.md keeps them with the command.

const benches: Record<string, () => Promise<void>> = {
  call: benchCall,
  list: benchList,
  write: benchWrite,
  import: benchImport,
  export: benchExport,
  organisations: benchOrganisations,
  plans: benchPlans,
  start: benchStart,
};

const name = process.argv[2] ?? '';
const bench = benches[name];
if (bench) await bench();
else {
  console.error(`Say which: ${Object.keys(benches).join(', ')}`);
  process.exitCode = 1;
}
