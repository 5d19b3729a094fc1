-- What a token may do and until when. Tokens made before may do everything, for ever, as they could. The same text for SQLite and
-- PostgreSQL; columns and tables are only added, so that the binary before this one runs on it.
alter table tokens add column scopes text not null default 'read call money'; -- words of users::scopes::Scope
alter table tokens add column expires_at bigint;                              -- null: never

-- Append-only: what operators did. Each entry's hash covers its own words and the hash before it, so that a row that is changed,
-- taken out or put in between afterwards is found (`ringfare audit verify`). People are named by their ids alone, because their
-- addresses may have to be forgotten and entries may not.
create table audit_entries (
  seq bigint primary key,                            -- 1, 2, 3 without a gap
  at bigint not null,
  actor_id text references users (id),               -- the operator; null: the command line
  action text not null,                              -- one of the words of audit::model::Action
  subject_id text references users (id),             -- whose account it is about, if about one
  object text not null,                              -- what besides the account: a call's id, a deck's name
  before_text text not null,
  after_text text not null,
  reason text not null,
  address text not null,                             -- where the request came from; empty for the command line
  reference text unique,                             -- the form's key: a second submit of the same form changes nothing
  previous_hash text not null unique,                -- SHA-256 of the entry before; unique, so that the chain cannot fork
  hash text not null unique
);
create index audit_entries_of_subject on audit_entries (subject_id, seq);

-- The end of that chain: one row, locked by whoever writes the next entry, and the proof that none was cut off.
create table audit_head (
  id bigint primary key check (id = 1),
  seq bigint not null,
  hash text not null
);
insert into audit_head (id, seq, hash) values (1, 0, '');
