-- Whose a lease was before: a process that stops hands its leases over at once, and goes on to settle the
-- calls that it has placed. Until its row is gone they are left to it.
alter table campaign_leases add column from_life bigint not null default 0;
