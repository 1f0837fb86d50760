-- The whole foundation: tenants and keys, campaigns and their revisions, contacts, calls, notices.
-- Two rules shape every table. vdn_id leads each key, so the schema can be spread by tenant.
-- No default reads the clock: each time is an argument of the statement that writes it.

create table vdns (
  vdn_id integer primary key check (vdn_id between 1 and 9999),
  name text not null,
  settings jsonb not null,
  created_at timestamptz not null
);

create table access_keys (
  vdn_id integer not null references vdns,
  ak text not null,
  secret_sealed bytea not null,
  description text not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  primary key (vdn_id, ak)
);

-- A signature is good for one request within its window (ruling R20).
create table used_signatures (
  vdn_id integer not null,
  signature text not null,
  expires_at timestamptz not null,
  primary key (vdn_id, signature)
);
create index used_signatures_expired on used_signatures (vdn_id, expires_at);

create type user_role as enum ('administrator', 'supervisor', 'agent', 'auditor');

create table users (
  vdn_id integer not null references vdns,
  user_name text not null,
  role user_role not null,
  password_hash text not null,
  created_at timestamptz not null,
  disabled_at timestamptz,
  primary key (vdn_id, user_name)
);

create table sessions (
  vdn_id integer not null,
  token_hash text not null,
  user_name text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (vdn_id, token_hash),
  foreign key (vdn_id, user_name) references users on delete cascade
);

create table audit_entries (
  vdn_id integer not null references vdns,
  at timestamptz not null,
  audit_id bigint generated always as identity,
  actor text not null,
  action text not null,
  subject text not null,
  detail jsonb not null,
  primary key (vdn_id, at, audit_id)
);

create table skill_queues (
  vdn_id integer not null references vdns,
  skill_id integer not null check (skill_id between 1 and 1000),
  name text not null,
  primary key (vdn_id, skill_id)
);

create table agents (
  vdn_id integer not null references vdns,
  agent_id text not null,
  name text not null,
  primary key (vdn_id, agent_id)
);

create table agent_skills (
  vdn_id integer not null,
  agent_id text not null,
  skill_id integer not null,
  priority smallint not null check (priority between 1 and 100),
  primary key (vdn_id, agent_id, skill_id),
  foreign key (vdn_id, agent_id) references agents on delete cascade,
  foreign key (vdn_id, skill_id) references skill_queues on delete cascade
);

create table flows (
  vdn_id integer not null references vdns,
  flow_code text not null,
  description text not null,
  play_seconds integer not null check (play_seconds between 0 and 3600),
  transfer_skill_id integer,
  primary key (vdn_id, flow_code)
);

-- The end of a campaign is not a state here: it follows from end_at and the clock.
create type campaign_state as enum ('draft', 'started', 'paused');

create sequence campaign_ids as integer;

create table campaigns (
  vdn_id integer not null references vdns,
  campaign_id integer not null default nextval('campaign_ids'),
  name text not null,
  state campaign_state not null,
  device_type smallint not null,
  begin_at timestamptz,
  end_at timestamptz,
  settings jsonb not null,
  -- null: no number is called again
  retry_policy jsonb,
  revision integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- deleted_at hides the campaign; archived says that its rows are kept as history.
  deleted_at timestamptz,
  archived boolean not null default false,
  primary key (vdn_id, campaign_id)
);
create unique index campaigns_name on campaigns (vdn_id, name) where deleted_at is null;

create table campaign_revisions (
  vdn_id integer not null,
  campaign_id integer not null,
  revision integer not null,
  at timestamptz not null,
  actor text not null,
  action text not null,
  -- settings and state; what they were before stands in the revision before
  after jsonb not null,
  -- the first beat that worked with this revision
  effective_at timestamptz,
  primary key (vdn_id, campaign_id, revision),
  foreign key (vdn_id, campaign_id) references campaigns on delete cascade
);

create type special_date_kind as enum ('week', 'date', 'yearly');

create sequence special_date_ids as integer start with 1000001;

create table special_dates (
  vdn_id integer not null,
  campaign_id integer not null,
  special_date_id integer not null default nextval('special_date_ids'),
  name text not null,
  kind special_date_kind not null,
  -- week: days 1 (Monday) to 7; date: yyyy-MM-dd; yearly: MM-dd
  week_days smallint[] not null,
  begin_day text,
  end_day text,
  primary key (vdn_id, campaign_id, special_date_id),
  unique (vdn_id, campaign_id, name),
  foreign key (vdn_id, campaign_id) references campaigns on delete cascade
);

-- One process drives a campaign: the one named here, with this epoch, until expires_at.
create table campaign_leases (
  vdn_id integer not null,
  campaign_id integer not null,
  owner text not null,
  epoch bigint not null,
  expires_at timestamptz not null,
  primary key (vdn_id, campaign_id),
  foreign key (vdn_id, campaign_id) references campaigns on delete cascade
);

