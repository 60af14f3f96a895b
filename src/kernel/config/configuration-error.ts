import { loggable } from '#kernel/logging/loggable.ts';

/** Every fault of the configuration at once, each a sentence for the operator, without passwords. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly code = 'configuration.invalid';
  readonly [loggable] = true;
  readonly problems: string[];

  constructor(problems: string[]) {
    super(`The configuration is wrong:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}
