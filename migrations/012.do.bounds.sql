-- What the operator (VDN 1) lets each VDN set. Who was trusted with private receivers before stays so, until
-- the operator says otherwise.
alter table vdns add column bounds jsonb not null default '{}';
update vdns set bounds = jsonb_build_object('callbackTrustlist', coalesce(settings -> 'callbackTrustlist', '[]'))
where vdn_id <> 1;
