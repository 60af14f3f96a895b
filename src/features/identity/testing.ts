import { randomUUIDv7 } from 'node:crypto';
import { asNobody, type Answer, type Caller, type TestOrganisation, type World } from '#tests/world.ts';
import type { SystemRole } from '#gate/permissions.ts';
import { createAccount, joinOrganisation } from './index.ts';

export interface Person {
  id: string;
  userName: string;
  email: string;
  password: string;
}

let counter = 0;

/** Somebody with a password; a member with `role` of each organisation named. */
export async function createPerson(
  world: World,
  organisations: readonly TestOrganisation[] = [],
  options: { role?: SystemRole; password?: string } = {},
): Promise<Person> {
  counter += 1;
  const { gate } = world.installation;
  const userName = `selma.${counter}`;
  const email = `selma.${counter}@example.com`;
  const password = options.password ?? `tretton gröna hattar ${randomUUIDv7()}`;
  const as = {
    actor: 'command:test',
    organisation: gate.installation,
    action: 'test.person_created',
    database: 'identity',
  } as const;
  const id = await gate.runAs(as, async (context) => {
    const account = await createAccount(context, { userName, email, displayName: 'Selma Berg', password });
    for (const organisation of organisations) {
      const roleId = organisation.roles.get(options.role ?? 'reader') ?? '';
      await joinOrganisation(context, {
        organisation: organisation.id,
        accountId: account.id,
        displayName: 'Selma Berg',
        roleIds: [roleId],
      });
    }
    return account.id;
  });
  return { id, userName, email, password };
}

/** Signs in as a browser would. Moves the clock past the minute that the shield against storms counts by. */
export function signIn(
  world: World,
  slug: string,
  userName: string,
  password: string,
  headers?: Record<string, string>,
): Promise<Answer> {
  world.clock.advance(60_000);
  return asNobody(world)('POST', '/sign-ins', { organisation: slug, userName, password }, headers);
}

/** The cookie that an answer sets, as a browser sends it back. */
export const cookieOf = (answer: Answer): string => (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';

/** A caller in the browser that got this answer. */
export const callerOf = (world: World, answer: Answer): Caller => {
  const cookie = cookieOf(answer);
  return (method, path, body, headers) => asNobody(world)(method, path, body, { cookie, ...headers });
};

/** What must differ between two answers: the trace id. */
export const withoutTrace = (answer: Answer): string => answer.text.replaceAll(/"request":"[^"]+"/g, '');

/** Every row of every table as text, keyed by table; bytes as PostgreSQL prints them, in hexadecimal. */
export async function dumpDatabase(world: World): Promise<Map<string, string>> {
  const tables = await world.sql(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('valv', 'jobs') order by 1`,
  );
  const dump = new Map<string, string>();
  for (const { name } of tables) {
    const rows = await world.sql(`select t::text as line from ${String(name)} as t`);
    dump.set(String(name), rows.map(({ line }) => String(line)).join('\n'));
  }
  return dump;
}

/** A secret as it might have been written down by mistake. */
export function encodingsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    bytes.toString('base64').replaceAll('=', ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    secret.toLowerCase(),
    secret.normalize('NFD'),
    secret.split('').toReversed().join(''),
  ];
}

/** Where any of the secrets stands in any of the texts, in any encoding. */
export function findSecrets(secrets: readonly string[], texts: ReadonlyMap<string, string>): string[] {
  return [...texts].flatMap(([name, text]) =>
    secrets.flatMap((secret) =>
      encodingsOf(secret).flatMap((form) => (text.includes(form) ? [`${name}: ${form}`] : [])),
    ),
  );
}
