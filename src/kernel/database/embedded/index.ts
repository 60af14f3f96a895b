// The embedded PostgreSQL: what the rest of the kernel may call.
export { startEmbedded, type EmbeddedOptions, type EmbeddedServer } from './server.ts';
export { findRunning } from './running.ts';
export { findPackage } from './binaries.ts';
export { AlreadyRunning, EmbeddedFailure } from './failure.ts';
