-- Why results were not taken is kept as a code with its values (core/pushFailure.ts), so that it can be told
-- in any language. What was kept as an English sentence before is read here, once.
alter table notice_queues add column last_failure jsonb;
alter table notices add column undelivered_failure jsonb;

create function pg_temp.failure(kept text) returns jsonb language sql as $$
  select case
    when kept ~ '^HTTP \d{3}$'
      then jsonb_build_object('code', 'status', 'status', substring(kept from '\d+')::integer)
    when kept ~ '^the callback address \S+( \(\S+\))? is (loopback|link-local)'
      then jsonb_build_object(
        'code', case when kept ~ ' is loopback' then 'notTrusted' else 'never' end,
        'host', substring(kept from '^the callback address (\S+)'),
        'address', coalesce(
          substring(kept from '^the callback address \S+ \((\S+)\)'),
          substring(kept from '^the callback address (\S+)')))
    when kept ~ '^callBackUrl is no URL: '
      then jsonb_build_object('code', 'noUrl', 'url', substring(kept from '^callBackUrl is no URL: (.*)$'))
    when kept ~ '^connect ECONNREFUSED '
      then jsonb_build_object('code', 'connectionRefused', 'address', substring(kept from '^connect ECONNREFUSED (.+)$'))
    when kept ~ '^getaddrinfo \w+ '
      then jsonb_build_object('code', 'hostUnknown', 'host', substring(kept from '^getaddrinfo \w+ (.+)$'))
    when kept ~ 'ECONNRESET|EPIPE|other side closed' then '{"code": "connectionLost"}'
    when kept ~* 'timeout|timed out|aborted due to' then '{"code": "timeout"}'
    else jsonb_build_object('code', 'other', 'text', kept)
  end
$$;

update notice_queues set last_failure = pg_temp.failure(last_error) where last_error is not null;
update notices set undelivered_failure = pg_temp.failure(undelivered_because) where undelivered_because is not null;
drop function pg_temp.failure(text);

alter table notice_queues drop column last_error;
alter table notices drop column undelivered_because;
