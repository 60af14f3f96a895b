-- Idempotent answers and the proofs of promises. Locks: none, new tables.

create table idempotent_answers (
  organisation_id uuid not null references organisations (organisation_id) on delete cascade,
  actor text not null,
  key text not null check (length(key) between 8 and 200),
  request_hash bytea not null,
  -- Null while the first call is still at work; sealed, since an answer may hold personal data.
  answer text,
  created_at timestamptz not null default now(),
  primary key (organisation_id, actor, key)
);
create index idempotent_answers_by_age on idempotent_answers (organisation_id, created_at);
comment on table idempotent_answers is 'queue: what a POST with Idempotency-Key answered, for 24 hours';

create table promise_proofs (
  organisation_id uuid not null references organisations (organisation_id) on delete cascade,
  id uuid not null,
  promise text not null check (promise ~ '^P[0-9]{2}$'),
  outcome text not null check (outcome in ('passed', 'failed')),
  shown_by text not null,
  evidence jsonb not null,
  proved_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (organisation_id, id)
);
create index promise_proofs_latest on promise_proofs (organisation_id, promise, proved_at desc, id desc);
comment on table promise_proofs is 'tracked (read by identity): dated evidence that a promise is kept; belongs to the installation';
