import type { World } from '#tests/world.ts';
import type { Answered } from './send.ts';

// What is looked at after a call: what is stored of an organisation, where the call's entry is, and what words left.

/** Fingerprint of all that is stored of an organisation and its people, by table. */
export type Stored = ReadonlyMap<string, string>;

export interface Watch {
  stored(organisation: string): Promise<Stored>;
  /** By request: the organisations in whose journals the access entries of the call are, the second one of a stream left out. */
  journals(requests: string[]): Promise<Map<string, string[]>>;
}

export async function createWatch(world: World): Promise<Watch> {
  const tables = (await world.sql(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation_id'
      where c.relnamespace = 'valv'::regnamespace and c.relkind in ('r', 'p') order by 1`,
  )) as { name: string }[];
  if (tables.length < 20) throw new Error('the tables of organisations were not found');
  const fingerprint = (name: string, from: string) =>
    `select '${name}' as name, count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) as rows from ${from}`;
  const ofAccounts = (name: string, account: string) =>
    fingerprint(name, `${name} t where ${account} in (select account_id from memberships where organisation_id = $1)`);
  const query = [
    ...tables.map(({ name }) => fingerprint(name, `${name} t where organisation_id = $1`)),
    ofAccounts('accounts', 'id'),
    ofAccounts('sessions', 'account_id'),
    ofAccounts('sign_in_links', 'account_id'),
    fingerprint('jobs.job', `jobs.job t where data ->> 'organisation' = $1::uuid::text`),
  ].join(' union all ');
  // Entries are found by time: what was before this watch is not its.
  const [first] = await world.sql('select uuid_v7() as id');
  return {
    async stored(organisation) {
      const rows = await world.sql(query, [organisation]);
      return new Map(rows.map(({ name, rows }) => [String(name), String(rows)]));
    },
    async journals(requests) {
      const rows = await world.sql(
        `select request_id, organisation_id from journal_entries
          where id > $2 and kind = 'access' and leaf::jsonb ->> 'outcome' <> 'ended' and request_id = any ($1::uuid[])`,
        [requests, first?.['id']],
      );
      const found = new Map<string, string[]>(requests.map((request) => [request, []]));
      for (const { request_id, organisation_id } of rows) found.get(String(request_id))?.push(String(organisation_id));
      return found;
    },
  };
}

export const differences = (before: Stored, after: Stored, but: string[] = []): string[] =>
  [...after].flatMap(([name, rows]) => (rows === before.get(name) || but.includes(name) ? [] : [`${name} changed`]));

/** Which of the words stand in any byte of the answer or in these lines of the log. */
export function leaked(canaries: string[], answer: Answered, lines: string[]): string[] {
  const texts = [answer.text, JSON.stringify(answer.headers), ...lines].map((text) => text.toLowerCase());
  return canaries.filter((canary) => texts.some((text) => text.includes(canary))).map((canary) => `${canary} leaked`);
}

/** An answer without what must differ between two calls: trace id, sealed cursors, instants, and the ids asked for. */
export function comparable({ status, headers, text, request }: Answered, asked: string[] = []): string {
  const without = asked.reduce((rest, value) => rest.replaceAll(value, '·'), text.replaceAll(request, '·'));
  const plain = without
    .replaceAll(/"lastSeenAt":(null|"[^"]+")/g, '·')
    .replaceAll(/"next":"v1\.[^"]+"/g, '"next":"·"')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '·');
  return `${status} ${JSON.stringify(headers.filter(([name]) => name !== 'x-request-id'))} ${plain}`;
}
