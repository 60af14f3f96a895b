-- Which accounts were made for the demonstration, so that only those go with it. Locks: accounts, for a moment (no rewrite).

alter table accounts add column is_demonstration boolean not null default false;
comment on column accounts.is_demonstration is 'made up for the demonstration, and removed with it';

-- Those that an earlier Valv made: by their names, and never one that somebody has given an address or a password.
update accounts set is_demonstration = true
 where user_name in ('demo.karin', 'demo.yusuf', 'demo.elsa', 'demo.ove', 'demo.mirja') and email is null and password_hash is null;
