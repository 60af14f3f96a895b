-- Accounts and sessions belong to no organisation; valv_identity alone reaches them. Locks: none, new tables.

create table accounts (
  id uuid primary key,
  -- Without an @ it can never be taken for somebody's e-mail: one signs in with either.
  user_name text not null check (user_name = lower(user_name) and length(user_name) between 3 and 100 and position('@' in user_name) = 0),
  email text check (email = lower(email) and length(email) <= 254),
  display_name text not null check (length(display_name) between 1 and 200),
  language text not null default 'sv' check (language in ('sv', 'en')),
  password_hash text,
  password_set_at timestamptz,
  status text not null default 'active' check (status in ('active', 'disabled')),
  created_at timestamptz not null default now(),
  unique (user_name),
  unique (email)
);
comment on table accounts is 'global: one human''s way to sign in, across organisations';
comment on column accounts.password_hash is 'secret: argon2id over a peppered password (P11)';

create table sessions (
  id uuid primary key,
  token_hash bytea not null unique,
  account_id uuid not null references accounts (id) on delete cascade,
  factors text[] not null,
  device text not null default '',
  created_at timestamptz not null,
  signed_in_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index sessions_by_account on sessions (account_id);
comment on table sessions is 'global: one signed-in browser or app; the token is known only to it';

create table sign_in_links (
  id uuid primary key,
  token_hash bytea not null unique,
  account_id uuid not null references accounts (id) on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
comment on table sign_in_links is 'global: single-use links printed by the machine itself (first start, valv sign-in-link)';

alter table memberships add foreign key (account_id) references accounts (id);
create index memberships_by_account on memberships (account_id);

-- What `enter` hands to `judge`. Instants are milliseconds since 1970, so that no layer parses dates.
create function milliseconds(instant timestamptz) returns double precision
  language sql immutable parallel safe
  return floor(date_part('epoch', instant) * 1000);

-- The first statement of every call (architecture.md, "The way of a call"). One round trip: finds the session or key by
-- hash, the account, the membership in the wanted organisation and its policy, puts organisation and actor into the
-- transaction, and returns the facts. It decides nothing but this: without an active membership, or without a live key
-- of this very organisation, no organisation is entered, and row level security shows no row of any.
create function enter(credential text, hash bytea, home uuid, wanted uuid, request uuid, door text) returns json
  language plpgsql security definer
as $$
declare
  found_session json;
  found_key json;
  found_account json;
  member record;
  is_member boolean := false;
  actor text := 'nobody';
  account uuid;
  key_membership uuid;
begin
  if credential = 'session' then
    select json_build_object('id', s.id, 'factors', s.factors, 'signedInAt', milliseconds(s.signed_in_at),
             'lastSeenAt', milliseconds(s.last_seen_at), 'expiresAt', milliseconds(s.expires_at), 'endedAt', milliseconds(s.ended_at)),
           json_build_object('id', a.id, 'status', a.status, 'language', a.language, 'displayName', a.display_name, 'hasPassword', a.password_hash is not null),
           a.id
      into found_session, found_account, account
      from sessions s join accounts a on a.id = s.account_id where s.token_hash = hash;
    if found then actor := 'account:' || account; end if;
  elsif credential = 'key' then
    select json_build_object('id', k.id, 'organisation', home, 'permissions', k.permissions,
             'expiresAt', milliseconds(k.expires_at), 'revokedAt', milliseconds(k.revoked_at)),
           json_build_object('id', a.id, 'status', a.status, 'language', a.language, 'displayName', a.display_name, 'hasPassword', a.password_hash is not null),
           a.id, k.membership_id, 'key:' || k.id
      into found_key, found_account, account, key_membership, actor
      from api_keys k
      join memberships m on m.organisation_id = k.organisation_id and m.id = k.membership_id
      join accounts a on a.id = m.account_id
      where k.organisation_id = home and k.token_hash = hash;
    if not found then actor := 'nobody'; end if;
  end if;

  -- A key is its own organisation's alone, whatever else its member belongs to.
  if account is not null and wanted is not null and (key_membership is null or wanted = home) then
    select m.status, o.status as organisation_status,
           json_build_object('id', m.id, 'status', m.status) as membership,
           json_build_object('id', wanted, 'status', o.status, 'name', o.name, 'slug', a.slug) as organisation,
           (select p.settings from security_policies p where p.organisation_id = wanted order by p.version desc limit 1) as policy,
           (select json_agg(json_build_object('id', r.id, 'code', r.code, 'permissions', r.permissions))
              from membership_roles mr join roles r on r.organisation_id = mr.organisation_id and r.id = mr.role_id
              where mr.organisation_id = wanted and mr.membership_id = m.id) as roles
      into member
      from memberships m
      join organisations o on o.organisation_id = m.organisation_id
      join organisation_addresses a on a.organisation_id = m.organisation_id
      where m.organisation_id = wanted and m.account_id = account;
    is_member := found;
    if is_member and member.status = 'active' and member.organisation_status = 'open' then
      perform set_config('valv.organisation', wanted::text, true);
    end if;
  end if;

  perform set_config('valv.context', '{"actor":"' || actor || '","door":"' || door || '","request":"' || request || '"}', true);
  if not is_member then
    return json_build_object('session', found_session, 'key', found_key, 'account', found_account);
  end if;
  return json_build_object('session', found_session, 'key', found_key, 'account', found_account, 'organisation', member.organisation,
    'membership', member.membership, 'policy', member.policy, 'roles', member.roles);
end
$$;
comment on function enter is 'The only way into an organisation for a call; owned by valv_identity, run by valv_runtime and valv_identity.';

-- Last-seen rides in the journal writer's batch: one statement, one commit for many calls. A membership that is just being
-- removed is passed over: waiting for it would hold up every call's entry, and its foreign key would fail the whole batch.
create function touch(session_ids uuid[], membership_organisations uuid[], membership_ids uuid[], key_organisations uuid[], key_ids uuid[], at timestamptz)
  returns void language sql security definer
begin atomic
  update sessions set last_seen_at = greatest(last_seen_at, at) where id = any (session_ids);
  insert into membership_activity (organisation_id, membership_id, last_seen_at)
    select m.organisation_id, m.id, at from memberships m
      join unnest(membership_organisations, membership_ids) as seen (organisation_id, id)
        on m.organisation_id = seen.organisation_id and m.id = seen.id
      for key share of m skip locked
    on conflict (organisation_id, membership_id) do update set last_seen_at = greatest(membership_activity.last_seen_at, excluded.last_seen_at);
  insert into api_key_activity (organisation_id, api_key_id, last_used_at)
    select k.organisation_id, k.id, at from api_keys k
      join memberships m on m.organisation_id = k.organisation_id and m.id = k.membership_id
      join unnest(key_organisations, key_ids) as used (organisation_id, id)
        on k.organisation_id = used.organisation_id and k.id = used.id
      for key share of m skip locked
    on conflict (organisation_id, api_key_id) do update set last_used_at = greatest(api_key_activity.last_used_at, excluded.last_used_at);
end;

-- An operator, entered in the installation, claims the address of a new organisation; the id must be new, so the
-- unit of work that goes on inside it can touch no other organisation's rows.
create function claim_address(new_organisation uuid, new_slug text) returns void
  language plpgsql security definer
as $$
begin
  if current_organisation() is distinct from installation() then
    raise exception 'only the installation opens organisations' using errcode = 'insufficient_privilege';
  end if;
  insert into organisation_addresses (slug, organisation_id) values (new_slug, new_organisation);
end
$$;

-- The address of the entered organisation, for those who may not look among the addresses of others.
create function organisation_address() returns text
  language sql stable security definer
begin atomic
  select slug from organisation_addresses where organisation_id = current_organisation();
end;

-- The operator's list: names, addresses and counts of members only; nothing an organisation keeps in its registers.
create function list_organisations(after_slug text, page_size integer)
  returns table (organisation_id uuid, slug text, name text, status text, is_demonstration boolean, member_count bigint, created_at timestamptz)
  language plpgsql stable security definer
as $$
begin
  if current_organisation() is distinct from installation() then
    raise exception 'only the installation lists organisations' using errcode = 'insufficient_privilege';
  end if;
  return query
    select o.organisation_id, ad.slug, o.name, o.status, o.is_demonstration,
           (select count(*) from memberships m where m.organisation_id = o.organisation_id), o.created_at
      from organisation_addresses ad join organisations o using (organisation_id)
      where ad.slug > after_slug and o.organisation_id <> installation()
      order by ad.slug limit page_size;
end
$$;
