-- Strong sign-in: one-time codes, recovery codes, passkeys, accounts at other providers. The same text for SQLite and PostgreSQL.

-- The key that an account shares with a code app. It counts once a code has confirmed it.
create table totp (
  user_id text primary key references users (id),
  secret text not null,                              -- sealed: users/strong/vault.rs
  last_step bigint not null default 0,               -- a code of this 30-second step or an older one is never taken again
  confirmed_at bigint,
  created_at bigint not null
);

-- Ways in without the code app: shown once, kept as SHA-256, good once.
create table recovery_codes (
  user_id text not null references users (id),
  code_hash text not null,
  used_at bigint,
  primary key (user_id, code_hash)
);

create table passkeys (
  id text primary key,
  user_id text not null references users (id),
  credential_id text not null unique,                -- as the authenticator names it, in base64url
  name text not null,
  credential text not null,                          -- public key and policy, as JSON of webauthn-rs
  counter bigint not null default 0,                 -- of signatures; authenticators that do not count stay at 0
  created_at bigint not null,
  last_used_at bigint
);
create index passkeys_of_user on passkeys (user_id);

-- Accounts at OpenID Connect providers that open an account here.
create table identities (
  issuer text not null,
  subject text not null,
  user_id text not null references users (id),
  email text,                                        -- as the provider said it; for the owner to recognise it
  created_at bigint not null,
  last_used_at bigint,
  primary key (issuer, subject)
);
create index identities_of_user on identities (user_id);

-- What was begun and must be finished soon: a second step, a passkey's challenge, a visit to a provider.
create table ceremonies (
  id text primary key,                               -- SHA-256 of what the browser's session holds
  kind text not null check (kind in ('code', 'passkey', 'new_passkey', 'provider')),
  user_id text references users (id),
  data text not null,                                -- what the end needs of the beginning, as JSON
  tries bigint not null default 0,
  expires_at bigint not null
);
create index ceremonies_expiry on ceremonies (expires_at);
