-- What the dialer remembers of its caller. The same text for SQLite and PostgreSQL.

-- Which of the server's caller ids the called party sees; null, or a number that the server no longer has, means its first.
alter table users add column caller_id text;

-- Whether a country was ever called.
create index calls_of_user_by_country on calls (user_id, country) where country is not null;
