import type { Client } from 'pg';

const given = [
  'Anna',
  'Erik',
  'Åsa',
  'Örjan',
  'Maria',
  'Lars',
  'Fatima',
  'Yusuf',
  'Elsa',
  'Nils',
  'Sara',
  'Olle',
  'Karin',
  'Amir',
  'Linnéa',
  'Ärla',
  'Zeynep',
  'Vilgot',
  'Wilma',
  'Sixten',
];
const family = [
  'Andersson',
  'Berg',
  'Öberg',
  'Ek',
  'Åkesson',
  'Ali',
  'Lindqvist',
  'Warsame',
  'Nilsson',
  'Koskinen',
  'Ärlig',
  'Dahl',
  'Falk',
  'Grön',
  'Holm',
  'Jansson',
  'Kraft',
  'Lund',
  'Malm',
  'Norén',
];
const cities = ['Malmö', 'Umeå', 'Örebro', 'Lund', 'Ystad', 'Åre', 'Gävle', 'Kalmar', 'Luleå', 'Visby'];
const kinds = ['adult', 'youth', 'family', 'supporting', 'honorary'];

/** One of the values, by a hash: what a record has in one field tells nothing of the others. */
const pick = (values: string[], field: string) =>
  `(array['${values.join("','")}'])[1 + abs(hashtext('${field}' || i)) % ${values.length}]`;

/**
 * Fills members' registers with so many made-up records each and what is derived from them, by SQL: a million through the gate
 * would take longer than all that is measured. Indexes and checks are taken off for the while and put back.
 */
export async function populate(
  root: Client,
  organisations: readonly { id: string; register: string }[],
  countEach: number,
): Promise<void> {
  const count = countEach * organisations.length;
  await root.query(`set session_replication_role = replica`);
  await root.query(`set maintenance_work_mem = '1GB'`);
  const { rows: indexes } = await root.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
      where indrelid in ('record_keys'::regclass, 'record_terms'::regclass) and not indisprimary`,
  );
  if (count > 100_000) for (const { name } of indexes) await root.query(`drop index ${name}`);
  await root.query(
    `create temp table person as
      select o, r, uuid_v7() as id, i, ${pick(given, 'given')} as given_name, ${pick(family, 'family')} || ' ' || (i % 997) as family_name, ${pick(kinds, 'kind')} as membership,
             ${pick(cities, 'city')} as city, '+4670174' || lpad((i % 10000)::text, 4, '0') as phone, 'person.' || i || '@example.org' as email,
             date '2005-01-01' + i % 7900 as joined_on, date '1940-01-01' + (i * 13) % 27000 as born_on
        from unnest($1::uuid[], $2::uuid[]) as place (o, r), generate_series(1, ${countEach}) i`,
    [organisations.map(({ id }) => id), organisations.map(({ register }) => register)],
  );
  await root.query(`
    insert into records (organisation_id, register_id, id, version, data)
      select o, r, id, 1, to_jsonb(person) - '{id,i,o,r}'::text[] from person`);
  const key = (field: string, columns: string) => `select o, r, '${field}', id, ${columns} from person`;
  const text = (field: string) => key(field, `${field}, null::date, null::numeric, lower(${field}), false`);
  const date = (field: string) => key(field, `null, ${field}, null, ${field}::text, false`);
  await root.query(`
    insert into record_keys (organisation_id, register_id, field, record_id, sort_text, sort_date, sort_number, fold, is_unique)
      ${text('given_name')} union all ${text('family_name')} union all ${text('city')}
      union all ${key('email', 'email, null, null, email, true')} union all ${key('phone', 'null, null, null, phone, false')}
      union all ${key('membership', `null, null, array_position(array['${kinds.join("','")}'], membership) - 1, membership, false`)}
      union all ${date('joined_on')} union all ${date('born_on')} union all ${key('identity_number', "null, null, null, '', false")}`);
  await root.query(`
    insert into record_terms (organisation_id, register_id, record_id, field, term)
      select o, r, id, 'given_name', translate(lower(given_name), 'é', 'e') from person
      union all select o, r, id, 'family_name', translate(lower(split_part(family_name, ' ', 1)), 'é', 'e') from person
      union all select o, r, id, 'family_name', (i % 997)::text from person
      union all select o, r, id, 'city', lower(city) from person
      union all select o, r, id, 'email', 'person' from person
      union all select o, r, id, 'email', i::text from person
    on conflict do nothing`);
  await root.query('drop table person');
  if (count > 100_000) for (const { definition } of indexes) await root.query(definition);
  await root.query(`set session_replication_role = origin`);
  for (const table of ['records', 'record_keys', 'record_terms']) await root.query(`vacuum analyze ${table}`);
}
