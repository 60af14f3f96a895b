-- The house: one schema, the context of a call, and the words in which tables say what they are.
-- Locks: none that matter, nothing exists yet.
--
-- Every table says its kind first in its comment, and tenancy.sql gives trigger, policy and grants by it:
--   tracked   an organisation's own data: row level security and the change trigger
--   derived   rebuilt from tracked data (sort keys, words, last activity): row level security, no trigger, in no bundle
--   queue     work on its way (staged import rows, idempotent answers): as derived
--   journal   insert only for valv_journal, read under row level security
--   global    belongs to no organisation: valv_identity or the owner alone
-- After the kind may stand, in brackets, "read by identity" or "shared with identity".

create function current_organisation() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('valv.organisation', true), '')::uuid;
comment on function current_organisation() is
  'The organisation this transaction has entered, or null. STABLE, or every policy would scan the whole table (security.md §4.1).';

create function installation() returns uuid
  language sql immutable parallel safe
  return '00000000-0000-7000-8000-000000000001'::uuid;
comment on function installation() is
  'The organisation that stands for the installation itself: its journal holds what belongs to no other.';

-- PostgreSQL 15 has no uuidv7(). As in version 18, the 12 bits after the version hold the fraction of the millisecond,
-- so that the entries of one transaction keep their order.
create function uuid_v7() returns uuid
  language sql volatile parallel safe
  return (
    select encode(
      overlay(
        overlay(uuid_send(gen_random_uuid()) placing substring(int8send(us / 1000) from 3) from 1 for 6)
        placing substring(int4send((28672 + (us % 1000) * 4096 / 1000)::int) from 3) from 7 for 2
      ), 'hex')::uuid
    from (select (date_part('epoch', clock_timestamp()) * 1000000)::bigint as us) as clock
  );
comment on function uuid_v7() is 'A time-ordered UUID (RFC 9562 version 7), for rows that the database makes itself.';
