-- What calls add up to is read from this index alone: every column that the sums of a period group by or add up. The same text
-- for SQLite and PostgreSQL.
create index calls_summed on calls
  (user_id, created_at, status, country, to_e164, contact_id, duration_s, charged_micros, id);
