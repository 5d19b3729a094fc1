-- What an account did that looks like somebody else spending its credit: once a day for each kind. The same text for SQLite and
-- PostgreSQL.
create table alarms (
  user_id text not null references users (id),
  kind text not null check (kind in ('velocity', 'destinations')),
  day bigint not null,                               -- midnight UTC
  counted bigint not null,
  threshold bigint not null,
  created_at bigint not null,
  primary key (user_id, kind, day)
);
create index alarms_by_time on alarms (created_at);

-- What all accounts spent in a day is read before a call is authorised, where RINGFARE_LIMIT_SERVER_DAY is set.
create index transactions_of_calls_by_time on transactions (created_at, amount_micros) where call_id is not null;
