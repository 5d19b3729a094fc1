-- What a caller keeps of a call. Beside the call's own row, so that nothing here ever waits for, or touches, what moves money.
create table call_records (
  call_id text primary key references calls (id),
  note text not null default '',                     -- written during the call or after it
  noted_at bigint,
  line text,                                         -- how the line was, measured by the caller's browser: calls::model::LineRecord
  line_seconds bigint,                               -- how many seconds of it: a longer record replaces a shorter one
  report text,                                       -- what the caller told the operator of a bad call
  reported_at bigint
);
create index call_records_reported on call_records (reported_at) where reported_at is not null;
