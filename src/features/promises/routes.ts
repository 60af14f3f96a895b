import { bind } from '#gate/gate.ts';
import { listPromises } from './contract.ts';
import { listAllPromises } from './list-promises.ts';

export const bindings = [bind(listPromises, listAllPromises)];
