import { fileURLToPath } from 'node:url';
import { buildPages } from '../src/doors/pages.ts';

const shared = fileURLToPath(new URL('../node_modules/.cache/valv-pages', import.meta.url));

/** The folder of the pages, built once for all services that tests start; only `tests/start` has them made anew. */
export async function sharedPages(): Promise<string> {
  await buildPages(shared);
  return shared;
}
