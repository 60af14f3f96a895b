-- Organisations, who belongs to them and what they may do. Locks: none, new tables.

create table organisations (
  organisation_id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  language text not null default 'sv' check (language in ('sv', 'en')),
  status text not null default 'open' check (status in ('open', 'closed')),
  is_demonstration boolean not null default false,
  created_at timestamptz not null default now()
);
comment on table organisations is 'tracked (read by identity): a customer; everything it owns carries its id';

create table organisation_addresses (
  slug text primary key check (slug ~ '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$'),
  -- Deferred: the address is claimed before the organisation is there, so that a taken one costs nothing.
  organisation_id uuid not null unique references organisations (organisation_id) on delete cascade deferrable initially deferred
);
comment on table organisation_addresses is
  'global: where an organisation signs in (/o/<slug>); apart because an address is unique across organisations';

create table security_policies (
  organisation_id uuid not null references organisations (organisation_id) on delete cascade,
  id uuid not null,
  version integer not null check (version > 0),
  settings jsonb not null,
  created_at timestamptz not null default now(),
  primary key (organisation_id, id),
  unique (organisation_id, version)
);
comment on table security_policies is 'tracked (read by identity): settings for sign-in and sessions; the highest version is in force';

create table roles (
  organisation_id uuid not null references organisations (organisation_id) on delete cascade,
  id uuid not null,
  code text check (code in ('operator', 'owner', 'administrator', 'editor', 'reader', 'auditor', 'privacy_officer')),
  name text not null check (length(name) between 1 and 100),
  permissions text[] not null default '{}',
  created_at timestamptz not null default now(),
  primary key (organisation_id, id),
  unique (organisation_id, code),
  unique (organisation_id, name)
);
comment on table roles is 'tracked (read by identity): a named set of permissions; a role with a code takes its permissions from the program';

create table memberships (
  organisation_id uuid not null references organisations (organisation_id) on delete cascade,
  id uuid not null,
  account_id uuid not null,
  display_name text not null check (length(display_name) between 1 and 200),
  status text not null default 'active' check (status in ('active', 'suspended')),
  created_at timestamptz not null default now(),
  primary key (organisation_id, id),
  unique (organisation_id, account_id)
);
comment on table memberships is 'tracked (shared with identity): an account in an organisation';

create table membership_roles (
  organisation_id uuid not null,
  id uuid not null,
  membership_id uuid not null,
  role_id uuid not null,
  primary key (organisation_id, id),
  unique (organisation_id, membership_id, role_id),
  foreign key (organisation_id, membership_id) references memberships (organisation_id, id) on delete cascade,
  foreign key (organisation_id, role_id) references roles (organisation_id, id)
);
create index membership_roles_by_role on membership_roles (organisation_id, role_id);
comment on table membership_roles is 'tracked (shared with identity): which roles a member has';

create table membership_activity (
  organisation_id uuid not null,
  membership_id uuid not null,
  last_seen_at timestamptz not null,
  primary key (organisation_id, membership_id),
  foreign key (organisation_id, membership_id) references memberships (organisation_id, id) on delete cascade
);
comment on table membership_activity is 'derived (shared with identity): when a member was last active; apart from memberships, or each call would be a change';

create table invitations (
  organisation_id uuid not null references organisations (organisation_id) on delete cascade,
  id uuid not null,
  token_hash bytea not null,
  note text not null default '' check (length(note) <= 200),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  -- Null for the first owner's, which the operator makes from outside.
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (organisation_id, id),
  unique (organisation_id, token_hash),
  -- As a key, it dies with the membership that made it: who was removed does not come back by a way they left open (P21).
  foreign key (organisation_id, created_by) references memberships (organisation_id, id) on delete cascade
);
create index invitations_by_maker on invitations (organisation_id, created_by);
comment on table invitations is 'tracked (shared with identity): a single-use way into an organisation';
comment on column invitations.token_hash is 'secret: SHA-256 of the token; its value stays out of the journal';

create table invitation_roles (
  organisation_id uuid not null,
  id uuid not null,
  invitation_id uuid not null,
  role_id uuid not null,
  primary key (organisation_id, id),
  unique (organisation_id, invitation_id, role_id),
  foreign key (organisation_id, invitation_id) references invitations (organisation_id, id) on delete cascade,
  foreign key (organisation_id, role_id) references roles (organisation_id, id) on delete cascade
);
create index invitation_roles_by_role on invitation_roles (organisation_id, role_id);
comment on table invitation_roles is 'tracked (read by identity): the roles an invitation gives';

create table api_keys (
  organisation_id uuid not null references organisations (organisation_id) on delete cascade,
  id uuid not null,
  membership_id uuid not null,
  token_hash bytea not null,
  name text not null check (length(name) between 1 and 100),
  permissions text[] not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (organisation_id, id),
  unique (organisation_id, token_hash),
  -- A key acts for the member who made it and dies with the membership (P21).
  foreign key (organisation_id, membership_id) references memberships (organisation_id, id) on delete cascade
);
create index api_keys_by_membership on api_keys (organisation_id, membership_id);
comment on table api_keys is 'tracked (read by identity): a program''s way in: scoped, hashed, expiring, never more than its member may';
comment on column api_keys.token_hash is 'secret: SHA-256 of the key';

create table api_key_activity (
  organisation_id uuid not null,
  api_key_id uuid not null,
  last_used_at timestamptz not null,
  primary key (organisation_id, api_key_id),
  foreign key (organisation_id, api_key_id) references api_keys (organisation_id, id) on delete cascade
);
comment on table api_key_activity is 'derived (shared with identity): when a key was last used';
