import { loadHttp, median, show, type Measured } from './load.ts';
import { runPgbench, statements } from './pgbench.ts';
import { populate } from './population.ts';
import { openStage, type BenchOrganisation, type Stage } from './stage.ts';

// A record made and a record changed through the whole house (checks, sealing, history, sort keys, words, entries), against the
// same rows written by pgbench in one transaction, in turns in one run.

const connections = 16;
const seconds = Number(process.env['BENCH_SECONDS'] ?? 5);
const rounds = 3;

/** The rows of one new member: the record, its keys and its words; the trigger writes the entry of the change. */
function pgbench(stage: Stage, { id, register, hashes }: BenchOrganisation): Measured | undefined {
  const scope = `'${id}'::uuid, '${register}'::uuid`;
  const key = (field: string, columns: string) => `(${scope}, '${field}', :record::uuid, ${columns})`;
  const text = (field: string, value: string) => key(field, `'${value}', null::date, null::numeric, '${value}', false`);
  const word = (field: string, term: string) => `(${scope}, :record::uuid, '${field}', '${term}')`;
  const lines = [
    '\\set n random(1, 1000000000)',
    'begin;',
    `${statements.enter(hashes[0]?.toString('hex') ?? '', id)};`,
    'select valv.uuid_v7() as record \\gset',
    `insert into valv.records (organisation_id, register_id, id, version, data) values (${scope}, :record::uuid, 1,
      '{"given_name":"Anna","family_name":"Berg","membership":"adult","city":"Malmö","phone":"+46701740605","email":"a@example.org","joined_on":"2020-01-01","born_on":"1990-01-01"}');`,
    `insert into valv.record_keys (organisation_id, register_id, field, record_id, sort_text, sort_date, sort_number, fold, is_unique) values
      ${[text('given_name', 'anna'), text('family_name', 'berg'), text('city', 'malmö'), text('membership', 'adult'), text('phone', '+46701740605')].join(', ')},
      ${key('email', "'a' || :n::text, null, null, 'a' || :n::text || '@' || :record::text, true")},
      ${key('joined_on', "null, '2020-01-01', null, '2020-01-01', false")}, ${key('born_on', "null, '1990-01-01', null, '1990-01-01', false")};`,
    `insert into valv.record_terms (organisation_id, register_id, record_id, field, term) values
      ${[word('given_name', 'anna'), word('family_name', 'berg'), word('city', 'malmö'), word('email', 'anna'), word('email', '1')].join(', ')};`,
    `${statements.entry(id)};`,
    'commit;',
  ];
  return runPgbench(stage, lines, connections, seconds);
}

let made = 0;
const member = () => {
  made += 1;
  return {
    given_name: 'Anna',
    family_name: `Berg ${made % 997}`,
    membership: 'adult',
    city: 'Malmö',
    phone: '+46701740605',
    email: `made.${made}@example.org`,
    joined_on: '2020-01-01',
    born_on: '1990-01-01',
  };
};

export async function benchWrite(): Promise<void> {
  const stage = await openStage(connections);
  try {
    const organisation = await stage.createOrganisation('bench');
    await populate(stage.root, [organisation], 10_000);
    const { rows } = await stage.root.query<{ id: string }>('select id from records order by random() limit 8000');
    const path = `/api/v1/organisations/${organisation.id}/registers/${organisation.register}/records`;
    const send = (next: (connection: number) => { method: string; path: string; body: object }) =>
      loadHttp(stage.port, connections, seconds, (connection) => {
        const { body, ...call } = next(connection);
        return { ...call, headers: { cookie: organisation.cookies[connection] ?? '' }, body: JSON.stringify(body) };
      });
    const create = () => send(() => ({ method: 'POST', path, body: { data: member() } }));
    // Each connection has records of its own, so that no change meets another.
    const versions = new Map(rows.map(({ id }) => [id, 1]));
    const turn = Array<number>(connections).fill(0);
    const change = () =>
      send((connection) => {
        const mine = rows.slice(connection * 500, connection * 500 + 500);
        const at = turn[connection] ?? 0;
        turn[connection] = at + 1;
        const { id = '' } = mine[at % mine.length] ?? {};
        const version = versions.get(id) ?? 1;
        versions.set(id, version + 1);
        return {
          method: 'PATCH',
          path: `${path}/${id}`,
          body: { version, data: { phone: `+4670174${String(605 + (version % 90)).padStart(4, '0')}` } },
        };
      });
    await create();
    await change();
    const ratios: { create: number[]; change: number[] } = { create: [], change: [] };
    for (let round = 1; round <= rounds; round += 1) {
      const bare = pgbench(stage, organisation);
      const created = await create();
      const changed = await change();
      console.log(`round ${round}`);
      console.log(`  record made             ${show(created)}`);
      console.log(`  record changed          ${show(changed)}`);
      if (!bare) continue;
      console.log(`  pgbench, the same rows  ${show(bare)}`);
      ratios.create.push(created.perSecond / bare.perSecond);
      ratios.change.push(changed.perSecond / bare.perSecond);
    }
    console.log(`ratio to pgbench: made ${median(ratios.create)}, changed ${median(ratios.change)}`);
  } finally {
    await stage.close();
  }
}
