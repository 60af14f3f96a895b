-- A register whose definition changed works on while its keys and values are brought up to date. Locks: a column with a constant
-- default, for the catalogue alone.

-- Fields whose keys and words are not complete yet: no list may be sorted, filtered or searched by them.
alter table registers add column preparing text[] not null default '{}';
