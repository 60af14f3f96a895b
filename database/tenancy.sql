-- Applied after every migration, in the same transaction. A table's kind (first word of its comment) decides its policy,
-- grants and trigger, so a new table cannot forget them; a table without a kind stops the migration.

revoke all on schema valv from public;
grant usage on schema valv to valv_runtime, valv_identity, valv_journal, valv_sealer;
revoke all on all functions in schema valv from public;
grant execute on function current_organisation(), installation(), uuid_v7(), milliseconds(timestamptz) to valv_runtime, valv_identity, valv_journal, valv_sealer;

do $$
declare
  t record;
  kind text;
  secret text;
begin
  for t in
    select c.oid, c.relname as name, coalesce(obj_description(c.oid, 'pg_class'), '') as comment
      from pg_class c where c.relnamespace = 'valv'::regnamespace and c.relkind in ('r', 'p') order by c.relname
  loop
    kind := substring(t.comment from '^[a-z]+');
    if kind is null or kind not in ('tracked', 'derived', 'queue', 'journal', 'global') then
      raise exception 'table % does not say its kind in its comment', t.name;
    end if;
    -- Back to the migrating owner for the while: a second run must not revoke a table from its own owner.
    execute format('alter table %I owner to current_user', t.name);
    execute format('revoke all on %I from public, valv_runtime, valv_identity, valv_journal, valv_sealer', t.name);
    execute format('drop trigger if exists record_change on %I', t.name);
    execute format('drop policy if exists organisation on %I', t.name);
    execute format('drop policy if exists identity on %I', t.name);
    execute format('drop policy if exists journal on %I', t.name);
    execute format('drop policy if exists sealer on %I', t.name);
    execute format('drop policy if exists sealer_writes on %I', t.name);

    if kind <> 'global' then
      execute format('alter table %I enable row level security', t.name);
      execute format('alter table %I force row level security', t.name);
      execute format('create policy organisation on %I for all to valv_runtime using (organisation_id = current_organisation()) with check (organisation_id = current_organisation())', t.name);
    end if;

    if kind in ('tracked', 'derived', 'queue') then
      execute format('grant select, insert, update, delete on %I to valv_runtime', t.name);
    elsif kind = 'journal' then
      execute format('grant select on %I to valv_runtime', t.name);
      execute format('grant insert on %I to valv_journal', t.name);
      execute format('create policy journal on %I for insert to valv_journal with check (true)', t.name);
    end if;

    if t.comment ~ '^[a-z]+ \(read by identity\)' then
      execute format('create policy identity on %I for select to valv_identity using (true)', t.name);
      execute format('grant select on %I to valv_identity', t.name);
    elsif t.comment ~ '^[a-z]+ \(shared with identity\)' then
      execute format('create policy identity on %I for all to valv_identity using (true) with check (true)', t.name);
      execute format('grant select, insert, update on %I to valv_identity', t.name);
    end if;

    if kind = 'tracked' or t.name = 'accounts' then
      select string_agg(quote_literal(a.attname), ', ') into secret
        from pg_attribute a where a.attrelid = t.oid and col_description(t.oid, a.attnum) ~ '^secret:';
      execute format('create trigger record_change after insert or update or delete on %I for each row execute function record_change(%s)', t.name, coalesce(secret, ''));
    end if;
  end loop;
end
$$;

-- valv_sealer reads the journal of the organisation it entered and puts sealed values in the place of clear ones (the trigger
-- only_sealed allows nothing else); of records it knows which register they are in, and it notes how far it has come.
do $$
declare
  name text;
begin
  foreach name in array '{journal_entries,journal_values,records,sealings}'::text[] loop
    execute format('create policy sealer on %I for select to valv_sealer using (organisation_id = current_organisation())', name);
  end loop;
  foreach name in array '{journal_values,sealings}'::text[] loop
    execute format('create policy sealer_writes on %I for update to valv_sealer using (organisation_id = current_organisation()) with check (organisation_id = current_organisation())', name);
  end loop;
end
$$;
grant select on journal_entries, journal_values, sealings to valv_sealer;
grant update (salt, payload, sealed) on journal_values to valv_sealer;
grant select (organisation_id, id, register_id) on records to valv_sealer;
grant update (status, entry_count, seen_count, sealed_count, seen_to, finished_at) on sealings to valv_sealer;

-- A new owner must be allowed to create where the thing is; only for the length of this transaction.
grant create on schema valv to valv_identity, valv_journal;

-- The global tables belong to identity alone; the addresses too, reached through claim_address.
alter table accounts owner to valv_identity;
alter table sessions owner to valv_identity;
alter table sign_in_links owner to valv_identity;
alter table organisation_addresses owner to valv_identity;

alter function enter(text, bytea, uuid, uuid, uuid, text) owner to valv_identity;
alter function enter(text, bytea, uuid, uuid, uuid, text) set search_path = valv, pg_temp;
grant execute on function enter(text, bytea, uuid, uuid, uuid, text) to valv_runtime;
alter function touch(uuid[], uuid[], uuid[], uuid[], uuid[], timestamptz) owner to valv_identity;
alter function touch(uuid[], uuid[], uuid[], uuid[], uuid[], timestamptz) set search_path = valv, pg_temp;
grant execute on function touch(uuid[], uuid[], uuid[], uuid[], uuid[], timestamptz) to valv_journal;
alter function claim_address(uuid, text) owner to valv_identity;
alter function claim_address(uuid, text) set search_path = valv, pg_temp;
grant execute on function claim_address(uuid, text) to valv_runtime;
alter function organisation_address() owner to valv_identity;
alter function organisation_address() set search_path = valv, pg_temp;
grant execute on function organisation_address() to valv_runtime;
alter function list_organisations(text, integer) owner to valv_identity;
alter function list_organisations(text, integer) set search_path = valv, pg_temp;
grant execute on function list_organisations(text, integer) to valv_runtime;
alter function list_due_webhooks(timestamptz, integer) owner to valv_identity;
alter function list_due_webhooks(timestamptz, integer) set search_path = valv, pg_temp;
grant execute on function list_due_webhooks(timestamptz, integer) to valv_runtime;

alter function journal_append(uuid, text, bytea, text) owner to valv_journal;
alter function journal_append(uuid, text, bytea, text) set search_path = valv, pg_temp;
grant execute on function journal_append(uuid, text, bytea, text) to valv_runtime, valv_identity, valv_sealer;
alter function record_change() owner to valv_journal;
alter function record_change() set search_path = valv, pg_temp;

revoke create on schema valv from valv_identity, valv_journal;
