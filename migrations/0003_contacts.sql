-- A person has several numbers. Every number stands in contact_numbers and belongs to one person of a caller; contacts.e164
-- repeats the preferred one, so that a list needs no join.
create table contact_numbers (
  user_id text not null references users (id),
  e164 text not null,
  contact_id text not null references contacts (id),
  label text not null default 'other' check (label in ('mobile', 'home', 'work', 'other')),
  position bigint not null default 0,                -- the order in which they were given
  primary key (user_id, e164)
);
create index contact_numbers_of_contact on contact_numbers (contact_id, position);
insert into contact_numbers (user_id, e164, contact_id) select user_id, e164, id from contacts;

alter table contacts add column rank bigint not null default 1 check (rank in (0, 1)); -- 0 for favourites: they come first
alter table contacts add column zone text;                        -- IANA; absent goes by the number
alter table contacts add column tags text not null default '';    -- one to a line
-- What the app makes of name, notes and numbers for searching and sorting (contacts/fold.rs); '' until it has.
alter table contacts add column sort_key text not null default '';
alter table contacts add column name_key text not null default '';
alter table contacts add column search_text text not null default '';
create index contacts_by_name on contacts (user_id, rank, sort_key, id);
create index contacts_by_call on contacts (user_id, coalesce(last_called_at, 0), id);
create index contacts_alike on contacts (user_id, name_key);

-- The newest call of a contact is asked for as often as their sum.
drop index calls_of_contact;
create index calls_of_contact on calls (contact_id, created_at desc, id desc) where contact_id is not null;

-- A file that was read and shown, and waits for "Apply".
create table contact_imports (
  id text primary key,
  user_id text not null references users (id),
  name text not null,                                -- the file's
  created_at bigint not null,
  entries text not null                              -- JSON of contacts/transfer/entry.rs
);
create index contact_imports_of_user on contact_imports (user_id);
