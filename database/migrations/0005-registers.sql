-- Registers: definitions, records, and what is derived from them for fast lists. Locks: none, new tables.

create table registers (
  organisation_id uuid not null references organisations (organisation_id) on delete cascade,
  id uuid not null,
  key text not null check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
  definition_version integer not null check (definition_version > 0),
  created_at timestamptz not null default now(),
  primary key (organisation_id, id),
  unique (organisation_id, key)
);
comment on table registers is 'tracked: an organisation''s typed collection of records';

create table register_definitions (
  organisation_id uuid not null,
  id uuid not null,
  register_id uuid not null,
  version integer not null check (version > 0),
  definition jsonb not null,
  created_at timestamptz not null default now(),
  primary key (organisation_id, id),
  unique (organisation_id, register_id, version),
  foreign key (organisation_id, register_id) references registers (organisation_id, id) on delete cascade
);
comment on table register_definitions is 'tracked: every version of a register''s fields; a version is never changed';

create table records (
  organisation_id uuid not null,
  id uuid not null,
  register_id uuid not null,
  version integer not null check (version > 0),
  -- Values by field key. Identity numbers and sensitive fields are sealed (AES-256-GCM) before they come here.
  data jsonb not null,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  trashed_at timestamptz,
  primary key (organisation_id, id),
  foreign key (organisation_id, register_id) references registers (organisation_id, id) on delete cascade
);
create index records_live on records (organisation_id, register_id, id) where trashed_at is null;
create index records_trashed on records (organisation_id, register_id, trashed_at, id) where trashed_at is not null;
comment on table records is 'tracked: the rows of registers';

-- One row per live record and sortable, filterable or unique field. Under row level security only leakproof operators reach
-- an index (=, ranges, ^@), so values become typed keys: `sort_text` in Swedish order, `fold` for equality and prefixes
-- (lower case, byte order; the blind index of an identity number), `sort_date`, `sort_number` (a choice's place in its list).
create table record_keys (
  organisation_id uuid not null,
  register_id uuid not null,
  field text not null,
  record_id uuid not null,
  sort_text text collate "sv-x-icu",
  sort_date date,
  sort_number numeric,
  fold text collate "C",
  is_unique boolean not null default false,
  primary key (organisation_id, record_id, field),
  foreign key (organisation_id, record_id) references records (organisation_id, id) on delete cascade
);
create index record_keys_text on record_keys (organisation_id, register_id, field, sort_text, record_id) where sort_text is not null;
create index record_keys_date on record_keys (organisation_id, register_id, field, sort_date, record_id) where sort_date is not null;
create index record_keys_number on record_keys (organisation_id, register_id, field, sort_number, record_id) where sort_number is not null;
create index record_keys_fold on record_keys (organisation_id, register_id, field, fold, record_id) where fold is not null;
create unique index record_keys_unique on record_keys (organisation_id, register_id, field, fold) where is_unique and fold is not null;
comment on table record_keys is 'derived: typed keys of sortable, filterable and unique fields';

create table record_terms (
  organisation_id uuid not null,
  register_id uuid not null,
  term text collate "C" not null,
  record_id uuid not null,
  field text not null,
  primary key (organisation_id, record_id, term, field),
  foreign key (organisation_id, record_id) references records (organisation_id, id) on delete cascade
);
create index record_terms_by_term on record_terms (organisation_id, register_id, term, record_id);
comment on table record_terms is 'derived: the words of searchable fields, found by ^@';

create table imports (
  organisation_id uuid not null,
  id uuid not null,
  register_id uuid not null,
  file_name text not null check (length(file_name) between 1 and 255),
  status text not null check (status in ('staged', 'running', 'done', 'undoing', 'undone')),
  mapping jsonb not null default '{}',
  row_count integer not null,
  done_count integer not null default 0,
  failed_count integer not null default 0,
  created_by text not null,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (organisation_id, id),
  foreign key (organisation_id, register_id) references registers (organisation_id, id) on delete cascade
);
comment on table imports is 'tracked: a file on its way into a register, and the way back';

create table import_rows (
  organisation_id uuid not null,
  import_id uuid not null,
  row_number integer not null,
  -- The row as it stood in the file, sealed: it may hold identity numbers in clear.
  sealed text,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed', 'undone', 'kept')),
  problems jsonb not null default '[]',
  record_id uuid,
  primary key (organisation_id, import_id, row_number),
  foreign key (organisation_id, import_id) references imports (organisation_id, id) on delete cascade
);
create index import_rows_waiting on import_rows (organisation_id, import_id, state, row_number);
comment on table import_rows is 'queue: staged rows of an import, kept until it is finished and 30 days more for undo';
