-- Accounts: who is signed in where, who they confirmed to be, and letters with their links.

-- Sessions from before this have 0 and null here: they are shown as such, and must confirm first.
alter table sessions add column began_at bigint not null default 0;
alter table sessions add column seen_at bigint not null default 0;       -- to the nearest five minutes
alter table sessions add column confirmed_at bigint;                     -- when the caller last showed who they are
alter table sessions add column device text not null default '';         -- "Firefox, Linux": never the whole User-Agent
create index sessions_of_user on sessions (user_id);

alter table users add column email_verified_at bigint;
alter table users add column language text;                              -- of letters; null: not known
alter table users add column password_changed_at bigint;                 -- a session that began before is refused
-- Who called before there were letters goes on calling.
update users set email_verified_at = created_at;

-- What a letter's link does, once. The secret of the link is stored as its SHA-256.
create table links (
  id text primary key,                               -- the SHA-256
  purpose text not null check (purpose in ('sign_up', 'verify', 'reset', 'email', 'invitation', 'nothing')),
  user_id text references users (id),                -- null where there is no account yet
  email text not null,                               -- where the letter went
  password_hash text,                                -- of an account to be
  e164 text,                                         -- of an account to be
  created_at bigint not null,
  expires_at bigint not null,
  used_at bigint
);
create index links_of_user on links (user_id) where user_id is not null;
create index links_of_email on links (email, created_at);
create index links_expiry on links (expires_at);

-- Letters that wait to be sent; a sent one is deleted, because its links are secrets.
create table letters (
  id text primary key,                               -- sorts by time
  recipient text not null,
  subject text not null,
  body text not null,
  created_at bigint not null,
  expires_at bigint not null,                        -- after which it is of no use
  tries bigint not null default 0,
  next_try_at bigint not null
);
create index letters_waiting on letters (next_try_at);
