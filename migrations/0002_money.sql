-- What makes the books explain themselves: limits, refunds, what each post of the carrier changed, the carrier's own prices.
-- The same text for SQLite and PostgreSQL; columns are only added, so that the binary before this one runs on it.

-- What an account may spend. The operator's row and the caller's own count both, the tighter one decides; null sets no
-- limit of that kind. Days and months are UTC.
create table spending_limits (
  user_id text not null references users (id),
  set_by text not null check (set_by in ('operator', 'caller')),
  call_seconds_most bigint check (call_seconds_most >= 60),
  day_micros_most bigint check (day_micros_most >= 0),
  month_micros_most bigint check (month_micros_most >= 0),
  rate_micros_per_min_most bigint check (rate_micros_per_min_most >= 0),
  calls_most bigint check (calls_most >= 1),
  blocked_countries text not null default '',        -- ISO 3166-1 alpha-2, sorted, separated by commas
  updated_at bigint not null,
  primary key (user_id, set_by)
);

-- Why an account is frozen, for its owner and for the operator; null while it is active.
alter table users add column status_reason text;
alter table users add column status_changed_at bigint;

-- What the carrier was told last, in seconds. Below time_limit_s a longer hold was taken and the carrier has yet to hear
-- of it; null for a call that was never extended.
alter table calls add column carrier_limit_s bigint;
-- The carrier's price of each leg, in micro-units of carrier_currency; carrier_micros is their sum.
alter table calls add column carrier_parent_micros bigint;
alter table calls add column carrier_child_micros bigint;
-- How often the price was asked for, and when it is asked for next; null before the settlement and when it is known.
alter table calls add column carrier_tries bigint not null default 0;
alter table calls add column carrier_due_at bigint;
-- When the reconciler stopped asking: the call is the operator's.
alter table calls add column given_up_at bigint;
-- When the carrier said that no sound ever passed; such a call is refunded.
alter table calls add column silent_at bigint;
create index calls_price_due on calls (carrier_due_at) where carrier_due_at is not null;

-- When it happened by the carrier's clock (whole seconds), how often it was delivered, and what it changed, as one of the
-- words of calls::model::EventEffect.
alter table webhook_events add column carrier_at bigint;
alter table webhook_events add column deliveries bigint not null default 1;
alter table webhook_events add column last_delivery_at bigint;
alter table webhook_events add column effect text;

-- A refund is an adjustment that names its call: one per call.
create unique index one_refund_per_call on transactions (call_id) where kind = 'adjust' and call_id is not null;
-- What was spent since a moment; a month's statement.
create index transactions_of_user_by_time on transactions (user_id, created_at);

-- How often the carrier was asked to end a call that ran past its limit.
alter table calls add column end_tries bigint not null default 0;
