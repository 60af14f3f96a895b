export { readTemplates } from './library.ts';
export { makeRegisters } from './templates.ts';
