// A Valv reduced to its embedded server, for tests that kill it. Says in one line where it answers; stops in order when its input ends, and
// drops everything when anything is written to it.
import { startEmbedded, type EmbeddedOptions } from './index.ts';

const options = JSON.parse(process.argv[2] ?? '{}') as Omit<EmbeddedOptions, 'log'>;
const server = await startEmbedded({ settings: { fsync: 'off' }, ...options, log: () => undefined });
const { socketFolder, port, folder, notices } = server;
process.stdout.write(`${JSON.stringify({ socketFolder, port, folder, notices, processId: server.processId() })}\n`);
process.stdin.once('data', () => process.exit(1));
process.stdin.once('end', () => void server.stop().then(() => process.exit(0)));
