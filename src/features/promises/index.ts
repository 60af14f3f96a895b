export { promisesJson, type PromiseLine } from './promises-json.ts';
export { provePromises } from './probe-promises.ts';
