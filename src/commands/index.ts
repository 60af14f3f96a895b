import type { Configuration } from '#kernel/config/configuration.ts';
import { createLogger, type Logger } from '#kernel/logging/logger.ts';
import { probes } from '#features/index.ts';
import { promisesJson, type PromiseLine } from '#features/promises/index.ts';
import { removeDemonstration } from '#features/demonstration/index.ts';
import { createSignInLinkFor } from '#features/identity/index.ts';
import { Problem } from '#kernel/errors/problem.ts';
import type { Gate } from '#gate/gate.ts';
import { doctor } from './doctor.ts';
import { openBeside, type Opened } from './open.ts';
import { serve } from './serve.ts';

interface Call {
  configuration: Configuration;
  logger: Logger;
  words: string[];
  say(line: string): void;
}

export interface Command {
  meaning: string;
  /** Returns the exit code. */
  run(call: Call): Promise<number>;
}

/** A command that looks into the installation, beside a running service or alone. Its own log is quiet: it answers to a person. */
const beside =
  (work: (gate: Gate, call: Call, opened: Opened) => Promise<number>): Command['run'] =>
  async (call) => {
    const opened = await openBeside(call.configuration, createLogger({ level: 'error' }));
    try {
      return await work(opened.installation.gate, call, opened);
    } finally {
      await opened.close();
    }
  };

/** One line for each promise, then how many there are in each state. */
function sayPromises(promises: readonly PromiseLine[], say: (line: string) => void): void {
  const counts = new Map<string, number>();
  for (const { id, state, reason, text, lastProof } of promises) {
    const word = state.replace('_', ' ');
    counts.set(word, (counts.get(word) ?? 0) + 1);
    const proved = lastProof ? lastProof.at.slice(0, 16).replace('T', ' ') : (reason?.replaceAll('_', ' ') ?? '');
    say(`${id}  ${word.padEnd(10)}  ${proved.padEnd(22)}  ${text}`);
  }
  say([...counts].map(([word, count]) => `${count} ${word}`).join(', '));
}

export const commands: Record<string, Command> = {
  serve: { meaning: 'runs the service', run: ({ configuration, logger, say }) => serve(configuration, logger, say) },
  'sign-in-link': {
    meaning: '<account>  makes a single-use link to sign in; the journal says so',
    run: beside(async (gate, { configuration, words, say }) => {
      const [who] = words;
      if (who === undefined) {
        console.error('Say whose: npx valv sign-in-link <user name, e-mail or id>');
        return 1;
      }
      try {
        const { token, userName, expiresAt } = await createSignInLinkFor(gate, who);
        say(`${configuration.url}/sign-in-link#${token}`);
        say(`Signs in once as ${userName}, until ${expiresAt.toISOString()}.`);
        return 0;
      } catch (error) {
        if (!(error instanceof Problem) || error.status !== 404) throw error;
        console.error(`There is no active account called ${who}.`);
        return 1;
      }
    }),
  },
  demo: {
    meaning: 'remove  takes the demonstration away, with everything in it',
    run: beside(async (gate, { words, say }, opened) => {
      if (words[0] !== 'remove') {
        console.error('Say what: npx valv demo remove');
        return 1;
      }
      const removed = await removeDemonstration(gate, opened.installation.database.connection('owner'));
      say(
        removed === 0
          ? 'There is no demonstration.'
          : `Removed ${removed} demonstration organisation(s). No start makes it anew.`,
      );
      return 0;
    }),
  },
  migrate: {
    meaning: 'brings the database to this version and stops',
    run: beside(async (_gate, { say }, opened) => {
      const { applied } = opened.installation.database;
      say(applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`);
      return 0;
    }),
  },
  promises: {
    meaning: '[--json]  every promise of the policy with its state and what shows it',
    run: beside(async (gate, { words, say }) => {
      const promises = await promisesJson(gate, probes);
      if (words.includes('--json')) say(JSON.stringify(promises, null, 2));
      else sayPromises(promises, say);
      return 0;
    }),
  },
  doctor: {
    meaning: 'looks for what is wrong here and says what to do',
    run: ({ configuration, say }) => doctor(configuration, say),
  },
};
