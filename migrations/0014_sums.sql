-- What is kept of the sums of a caller's calls, one row for a stretch of time (src/calls/store/sums.rs). Nothing refers to users, who
-- stay: a row of theirs would be locked with each of these. The same text for SQLite and PostgreSQL.
create table call_sums (
  user_id text not null,
  width_ms bigint not null,
  began_at bigint not null,                          -- a multiple of width_ms
  version bigint not null,                           -- counts changes of calls that began in this stretch
  calls bigint,                                      -- this and the next columns: null since the last of these changes
  charged_micros bigint,
  times bytea,                                       -- by quarter of an hour and outcome
  whom bytea,                                        -- by country and number, and the dearest calls
  primary key (user_id, width_ms, began_at),
  check ((calls is null) = (times is null) and (calls is null) = (whom is null) and (calls is null) = (charged_micros is null))
);
