import { AlreadyRunning, EmbeddedFailure } from '#kernel/database/embedded/index.ts';
import { SchemaMismatch } from '#kernel/database/migrate.ts';
import { DatabaseUnusable } from '#kernel/database/unusable.ts';
import { ConfigurationError, readConfiguration } from '#kernel/config/configuration.ts';
import { KeyringError } from '#kernel/keyring/keyring-error.ts';
import { createLogger } from '#kernel/logging/logger.ts';
import { logError } from '#kernel/logging/log-error.ts';
import { commands } from './commands/index.ts';
import { PortUnavailable } from './doors/http.ts';
import { PagesBroken } from './doors/pages.ts';

const usage = `valv <command>

${Object.entries(commands)
  .map(([name, command]) => `  ${name.padEnd(16)} ${command.meaning}`)
  .join('\n')}

Settings: environment or valv.env; see valv.example.env.`;

async function main(): Promise<number> {
  const [name = '', ...words] = process.argv.slice(2);
  const command = commands[name];
  if (!command) {
    if (name !== '' && name !== 'help' && name !== '--help') console.error(`There is no command ${name}.\n`);
    console.error(usage);
    return name === '' || name === 'help' || name === '--help' ? 0 : 1;
  }
  const configuration = readConfiguration(process.env);
  const logger = createLogger({ level: configuration.logLevel });
  try {
    return await command.run({ configuration, logger, words, say: (line) => process.stdout.write(`${line}\n`) });
  } catch (error) {
    if (isExplained(error)) console.error(error.message);
    else logError(logger, 'command.failed', error, { command: name });
    return 1;
  }
}

/** Errors whose message is written for the operator: what is wrong, where, and what to do. */
const isExplained = (error: unknown): error is Error =>
  error instanceof AlreadyRunning ||
  error instanceof EmbeddedFailure ||
  error instanceof SchemaMismatch ||
  error instanceof KeyringError ||
  error instanceof DatabaseUnusable ||
  error instanceof PortUnavailable ||
  error instanceof PagesBroken;

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
// The starter's channel would keep the process; everything of ours is closed by now.
if (process.connected) process.disconnect?.();
