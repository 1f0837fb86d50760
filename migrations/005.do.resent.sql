-- A result that is sent again has a second notice; what was delivered is counted without the first.
alter table notice_queues add column resent bigint not null default 0;
update notice_queues q set resent = n.resent
from (
  select vdn_id, campaign_id, count(*) as resent from notices where resent_at is not null group by 1, 2
) n
where n.vdn_id = q.vdn_id and n.campaign_id = q.campaign_id;
