export { jobs } from './jobs.ts';
export { bindings } from './routes.ts';
export const messages = { sv: {}, en: {} };