-- Counters kept in the transactions that change them, so that nobody counts a million rows.
create table campaign_progress (
  vdn_id integer not null,
  campaign_id integer not null,
  waiting integer not null default 0,
  calling integer not null default 0,
  done integer not null default 0,
  calls bigint not null default 0,
  succeeded bigint not null default 0,
  -- what is left of the fraction of a call (ruling R16)
  pacing_credit double precision not null default 0,
  beat_at timestamptz,
  numbers_added_at timestamptz,
  primary key (vdn_id, campaign_id),
  foreign key (vdn_id, campaign_id) references campaigns on delete cascade
) with (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

create type contact_state as enum ('waiting', 'calling', 'done');

-- Nineteen digits, as the contract's samples show (contract.md 7.1).
create sequence contact_ids as bigint start with 1000000000000000001 cache 100;

create table contacts (
  vdn_id integer not null,
  campaign_id integer not null,
  contact_id bigint not null default nextval('contact_ids'),
  state contact_state not null default 'waiting',
  priority smallint not null default 3 check (priority between 1 and 5),
  attempts smallint not null default 0,
  -- attempts on the VDN's day of the latest one, and days with an attempt (retry rules by day)
  day_attempts smallint not null default 0,
  days_tried smallint not null default 0,
  due_at timestamptz not null,
  called text not null,
  caller text,
  session_id text,
  custom_field text,
  call_data text,
  recycle_at timestamptz,
  import_id bigint,
  created_at timestamptz not null,
  -- the latest attempt: where it stands in calls, and how it ended
  call_id bigint,
  claimed_at timestamptz,
  cause text,
  -- No foreign key to campaigns: it was 40 % of an import. Whoever adds numbers counts them in
  -- campaign_progress in the same transaction, and that row does not outlive its campaign.
  primary key (vdn_id, campaign_id, contact_id)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
create index contacts_waiting on contacts (vdn_id, campaign_id, priority, due_at, contact_id)
  where state = 'waiting';
create index contacts_calling on contacts (vdn_id, campaign_id) where state = 'calling';
create index contacts_called on contacts (vdn_id, called, campaign_id);

create sequence call_ids as bigint start with 1001 cache 1;

create table calls (
  vdn_id integer not null,
  campaign_id integer not null,
  claimed_at timestamptz not null,
  call_id bigint not null default nextval('call_ids'),
  contact_id bigint not null,
  attempt smallint not null,
  revision integer not null,
  epoch bigint not null,
  called text not null,
  caller text not null,
  session_id text,
  custom_field text,
  ringing_at timestamptz,
  answered_at timestamptz,
  connected_at timestamptz,
  ended_at timestamptz,
  outcome text,
  cause text,
  -- no further attempt follows this one
  final boolean,
  record_path text,
  primary key (vdn_id, call_id, claimed_at)
) partition by range (claimed_at);
create index calls_campaign on calls (vdn_id, campaign_id, claimed_at);
create index calls_contact on calls (vdn_id, contact_id);

create table call_events (
  vdn_id integer not null,
  at timestamptz not null,
  call_id bigint not null,
  kind text not null,
  reason text
) partition by range (at);
create index call_events_call on call_events (vdn_id, call_id);

-- An ordered log for each campaign; how far it is acknowledged stands in notice_queues.
create table notices (
  vdn_id integer not null,
  campaign_id integer not null,
  sequence bigint not null,
  created_at timestamptz not null,
  call_id bigint not null,
  claimed_at timestamptz not null,
  undelivered_at timestamptz,
  undelivered_because text,
  resent_at timestamptz,
  primary key (vdn_id, campaign_id, sequence, created_at)
) partition by range (created_at);
create index notices_undelivered on notices (vdn_id, campaign_id, sequence)
  where undelivered_at is not null;

create table notice_queues (
  vdn_id integer not null,
  campaign_id integer not null,
  last_sequence bigint not null default 0,
  acknowledged_sequence bigint not null default 0,
  -- created_at of the last acknowledged notice: nothing waiting is older
  acknowledged_created_at timestamptz not null,
  -- the notices that are sent together at the moment, and how that goes
  head_sequence bigint,
  pushes smallint not null default 0,
  next_push_at timestamptz,
  last_error text,
  undelivered bigint not null default 0,
  primary key (vdn_id, campaign_id),
  foreign key (vdn_id, campaign_id) references campaigns on delete cascade
) with (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- Outcomes by day of the VDN's zone and cause: exception statistics and charts.
create table outcome_counts (
  vdn_id integer not null,
  campaign_id integer not null,
  day date not null,
  cause text not null,
  calls bigint not null,
  primary key (vdn_id, campaign_id, day, cause),
  foreign key (vdn_id, campaign_id) references campaigns on delete cascade
) with (fillfactor = 50);

create type import_state as enum ('running', 'finished', 'failed', 'undone');

create table imports (
  vdn_id integer not null,
  campaign_id integer not null,
  import_id bigint generated always as identity,
  idempotency_key text not null,
  state import_state not null,
  actor text not null,
  file_name text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  rows_read integer not null default 0,
  added integer not null default 0,
  duplicates integer not null default 0,
  rejected integer not null default 0,
  removed integer not null default 0,
  -- CSV of the rows that were not taken, with the reason; at most the first 10,000
  error_csv text not null default '',
  failure text,
  primary key (vdn_id, campaign_id, import_id),
  unique (vdn_id, campaign_id, idempotency_key),
  foreign key (vdn_id, campaign_id) references campaigns on delete cascade
);
