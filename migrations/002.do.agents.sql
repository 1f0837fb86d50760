-- Agents at work, the account of abandoned calls, and what pacing saw and decided.

alter table agents
  -- played by the server over the simulated carrier
  add column simulated boolean not null default false;

-- One process seats the agents of a VDN and drives its campaigns with agents, until expires_at.
create table desk_leases (
  vdn_id integer primary key references vdns,
  owner text not null,
  epoch bigint not null,
  expires_at timestamptz not null
);

-- How each agent stands now: the status is what the person chose, the state what is happening.
create table agent_states (
  vdn_id integer not null,
  agent_id text not null,
  status text not null,
  break_reason text,
  state text not null,
  since timestamptz not null,
  campaign_id integer,
  call_id bigint,
  claimed_at timestamptz,
  signed_in_at timestamptz not null,
  sign_off_at timestamptz,
  seen_at timestamptz not null,
  primary key (vdn_id, agent_id),
  foreign key (vdn_id, agent_id) references agents on delete cascade
) with (fillfactor = 50);

-- What agents did: one row for each stretch of a status and state, written at its end.
create table agent_intervals (
  vdn_id integer not null,
  agent_id text not null,
  began_at timestamptz not null,
  ended_at timestamptz not null,
  status text not null,
  state text not null,
  reason text,
  campaign_id integer,
  primary key (vdn_id, agent_id, began_at, state)
) partition by range (began_at);
create index agent_intervals_campaign on agent_intervals (vdn_id, campaign_id, began_at);
-- Rows come in the order of their ends, so this costs nothing and finds the last quarter of an hour.
create index agent_intervals_ended on agent_intervals using brin (vdn_id, ended_at);

alter table calls
  -- when the carrier was asked, of campaigns with agents: what ring times are counted from
  add column dialed_at timestamptz,
  add column waiting_at timestamptz,
  add column agent_id text,
  -- a person answered and no agent was there within the legal limit
  add column abandoned boolean,
  add column wrapped_up_at timestamptz,
  add column business_result text,
  add column note text;

-- Contacts shown to agents before they are called; what became of each.
create table offers (
  vdn_id integer not null,
  campaign_id integer not null,
  offer_id bigint generated always as identity,
  contact_id bigint not null,
  agent_id text not null,
  offered_at timestamptz not null,
  ended_at timestamptz,
  -- dialed, automatic, skipped, withdrawn
  ending text,
  reason text,
  primary key (vdn_id, campaign_id, offer_id),
  foreign key (vdn_id, campaign_id) references campaigns on delete cascade
);
-- No contact is open to two agents, and no agent looks at two.
create unique index offers_open_contact on offers (vdn_id, campaign_id, contact_id) where ended_at is null;
create unique index offers_open_agent on offers (vdn_id, agent_id) where ended_at is null;
-- Rows come in the order of their offers, so this costs nothing and finds what is past its time.
create index offers_offered on offers using brin (offered_at);

-- Numbers that were abandoned: not dialed again until then unless an agent is guaranteed.
create table quarantined_numbers (
  vdn_id integer not null references vdns,
  called text not null,
  until timestamptz not null,
  primary key (vdn_id, called)
);

-- Live answers and abandoned calls by hour of the answer: the account that the law asks for.
create table live_answers (
  vdn_id integer not null,
  campaign_id integer not null,
  hour timestamptz not null,
  answered integer not null,
  abandoned integer not null,
  primary key (vdn_id, campaign_id, hour),
  foreign key (vdn_id, campaign_id) references campaigns on delete cascade
) with (fillfactor = 50);

-- What pacing has learned, so that a restart does not begin as on the first day.
create table campaign_pacing (
  vdn_id integer not null,
  campaign_id integer not null,
  at timestamptz not null,
  snapshot jsonb not null,
  primary key (vdn_id, campaign_id),
  foreign key (vdn_id, campaign_id) references campaigns on delete cascade
);

-- The flight recorder: what each beat of a campaign with agents saw and decided.
create table pacing_log (
  vdn_id integer not null,
  campaign_id integer not null,
  at timestamptz not null,
  revision integer not null,
  placed integer not null,
  gate text not null,
  because text not null,
  -- core/pacing/record.ts says what stands where
  reals real[] not null,
  primary key (vdn_id, campaign_id, at)
) partition by range (at);
