import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { ConfigurationError } from './configuration-error.ts';
import { isFolderInside } from './folder-inside.ts';
import { findNearestName } from './nearest-name.ts';
import { configFile, isLoopback, settings, settingsByField } from './settings.ts';
import type { Configuration, Given } from './settings.ts';

export { ConfigurationError } from './configuration-error.ts';
export type { Configuration } from './settings.ts';

const shownLengthMax = 100;
const names: string[] = settingsByField.map(([, setting]) => setting.name);

/** The text of a file, or undefined when there is none. */
type ReadFile = (path: string) => string | undefined;

function readFileOfDisk(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Reads everything once, at the start: the environment goes before the file. Throws one ConfigurationError with every fault; an
 * empty variable counts as not set. `env` is `process.env`, or a test's own.
 */
export function readConfiguration(env: Given, readFile: ReadFile = readFileOfDisk): Configuration {
  const problems: string[] = [];
  const path = env[configFile.name] || configFile.default;
  const fromFile = readConfigurationFile(path, Boolean(env[configFile.name]), readFile, problems);
  for (const name of Object.keys(env)) {
    if (name.startsWith('VALV_') && name !== configFile.name) checkName(name, 'the environment', problems);
  }

  const given: Record<string, string | undefined> = {};
  const sources = new Map<string, string>();
  for (const name of names) {
    given[name] = env[name] || fromFile[name] || undefined;
    sources.set(name, env[name] ? 'the environment' : path);
  }

  const values: Partial<Record<keyof Configuration, unknown>> = {};
  const broken = new Set<string>();
  for (const [field, setting] of settingsByField) {
    const text = given[setting.name];
    const standard = typeof setting.default === 'function' ? setting.default(given) : setting.default;
    const parsed = setting.shape.safeParse(text ?? standard);
    if (parsed.success) {
      values[field] = parsed.data;
      continue;
    }
    broken.add(field);
    // A default can only be wrong because it was made from another variable, which is reported itself.
    if (text === undefined) continue;
    const shown = setting.isSecret ? '' : ` is ${showValue(text)}`;
    const fault = parsed.error.issues.find((issue) => issue.code === 'custom' && issue.message !== 'Invalid input');
    problems.push(
      `${setting.name} in ${sources.get(setting.name)}${shown}: ${fault?.message ?? 'it is not allowed'}. Allowed: ${setting.allowed}.`,
    );
  }
  const configuration = values as Configuration;
  checkTogether(configuration, broken, problems);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return Object.freeze(configuration);
}

function readConfigurationFile(path: string, isRequired: boolean, readFile: ReadFile, problems: string[]): Given {
  let text: string | undefined;
  try {
    text = readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    problems.push(`${path} cannot be read (${code}). Allowed for ${configFile.name}: ${configFile.allowed}.`);
    return {};
  }
  if (text === undefined) {
    if (isRequired)
      problems.push(`${configFile.name} is ${showValue(path)}: there is no such file. Allowed: ${configFile.allowed}.`);
    return {};
  }
  text.split(/\r?\n/).forEach((line, index) => {
    // parseEnv passes over such a line in silence, and the setting would be missing.
    if (/^\s*[^#\s]/.test(line) && !line.includes('=')) problems.push(`${path}, line ${index + 1}, is no NAME=value.`);
  });
  const values = parseEnv(text);
  for (const name of Object.keys(values)) {
    if (name === configFile.name)
      problems.push(`${configFile.name} is read from the environment only, not from ${path}.`);
    else checkName(name, path, problems);
  }
  return values;
}

/** A misspelt name would otherwise leave its setting at the default without a word. */
function checkName(name: string, source: string, problems: string[]): void {
  if (names.includes(name)) return;
  const nearest = findNearestName(name, [...names, configFile.name]);
  problems.push(`${name.slice(0, shownLengthMax)} in ${source} is no setting. Did you mean ${nearest}?`);
}

/** Rules over two settings, for those that are right by themselves. */
function checkTogether(configuration: Configuration, broken: Set<string>, problems: string[]): void {
  const { listen, isBehindProxy, dataFolder, keysFolder } = configuration;
  if (!broken.has('listen') && !broken.has('isBehindProxy') && !isBehindProxy && !isLoopback(listen)) {
    problems.push(
      `${settings.listen.name} is ${showValue(listen)}, which other machines can reach: Valv has no TLS of its own yet, so everything ` +
        `would travel in clear text. Put a proxy with TLS in front and set ${settings.isBehindProxy.name}=on, or listen on 127.0.0.1.`,
    );
  }
  // Whoever copies or backs up the data must not get the keys that open it along with it.
  if (isFolderInside(keysFolder, dataFolder) || isFolderInside(dataFolder, keysFolder)) {
    problems.push(
      `${settings.keysFolder.name} (${keysFolder}) and ${settings.dataFolder.name} (${dataFolder}) are the same folder or one is inside ` +
        `the other, symbolic links resolved. Allowed: two folders apart, so that no copy of the data holds its keys.`,
    );
  }
}

/** Quoted, short, and without what could be a password in a URL pasted into the wrong variable. */
function showValue(text: string): string {
  const masked = text.replace(/^(.*?\/\/)?.*@/s, '$1***@').replace(/\?.*$/s, '?…');
  return JSON.stringify(masked.length > shownLengthMax ? `${masked.slice(0, shownLengthMax)}…` : masked);
}
