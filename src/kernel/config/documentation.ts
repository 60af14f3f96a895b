import { writeFileSync } from 'node:fs';
import { configFile, settingsByField } from './settings.ts';

// The documented example is the schema: both files are made from the table and a test compares them. To write them anew:
// node bin/node.js src/kernel/config/documentation.ts

type Described = (typeof settingsByField)[number][1];

const defaultOf = (setting: Described): string =>
  setting.defaultMeaning ?? (typeof setting.default === 'string' ? setting.default : 'none');

function createExample(): string {
  const head = [
    '# Settings of Valv. Copy to valv.env and change what should differ from the default; the environment goes before this file.',
    `# ${configFile.name} in the environment names another file. Made from src/kernel/config/settings.ts.`,
  ];
  const blocks = settingsByField.map(([, setting]) =>
    [
      `# ${setting.meaning}`,
      `# Allowed: ${setting.allowed}. Default: ${defaultOf(setting)}.`,
      `#${setting.name}=${setting.isSecret ? `'${setting.example}'` : setting.example}`,
    ].join('\n'),
  );
  return `${[head.join('\n'), ...blocks].join('\n\n')}\n`;
}

/** A bar or an angle bracket would be table or markup. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

function createReference(): string {
  const rows = settingsByField.map(
    ([, setting]) =>
      `| \`${setting.name}\` | ${cell(setting.meaning)} | ${cell(setting.allowed)} | ${cell(defaultOf(setting))} | \`${setting.example}\` |`,
  );
  return `${[
    '# Configuration',
    '',
    'Valv is configured by environment variables and one file of `NAME=value` lines. The environment goes before the file, an empty variable counts as not set, and relative folders start from the working directory. Everything is read once, at the start; a wrong value or an unknown `VALV_` name stops the start, with every fault named at once. Nothing has to be set to try Valv.',
    '',
    `The file is \`${configFile.default}\`, or what \`${configFile.name}\` in the environment names. \`valv.example.env\` is one with every setting. In the file, a value with \`#\` or spaces stands between single quotes.`,
    '',
    '| Name | Meaning | Allowed | Default | Example |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    'This page is made from `src/kernel/config/settings.ts` by `node bin/node.js src/kernel/config/documentation.ts`.',
  ].join('\n')}\n`;
}

/** The two files an operator reads, by their path from the root of the repository. */
export const createConfigurationFiles = (): Record<string, string> => ({
  'valv.example.env': createExample(),
  'docs/CONFIGURATION.md': createReference(),
});

if (import.meta.main) {
  for (const [path, text] of Object.entries(createConfigurationFiles())) {
    writeFileSync(new URL(`../../../${path}`, import.meta.url), text);
  }
}
