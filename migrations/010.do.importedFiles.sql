-- What was imported is known by its content: the same file under another key, and another file under the
-- same key, are told. Imports of before have no hash.
alter table imports add column file_sha256 text;
create index imports_file on imports (vdn_id, campaign_id, file_sha256) where state = 'finished';
