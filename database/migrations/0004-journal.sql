-- The journal: access entries (every call) and change entries (every change). Locks: none, new tables.

create table journal_entries (
  -- No foreign keys in the journal: it outlives what it speaks of, and the hottest insert of all stays one index cheaper.
  organisation_id uuid not null,
  -- UUIDv7: the primary key is the order of time.
  id uuid not null,
  -- The exact text that later becomes the leaf of the organisation's Merkle tree (RFC 6962): canonical JSON, keys sorted,
  -- no white space. Everything else here is generated from it or is not proved.
  leaf text not null,
  -- A sequencer takes only entries older than every open transaction, so that no gap is ever signed over.
  written_in xid8 not null default pg_current_xact_id(),
  kind text not null generated always as (leaf::jsonb ->> 'kind') stored check (kind in ('access', 'change')),
  actor text not null generated always as (leaf::jsonb ->> 'actor') stored,
  action text not null generated always as (leaf::jsonb ->> 'action') stored,
  target_id uuid generated always as ((leaf::jsonb ->> 'target')::uuid) stored,
  request_id uuid generated always as ((leaf::jsonb ->> 'request')::uuid) stored,
  primary key (organisation_id, id)
);
create index journal_entries_by_target on journal_entries (organisation_id, target_id, id) where target_id is not null;
create index journal_entries_by_actor on journal_entries (organisation_id, actor, id);
-- Calls outnumber changes many times over; without this a page of changes would read past all of them.
create index journal_entries_changes on journal_entries (organisation_id, id) where kind = 'change';
comment on table journal_entries is 'journal: the only log of calls and changes';

create table journal_values (
  organisation_id uuid not null,
  entry_id uuid not null,
  -- The leaf holds SHA-256(salt ‖ payload): erasing this row leaves every proof valid and nothing to guess from.
  salt bytea not null check (length(salt) = 32),
  payload text not null,
  primary key (organisation_id, entry_id)
);
comment on table journal_values is 'journal: old and new values, address and browser, beside the leaf so that they can be erased or expire';

-- A call that writes puts its access entry into its own transaction through this; the organisation is the entered one.
create function journal_append(entry_id uuid, leaf text, salt bytea, payload text) returns void
  language sql security definer
begin atomic
  insert into journal_entries (organisation_id, id, leaf)
    values (coalesce(current_organisation(), installation()), entry_id, leaf);
  insert into journal_values (organisation_id, entry_id, salt, payload)
    values (coalesce(current_organisation(), installation()), entry_id, salt, payload);
end;

-- The change trigger of every tracked table. The organisation comes from the row, so a change by psql without context is
-- recorded too, as made outside the application. Arguments: columns whose values are secret and stay out.
create function record_change() returns trigger
  language plpgsql security definer
as $$
declare
  before jsonb := case when tg_op = 'INSERT' then '{}' else to_jsonb(old) end;
  after jsonb := case when tg_op = 'DELETE' then '{}' else to_jsonb(new) end;
  present jsonb := case when tg_op = 'DELETE' then before else after end;
  context jsonb := coalesce(nullif(current_setting('valv.context', true), ''), '{}')::jsonb;
  row_organisation uuid := coalesce((present ->> 'organisation_id')::uuid, installation());
  -- PL/pgSQL gives null, not an empty array, to a trigger without arguments; `jsonb - null` would then drop every value.
  secrets text[] := coalesce(tg_argv[0:], '{}');
  entry_id uuid := uuid_v7();
  fields text[];
  salt bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
  payload text;
begin
  -- One level down into `data`: a record's fields are named one by one.
  if present ? 'data' then
    before := (before - 'data') || coalesce((select jsonb_object_agg('data.' || key, value) from jsonb_each(before -> 'data')), '{}');
    after := (after - 'data') || coalesce((select jsonb_object_agg('data.' || key, value) from jsonb_each(after -> 'data')), '{}');
  end if;
  select array_agg(key order by key collate "C") into fields
    from (select key from jsonb_object_keys(before || after) as key where before -> key is distinct from after -> key) as changed;
  if fields is null then return null; end if;

  -- array - text[] of jsonb drops what is secret; what did not change is not repeated.
  before := (select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(before - secrets) where key = any (fields));
  after := (select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(after - secrets) where key = any (fields));
  payload := jsonb_build_object('old', before, 'new', after)::text;
  -- A reason may be a person's own words, so it lies where it can be erased, as that of a call does.
  if context ? 'reason' then
    payload := jsonb_build_object('old', before, 'new', after, 'reason', context -> 'reason')::text;
  end if;

  insert into journal_entries (organisation_id, id, leaf) values (row_organisation, entry_id,
    '{"action":' || to_json(tg_table_name || '.' || lower(tg_op) || case when tg_op = 'DELETE' then 'd' when tg_op = 'UPDATE' then 'd' else 'ed' end)
    || ',"actor":' || to_json(coalesce(context ->> 'actor', 'outside:' || session_user))
    || ',"at":' || to_json(to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
    || ',"commitment":"' || encode(sha256(salt || convert_to(payload, 'UTF8')), 'hex')
    || '","door":' || to_json(coalesce(context ->> 'door', 'outside'))
    || ',"fields":' || array_to_json(fields)
    || ',"id":"' || entry_id
    || '","kind":"change"'
    || ',"organisation":"' || row_organisation || '"'
    || coalesce(',"request":' || to_json(context ->> 'request'), '')
    || ',"target":"' || coalesce(present ->> 'id', row_organisation::text) || '"}');
  insert into journal_values (organisation_id, entry_id, salt, payload) values (row_organisation, entry_id, salt, payload);
  return null;
end
$$;
comment on function record_change is 'Writes the change entry of a row (P25). No off switch: the runtime role may neither disable it nor write around it.';
