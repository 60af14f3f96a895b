-- Comments on records, and whom they mention. Locks: none, new tables.

create table comments (
  organisation_id uuid not null,
  id uuid not null,
  record_id uuid not null,
  -- The membership that wrote it. No foreign key: what was said stays when who said it leaves.
  author_id uuid not null,
  version integer not null default 1 check (version > 0),
  -- Plain text; a mention is `@[membership id]`, so it holds no name. Null once removed: nothing of it is left here.
  text text check (length(text) between 1 and 5000),
  created_at timestamptz not null default now(),
  edited_at timestamptz,
  removed_at timestamptz,
  -- The membership that removed it: only its author, and only when it was they, may write it anew.
  removed_by uuid,
  primary key (organisation_id, id),
  check ((text is null) = (removed_at is not null)),
  check ((removed_at is null) = (removed_by is null)),
  foreign key (organisation_id, record_id) references records (organisation_id, id) on delete cascade
);
-- Ids are UUIDv7: the conversation of a record in its order.
create index comments_by_record on comments (organisation_id, record_id, id);
comment on table comments is 'tracked: what members say about a record';

create table comment_mentions (
  organisation_id uuid not null,
  id uuid not null,
  comment_id uuid not null,
  membership_id uuid not null,
  created_at timestamptz not null default now(),
  read_at timestamptz,
  primary key (organisation_id, id),
  unique (organisation_id, comment_id, membership_id),
  foreign key (organisation_id, comment_id) references comments (organisation_id, id) on delete cascade,
  -- With the membership ends whom to tell.
  foreign key (organisation_id, membership_id) references memberships (organisation_id, id) on delete cascade
);
create index comment_mentions_by_member on comment_mentions (organisation_id, membership_id, id);
-- The number at the bell: a few rows of one member, whatever they have read before.
create index comment_mentions_unread on comment_mentions (organisation_id, membership_id, id) where read_at is null;
comment on table comment_mentions is 'tracked: whom a comment wants to reach, and whether they have seen it';
