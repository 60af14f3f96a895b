-- Field types that number themselves, and values that change their form. Locks: adding columns with a constant default
-- rewrites no table and holds its lock for the catalogue alone.

create table register_sequences (
  organisation_id uuid not null,
  register_id uuid not null,
  field text not null,
  last bigint not null check (last >= 0),
  primary key (organisation_id, register_id, field),
  foreign key (organisation_id, register_id) references registers (organisation_id, id) on delete cascade
);
comment on table register_sequences is 'derived: the last number given by a sequence field; whoever makes a record holds its row until commit, so no number is lost or given twice';

-- The version of the definition since which values are stored as they are. A record of an earlier shape is read by the
-- definition of that version and written anew by a job, so that no change of a definition stops the work.
alter table register_definitions add column shape integer not null default 1 check (shape between 1 and version);
alter table records add column shape integer not null default 1 check (shape > 0);
create index records_by_shape on records (organisation_id, register_id, shape, id);
