-- The caller is told when less than this is available; null: never. The same text for SQLite and PostgreSQL.
alter table users add column warn_below_micros bigint check (warn_below_micros > 0);
