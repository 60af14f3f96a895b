-- Imports: how a file was read, updating by a key, checking before running, correcting rows. Locks: `imports` and `import_rows`
-- for a moment; their new columns have constant defaults, so no row is rewritten.

alter table imports
  -- Encoding and separator, or sheet. Null for imports from before.
  add column format jsonb,
  add column mode text not null default 'add' check (mode in ('add', 'update', 'add_or_update')),
  add column key_field text,
  -- Checking goes on into running when it was asked for by who wanted to run.
  add column is_run_wanted boolean not null default false,
  add column checked_count integer not null default 0,
  add column checked_at timestamptz,
  -- What rows would become, once they are checked; what they became, once they are run.
  add column new_count integer not null default 0,
  add column changed_count integer not null default 0,
  add column same_count integer not null default 0,
  add column faulty_count integer not null default 0,
  drop constraint imports_status_check,
  add constraint imports_status_check check (status in ('staged', 'checking', 'running', 'done', 'undoing', 'undone')),
  add constraint imports_key_check check ((mode = 'add') = (key_field is null));

alter table import_rows
  add column outcome text check (outcome in ('new', 'changed', 'same', 'faulty')),
  -- The values that the row changed, as they were before, sealed; and the version that it made.
  add column sealed_before text,
  add column record_version integer;
create index import_rows_outcome on import_rows (organisation_id, import_id, outcome, row_number);

create table import_keys (
  organisation_id uuid not null,
  import_id uuid not null,
  field text not null,
  -- Blind index of the value: the file's own rows are compared, and nothing else.
  key_hash text not null,
  row_number integer not null,
  primary key (organisation_id, import_id, field, key_hash, row_number),
  foreign key (organisation_id, import_id, row_number)
    references import_rows (organisation_id, import_id, row_number) on delete cascade
);
create index import_keys_by_row on import_keys (organisation_id, import_id, row_number);
comment on table import_keys is 'queue: values of unique fields in the rows of a file, to find those that stand there twice';
