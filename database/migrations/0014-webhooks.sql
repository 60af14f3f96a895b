-- Webhooks: whom to tell of changes to records, and what there is to tell. Locks: for the triggers `records` is locked against
-- writes while the migration ends; the rest are new tables.

create table webhooks (
  organisation_id uuid not null references organisations (organisation_id) on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  url text not null check (length(url) between 1 and 2000),
  -- `given_up`: nothing has come through for as long as is tried; a member sets it going again.
  status text not null default 'active' check (status in ('active', 'paused', 'given_up')),
  secret text not null,
  -- Signs beside the new one until then, so that a receiver may change over in its own time.
  former_secret text,
  former_until timestamptz,
  created_at timestamptz not null default now(),
  primary key (organisation_id, id),
  check ((former_secret is null) = (former_until is null))
);
comment on table webhooks is 'tracked: an address that is told of changes';
comment on column webhooks.secret is 'secret: signs the deliveries, sealed by the organisation''s key';
comment on column webhooks.former_secret is 'secret: the one before, sealed likewise';

create table webhook_events (
  organisation_id uuid not null,
  id uuid not null,
  webhook_id uuid not null,
  register_id uuid not null,
  event text not null check (event in ('record.created', 'record.changed', 'record.trashed', 'record.restored')),
  primary key (organisation_id, id),
  unique (organisation_id, webhook_id, register_id, event),
  foreign key (organisation_id, webhook_id) references webhooks (organisation_id, id) on delete cascade,
  foreign key (organisation_id, register_id) references registers (organisation_id, id) on delete cascade
);
create index webhook_events_by_register on webhook_events (organisation_id, register_id, event);
comment on table webhook_events is 'tracked: what a webhook wants to be told of';

create table webhook_states (
  organisation_id uuid not null,
  webhook_id uuid not null,
  -- Failures since anything came through.
  failure_count integer not null default 0,
  last_delivered_at timestamptz,
  last_failed_at timestamptz,
  -- Nothing is sent before: a pause after failures, or infinity while the webhook is not active.
  resume_at timestamptz not null default now(),
  -- A process is at it until then; one that dies lets the next one in by doing nothing.
  leased_until timestamptz not null default '-infinity',
  primary key (organisation_id, webhook_id),
  foreign key (organisation_id, webhook_id) references webhooks (organisation_id, id) on delete cascade
);
comment on table webhook_states is 'queue (read by identity): how a webhook fares; apart from webhooks, or each delivery would be a change';

create table webhook_deliveries (
  organisation_id uuid not null,
  id uuid not null,
  webhook_id uuid not null,
  event text not null check (event in ('record.created', 'record.changed', 'record.trashed', 'record.restored', 'webhook.test')),
  -- No foreign keys: that something was told stays when it is gone.
  register_id uuid,
  record_id uuid,
  record_version integer,
  -- Keys of the fields that changed; never their values.
  fields text[] not null default '{}',
  occurred_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'given_up')),
  attempt_count integer not null default 0,
  -- The latest attempts: [{at, status, durationMs, error}].
  attempts jsonb not null default '[]',
  -- The first bytes of the latest answer.
  answer text,
  due_at timestamptz not null,
  retry_until timestamptz not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, webhook_id) references webhooks (organisation_id, id) on delete cascade
);
-- The log of one webhook, and what there is to send, each read in its order whatever the others hold.
create index webhook_deliveries_log on webhook_deliveries (organisation_id, webhook_id, id);
create index webhook_deliveries_due on webhook_deliveries (organisation_id, webhook_id, due_at) where state = 'waiting';
comment on table webhook_deliveries is 'queue (read by identity): what is told to webhooks, and how it went; written by the triggers of records in the transaction of the change';

-- In the transaction of the change: a delivery is there if and only if the change is, whatever dies when. Once per statement,
-- so that an import of many records pays once; without a webhook it is one look into an index.
create function announce_added_records() returns trigger language plpgsql set search_path = valv, pg_temp
as $$
begin
  insert into webhook_deliveries (organisation_id, id, webhook_id, event, register_id, record_id, record_version, fields, occurred_at, due_at, retry_until)
    select a.organisation_id, uuid_v7(), e.webhook_id, e.event, a.register_id, a.id, a.version,
           array(select key from jsonb_object_keys(a.data) as key order by key collate "C"), now(), now(), now() + interval '3 days'
      from added a
      join webhook_events e on e.organisation_id = a.organisation_id and e.register_id = a.register_id and e.event = 'record.created'
      join webhooks w on w.organisation_id = e.organisation_id and w.id = e.webhook_id and w.status = 'active';
  return null;
end
$$;

create function announce_changed_records() returns trigger language plpgsql set search_path = valv, pg_temp
as $$
begin
  -- A record that is written anew under another definition keeps its version: nobody changed it.
  insert into webhook_deliveries (organisation_id, id, webhook_id, event, register_id, record_id, record_version, fields, occurred_at, due_at, retry_until)
    select n.organisation_id, uuid_v7(), e.webhook_id, e.event, n.register_id, n.id, n.version,
           array(select key from jsonb_object_keys(o.data || n.data) as key where o.data -> key is distinct from n.data -> key order by key collate "C"),
           now(), now(), now() + interval '3 days'
      from after n
      join before o on o.organisation_id = n.organisation_id and o.id = n.id and o.version is distinct from n.version
      join webhook_events e on e.organisation_id = n.organisation_id and e.register_id = n.register_id
       and e.event = case when (o.trashed_at is null) = (n.trashed_at is null) then 'record.changed'
                          when n.trashed_at is null then 'record.restored' else 'record.trashed' end
      join webhooks w on w.organisation_id = e.organisation_id and w.id = e.webhook_id and w.status = 'active';
  return null;
end
$$;

create trigger announce_added after insert on records referencing new table as added
  for each statement execute function announce_added_records();
create trigger announce_changed after update on records referencing old table as before new table as after
  for each statement execute function announce_changed_records();

-- Webhooks that something waits for, of all organisations: what the worker asks every second, one look into an index for each.
create function list_due_webhooks(at timestamptz, page_size integer)
  returns table (organisation_id uuid, webhook_id uuid)
  language plpgsql stable security definer
as $$
begin
  if current_organisation() is not null then
    raise exception 'nobody inside an organisation lists the webhooks of others' using errcode = 'insufficient_privilege';
  end if;
  return query
    select s.organisation_id, s.webhook_id
      from webhook_states s
     where s.resume_at <= at and s.leased_until <= at
       and exists (select from webhook_deliveries d
                    where d.organisation_id = s.organisation_id and d.webhook_id = s.webhook_id and d.state = 'waiting' and d.due_at <= at)
     order by s.resume_at limit page_size;
end
$$;
