-- Values of the past are sealed when their field's class becomes one that seals. Locks: `journal_values` for the catalogue alone
-- (no row is read or rewritten: what is there obeys the new constraint already); a new table.

alter table journal_values
  alter column salt drop not null,
  alter column payload drop not null,
  -- Salt and payload, sealed together under the organisation's key: with the salt in clear a short value could be guessed from
  -- the commitment. Opened, they are what the leaf commits to, so a sealed entry is proved as any other.
  add column sealed text,
  add constraint journal_values_sealed check (
    case when sealed is null then salt is not null and payload is not null else salt is null and payload is null end
  ) not valid;

-- The one change that values of the journal allow, whoever makes it: clear to sealed, once, and nothing shorter than it was.
create function only_sealed() returns trigger
  language plpgsql
as $$
begin
  if old.sealed is not null or new.sealed is null
     or new.organisation_id <> old.organisation_id or new.entry_id <> old.entry_id
     or new.sealed !~ '^v1\.[1-9][0-9]*\.[A-Za-z0-9_-]{59}' or octet_length(new.sealed) <= octet_length(old.payload) then
    raise exception 'values of the journal are sealed, and never changed otherwise' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;
create trigger only_sealed before update on journal_values for each row execute function only_sealed();

create table sealings (
  organisation_id uuid not null,
  id uuid not null,
  register_id uuid not null,
  -- The version of the definition that made the classes stronger, and the keys of the fields.
  version integer not null check (version > 0),
  fields text[] not null check (cardinality(fields) > 0),
  -- Waiting until the records themselves are sealed; then running through the journal.
  status text not null default 'waiting' check (status in ('waiting', 'running', 'done')),
  -- Files that left with values of these fields before.
  export_count integer not null default 0,
  -- Change entries of the organisation: how many there are, how many were looked at, how many of them were sealed.
  entry_count integer not null default 0,
  seen_count integer not null default 0,
  sealed_count integer not null default 0,
  -- The last entry that was looked at.
  seen_to uuid,
  created_by text not null,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (organisation_id, id),
  foreign key (organisation_id, register_id) references registers (organisation_id, id) on delete cascade
);
create index sealings_by_register on sealings (organisation_id, register_id, id);
comment on table sealings is 'tracked: values of the past on their way under a seal, since the class of their fields became stronger';
