import { isIP, BlockList } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { logLevels } from '#kernel/logging/level.ts';

/** What the operator wrote, by the variable's name: a default may depend on another setting. */
export type Given = Readonly<Record<string, string | undefined>>;

/** One setting, declared once: the type, the parser, `valv.example.env` and docs/CONFIGURATION.md come from it. */
interface Setting {
  name: `VALV_${string}`;
  /** From the text of the variable, or undefined when there is neither text nor default, to the value. */
  shape: z.ZodType;
  default?: string | ((given: Given) => string);
  /** How the documentation says a default that depends on something. */
  defaultMeaning?: string;
  /** Completes the sentence "Allowed: …". */
  allowed: string;
  meaning: string;
  example: string;
  /** May hold a password: never repeated in a message. */
  isSecret?: boolean;
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether only this machine can reach the host (an address, `localhost`, or a name under it). */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  const version = isIP(bare);
  if (version === 0) return bare === 'localhost' || bare.endsWith('.localhost');
  return loopback.check(bare, version === 6 ? 'ipv6' : 'ipv4');
}

const onOff = z.enum(['on', 'off']).transform((text) => text === 'on');
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number)
    .pipe(z.number().min(min).max(max));
const folder = z.string().transform((text) => resolve(text));

/** A custom message says what is wrong beyond "not allowed"; it never repeats the value. */
function readUrl(text: string, context: z.RefinementCtx, wrong: (url: URL) => string | undefined): URL {
  const url = URL.parse(text);
  const fault = url ? wrong(url) : 'it is no complete URL';
  if (url && fault === undefined) return url;
  context.addIssue({ code: 'custom', message: fault ?? '' });
  return z.NEVER;
}

const publicUrl = z.string().transform(
  (text, context) =>
    readUrl(text, context, (url) => {
      if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'it is neither https nor http';
      if (url.protocol === 'http:' && !isLoopback(url.hostname))
        return 'https is required unless the host is this machine';
      if (url.username !== '' || url.password !== '') return 'it holds a user or password';
      if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
        return 'it holds more than scheme, host and port';
      return undefined;
    }).origin,
);

