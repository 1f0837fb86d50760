-- What people read of an import that failed, and of its rows that were left out, is kept in both languages:
-- who reads it need not be who uploaded. Null: kept before, in English only.
alter table imports add column failure_zh text;
alter table imports add column error_csv_zh text;
