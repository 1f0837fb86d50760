-- Each process has a row while it lives and counts beats in it. A lease names the life that holds it, so it
-- is written only when it changes hands, and a life whose row is gone holds nothing.
create sequence node_lives as bigint;
create table nodes (
  life bigint not null primary key default nextval('node_lives'),
  owner text not null,
  beat bigint not null default 0,
  state text not null default 'running' check (state in ('running', 'draining'))
) with (fillfactor = 50);
alter sequence node_lives owned by nodes.life;

alter table campaign_leases drop column expires_at;
alter table campaign_leases add column life bigint not null default 0;
update campaign_leases set owner = '' where owner <> '';
alter table desk_leases drop column expires_at;
alter table desk_leases add column life bigint not null default 0;
update desk_leases set owner = '' where owner <> '';