const databaseUrl = z
  .string()
  .transform((text, context) => {
    readUrl(text, context, (url) => {
      if (!/^postgres(ql)?:$/.test(url.protocol) || !/^[a-z]+:\/\//i.test(text)) return 'its scheme is not postgres://';
      if (url.hash !== '') return 'a # in it has to be written %23';
      return undefined;
    });
    return text;
  })
  .optional();

function isTimeZone(text: string): boolean {
  // Intl also takes offsets such as +01:00, which know no summer time.
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Addresses of the organisations that the demonstration can make. */
const demonstrations: readonly string[] = ['lindangen', 'almvik', 'kvarnasen', 'nordanvik', 'hedvik'];

/** By field of `Configuration`, in the order of the documentation. */
export const settings = {
  port: {
    name: 'VALV_PORT',
    shape: wholeNumber(0, 65_535),
    default: '8080',
    allowed: 'a whole number from 0 to 65535',
    meaning: 'Port to listen on. 0 takes any free port.',
    example: '8080',
  },
  listen: {
    name: 'VALV_LISTEN',
    shape: z.string().refine((text) => text === 'localhost' || isIP(text) !== 0),
    default: '127.0.0.1',
    allowed: 'an IP address or localhost; one that other machines reach only with VALV_BEHIND_PROXY=on',
    meaning: 'Address to listen on. Valv does not speak TLS itself yet, so by default only this machine reaches it.',
    example: '127.0.0.1',
  },
  isBehindProxy: {
    name: 'VALV_BEHIND_PROXY',
    shape: onOff,
    default: 'off',
    allowed: 'on or off',
    meaning:
      'On when a proxy that speaks TLS stands in front of Valv. Only then may VALV_LISTEN be an address that other machines reach.',
    example: 'on',
  },
  url: {
    name: 'VALV_URL',
    shape: publicUrl,
    default: (given) => `http://localhost:${given['VALV_PORT'] ?? '8080'}`,
    defaultMeaning: 'http://localhost:<VALV_PORT>',
    allowed: 'https://host or https://host:port; http only for this machine (localhost, 127.0.0.1, [::1])',
    meaning:
      'The address people use: the links that Valv gives out begin with it, and https in it tells browsers to come by nothing else.',
    example: 'https://valv.example.se',
  },
  dataFolder: {
    name: 'VALV_DATA',
    shape: folder,
    default: './data',
    allowed: 'a folder, absolute or relative to the working directory',
    meaning: 'Where the embedded database and the attachments are.',
    example: '/srv/valv/data',
  },
  keysFolder: {
    name: 'VALV_KEYS',
    shape: folder,
    default: './keys',
    allowed: 'a folder, absolute or relative to the working directory, neither in VALV_DATA nor around it',
    meaning:
      'Where the master key and the keys of the organisations are. Copy this folder to another place than the backups: without it nothing sealed can be opened, with it a stolen backup can.',
    example: '/srv/valv-keys',
  },
  databaseUrl: {
    name: 'VALV_DATABASE_URL',
    shape: databaseUrl,
    defaultMeaning: 'none: the embedded PostgreSQL in VALV_DATA',
    allowed: 'postgres://user:password@host:port/database',
    meaning:
      'A PostgreSQL (15 or newer) to use instead of the embedded one. May hold a password; in a file, write it between single quotes.',
    example: 'postgres://valv:secret@db.example.se:5432/valv',
    isSecret: true,
  },
  databaseUser: {
    name: 'VALV_DATABASE_USER',
    shape: z
      .string()
      .regex(/^[a-z_][a-z0-9_-]{0,31}$/)
      .refine((text) => text !== 'root')
      .optional(),
    defaultMeaning: 'none: the user who starts Valv, or one that Valv chooses when that is root',
    allowed: 'the name of a system user other than root',
    meaning: 'Unprivileged system user that runs the embedded PostgreSQL when Valv is started by root.',
    example: 'valv',
  },
  poolSize: {
    name: 'VALV_POOL',
    shape: wholeNumber(2, 100),
    default: '10',
    allowed: 'a whole number from 2 to 100',
    meaning: 'Connections to PostgreSQL for calls, per process.',
    example: '10',
  },
  hasWorkers: {
    name: 'VALV_WORKERS',
    shape: onOff,
    default: 'on',
    allowed: 'on or off',
    meaning: 'Whether this process also runs jobs. Off only where another one on the same database does.',
    example: 'on',
  },
  callsPerMinute: {
    name: 'VALV_CALLS_PER_MINUTE',
    shape: wholeNumber(0, 600_000),
    default: '6000',
    allowed: 'a whole number from 0 to 600000',
    meaning:
      'Calls to the API per minute that one API key, one session, or the callers without either at one address may make, per process. Beyond it they are answered with 429. 0 is no limit.',
    example: '6000',
  },
  mayCallPrivate: {
    name: 'VALV_WEBHOOKS_PRIVATE',
    shape: onOff,
    default: 'off',
    allowed: 'on or off',
    meaning:
      'Whether webhooks may go to addresses of this machine and its network, and to this machine without TLS. On only for development, or where every organisation is one’s own.',
    example: 'on',
  },
  demonstrations: {
    name: 'VALV_DEMO',
    shape: z.string().transform((text, context) => {
      if (text === 'on') return demonstrations;
      const named = text === 'off' ? [] : text.split(',').map((part) => part.trim());
      const chosen = demonstrations.filter((one) => named.includes(one));
      if (chosen.length === named.length) return chosen;
      context.addIssue({ code: 'custom', message: '' });
      return z.NEVER;
    }),
    default: (given) => (given['VALV_DATABASE_URL'] === undefined ? 'on' : 'off'),
    defaultMeaning: 'on with the embedded database, off when VALV_DATABASE_URL is set',
    allowed: `on, off, or some of ${demonstrations.join(', ')} with commas between`,
    meaning:
      'Whether an installation is filled with made-up organisations to look at, one for each template, and which: all of them are 68,000 records, lindangen alone 4,000.',
    example: 'off',
  },
  logLevel: {
    name: 'VALV_LOG',
    shape: z.enum(logLevels),
    default: 'info',
    allowed: logLevels.join(', '),
    meaning: 'How much is written to the log, from least to most. It holds no personal data at any level.',
    example: 'info',
  },
  timeZone: {
    name: 'VALV_TIME_ZONE',
    shape: z.string().refine(isTimeZone),
    default: 'Europe/Stockholm',
    allowed: 'a time zone of the IANA database',
    meaning: 'Time zone of schedules and pages. Times are stored in UTC.',
    example: 'Europe/Stockholm',
  },
  language: {
    name: 'VALV_LANGUAGE',
    shape: z.enum(['sv', 'en']),
    default: 'sv',
    allowed: 'sv or en',
    meaning: 'Language of pages and mail for someone who has not chosen one.',
    example: 'sv',
  },
} as const satisfies Record<string, Setting>;

/** Names the file below. Read from the environment only, so it is no field of `Configuration`. */
export const configFile = {
  name: 'VALV_CONFIG',
  default: './valv.env',
  allowed: 'a file that exists, in the form of valv.example.env',
  meaning:
    'File to read settings from; the environment goes before it. Only from the environment. The default may be absent.',
} as const;

type Settings = typeof settings;

/** Everything an operator decides before the start. Frozen; folders are absolute. */
export type Configuration = { readonly [Field in keyof Settings]: z.output<Settings[Field]['shape']> };

export const settingsByField = Object.entries(settings) as [keyof Settings, Setting][];
