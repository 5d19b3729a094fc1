-- One text for SQLite and PostgreSQL. Money is bigint micro-units, moments are bigint epoch milliseconds (UTC), ids are
-- text made by the app. No triggers, no sequences, no engine's own types.

-- An account and its wallet in one row: one row to lock for every movement of money.
-- The checks are the last wall: whatever the code believes, a balance cannot sink below what is held.
create table users (
  id text primary key,
  email text not null unique,
  password_hash text not null,
  e164 text unique,                                  -- the caller's own number, if they gave one
  is_admin boolean not null default false,
  currency text not null default 'USD',
  status text not null default 'active' check (status in ('active', 'frozen', 'closed')),
  balance_micros bigint not null default 0,
  held_micros bigint not null default 0,
  txn_seq bigint not null default 0,                 -- the last seq in transactions
  wallet_version bigint not null default 0,          -- rises with every hold, charge, release and credit
  active_calls bigint not null default 0,
  max_calls bigint not null default 4,
  created_at bigint not null,
  check (held_micros >= 0),
  check (balance_micros >= held_micros),
  check (active_calls between 0 and max_calls)
);

-- Server-side sessions, so that signing out ends them here; the id is stored as its SHA-256.
create table sessions (
  id text primary key,
  user_id text references users (id),
  data text not null,
  expires_at bigint not null
);
create index sessions_expiry on sessions (expires_at);

-- Bearer tokens for scripts: the secret is shown once and stored as its SHA-256.
create table tokens (
  id text primary key,
  user_id text not null references users (id),
  name text not null,
  secret_hash text not null unique,
  created_at bigint not null,
  last_used_at bigint,
  revoked_at bigint
);

-- Values the server makes once and must find again, such as the local carrier's account.
create table settings (
  name text primary key,
  value text not null
);

create table contacts (
  id text primary key,
  user_id text not null references users (id),
  e164 text not null,
  name text not null,
  notes text not null default '',
  last_called_at bigint,
  created_at bigint not null,
  unique (user_id, e164)
);

-- Rate decks are versions: a deck is written whole, then activated, and never changed, because calls refer to its rows.
create table decks (
  id text primary key,
  name text not null,
  created_at bigint not null,
  activated_at bigint                                -- the deck in force is the one activated last
);

create table rates (
  deck_id text not null references decks (id),
  prefix text not null,                              -- digits of the destination, without '+'
  origin text not null default '',                   -- digits of the caller id; '' serves every other one
  destination text not null,
  blocked boolean not null,
  rate_micros_per_min bigint not null check (rate_micros_per_min >= 0),
  connect_micros bigint not null check (connect_micros >= 0),
  initial_s bigint not null check (initial_s >= 0),
  increment_s bigint not null check (increment_s >= 1),
  free_under_s bigint not null default 0 check (free_under_s >= 0),
  carrier_micros_per_min bigint,
  primary key (deck_id, prefix, origin)
);

create table calls (
  id text primary key,                               -- ours: the key of the charge
  user_id text not null references users (id),
  contact_id text references contacts (id),
  parent_sid text unique,                            -- the browser's leg
  child_sid text unique,                             -- the called leg: its duration is the price
  to_e164 text not null,
  from_e164 text not null,
  country text,                                      -- ISO 3166-1 alpha-2 of to_e164
  destination text not null,
  direction text not null default 'outbound' check (direction in ('outbound')),
  deck_id text not null,                             -- the frozen rate: these and the next lines
  prefix text not null,
  origin text not null,
  rate_micros_per_min bigint not null,
  connect_micros bigint not null,
  initial_s bigint not null,
  increment_s bigint not null,
  free_under_s bigint not null,
  time_limit_s bigint not null,
  hold_micros bigint not null check (hold_micros >= 0),
  hold_expires_at bigint not null,
  status text not null check (status in ('queued', 'initiated', 'ringing', 'in-progress',
                                         'completed', 'busy', 'failed', 'no-answer', 'canceled')),
  status_rank bigint not null,                       -- 0..3 alive, 9 parked (ended, duration unknown), 10 settled
  duration_s bigint,
  created_at bigint not null,
  answered_at bigint,
  ended_at bigint,
  reconcile_tries bigint not null default 0,
  reconcile_at bigint,                               -- when the reconciler asks the carrier again
  settled_at bigint,
  settled_by text check (settled_by in ('status', 'dial_action', 'adoption', 'reconciler')),
  billed_s bigint,
  rated_micros bigint,
  charged_micros bigint,
  carrier_micros bigint,
  carrier_currency text,
  carrier_checked_at bigint,
  foreign key (deck_id, prefix, origin) references rates (deck_id, prefix, origin),
  check ((settled_at is null) = (charged_micros is null)),
  check (charged_micros is null or (charged_micros between 0 and hold_micros and charged_micros <= rated_micros))
);
create index calls_open on calls (hold_expires_at) where settled_at is null;
create index calls_of_user on calls (user_id, created_at desc, id desc);
create index calls_of_contact on calls (contact_id) where contact_id is not null;

create table payments (
  id text primary key,
  user_id text not null references users (id),
  provider text not null,
  provider_ref text not null,
  amount_micros bigint not null check (amount_micros > 0),
  currency text not null,
  state text not null check (state in ('pending', 'succeeded', 'failed')),
  credited_at bigint,
  created_at bigint not null,
  unique (provider, provider_ref)
);

-- Append-only: a correction is a new row. seq has no gaps and balance_after_micros runs, so that a page of the statement
-- proves itself.
create table transactions (
  user_id text not null references users (id),
  seq bigint not null,
  kind text not null check (kind in ('topup', 'call', 'refund', 'chargeback', 'adjust')),
  amount_micros bigint not null check (amount_micros <> 0),
  balance_after_micros bigint not null check (balance_after_micros >= 0),
  call_id text references calls (id),
  payment_id text references payments (id),
  operator text,
  note text,
  created_at bigint not null,
  primary key (user_id, seq),
  check (kind <> 'call' or (call_id is not null and amount_micros < 0)),
  check (kind <> 'topup' or (payment_id is not null and amount_micros > 0)),
  check (kind <> 'adjust' or operator is not null)
);
create unique index one_charge_per_call on transactions (call_id) where kind = 'call';
create unique index one_topup_per_payment on transactions (payment_id) where kind = 'topup';

-- Everything the carrier told us, once each; also the timeline of a call. Nothing here moves money by itself.
create table webhook_events (
  id text primary key,                               -- sorts by arrival
  dedupe_key text not null unique,
  source text not null check (source in ('voice', 'status', 'dial', 'events', 'reconciler')),
  kind text not null,                                -- what it says: 'status', 'debugger', an Event Streams type
  call_sid text,
  parent_sid text,
  call_id text references calls (id),                -- null: waits for a call not known yet
  status text,
  sequence_number bigint,
  summary text not null default '',                  -- one sentence for people
  body text not null,
  received_at bigint not null,
  applied_at bigint
);
create index webhook_events_of_call on webhook_events (call_id, id);
create index webhook_events_waiting on webhook_events (parent_sid) where call_id is null;
create index webhook_events_waiting_leg on webhook_events (call_sid) where call_id is null;
