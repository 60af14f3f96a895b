-- Batches: the same done to many records, and the way back. Locks: none, new tables.

create table batches (
  organisation_id uuid not null,
  id uuid not null,
  register_id uuid not null,
  kind text not null check (kind in ('change', 'trash', 'restore')),
  status text not null check (status in ('running', 'done', 'undoing', 'undone')),
  -- Keys of the fields that a change touches: whoever undoes it must be allowed to write them.
  fields jsonb not null default '[]',
  -- What a change sets every record to, sealed: it may be a sensitive value.
  sealed text,
  row_count integer not null,
  done_count integer not null default 0,
  -- Records that were already as they should become.
  same_count integer not null default 0,
  failed_count integer not null default 0,
  undone_count integer not null default 0,
  kept_count integer not null default 0,
  created_by text not null,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (organisation_id, id),
  foreign key (organisation_id, register_id) references registers (organisation_id, id) on delete cascade
);
create index batches_by_register on batches (organisation_id, register_id, id);
comment on table batches is 'tracked: the same done to many records at once, and the way back';
comment on column batches.sealed is 'secret: its value stays out of the journal, which has each record''s own change';

create table batch_records (
  organisation_id uuid not null,
  batch_id uuid not null,
  place integer not null,
  record_id uuid not null,
  is_new boolean not null default false,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'same', 'failed', 'undone', 'kept')),
  problems jsonb not null default '[]',
  -- The record's values from before, of the fields that were changed, sealed.
  sealed text,
  -- The version that the batch made of the record: with another one, somebody has changed it since.
  version_after integer,
  primary key (organisation_id, batch_id, place),
  foreign key (organisation_id, batch_id) references batches (organisation_id, id) on delete cascade
);
create index batch_records_waiting on batch_records (organisation_id, batch_id, state, place);
comment on table batch_records is 'queue: records of a batch with what undoes it, kept for 30 days';
