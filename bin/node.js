#!/usr/bin/env node
// Runs its arguments with the Node that package-lock.json pins, whatever Node the machine has (plain JavaScript, because an
// older Node must be able to read it).
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { pinnedNode } from './pinned-node.js';

// A third less memory when idle: few heaps of malloc, returned when free, and modules that are parsed and stripped only once.
const env = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_TRIM_THRESHOLD_: '131072',
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url)),
  ...process.env,
};
const child = spawn(pinnedNode(), process.argv.slice(2), { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
// npm and a terminal signal the whole group; a supervisor signals this process alone. Passing it on twice is harmless.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  if (signal) process.exitCode = 1;
  else process.exitCode = code ?? 1;
});
