#!/usr/bin/env node
// `valv <command>`: the one executable, run with the pinned Node.
import { fileURLToPath } from 'node:url';

process.argv.splice(2, 0, fileURLToPath(new URL('../src/main.ts', import.meta.url)));
await import('./node.js');
