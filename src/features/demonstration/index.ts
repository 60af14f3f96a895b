export { loadDemonstration } from './load.ts';
export { removeDemonstration } from './remove.ts';
