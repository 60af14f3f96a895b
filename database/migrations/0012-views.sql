-- Saved views of registers. Locks: none, a new table.

create table views (
  organisation_id uuid not null,
  id uuid not null,
  register_id uuid not null,
  name text not null check (length(name) between 1 and 100),
  version integer not null default 1 check (version > 0),
  -- Columns, sort, filters, search, grouping and totals: names of fields and what is asked of them.
  view jsonb not null,
  -- Whose it is; a shared one stays when its maker leaves.
  owner_id uuid,
  -- Roles that see it beside its owner: none (null), these, or everybody who may read the register (empty).
  shared_with uuid[],
  created_at timestamptz not null default now(),
  primary key (organisation_id, id),
  foreign key (organisation_id, register_id) references registers (organisation_id, id) on delete cascade
);
create index views_by_register on views (organisation_id, register_id, id);
comment on table views is 'tracked: how somebody looks at a register, kept under a name and shared with roles';
