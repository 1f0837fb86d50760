-- The schema after all migrations, written by scripts/schema.ts from the catalog. Not to be run.

type campaign_state enum ('draft', 'started', 'paused')
type contact_state enum ('waiting', 'calling', 'done')
type import_state enum ('running', 'finished', 'failed', 'undone')
type special_date_kind enum ('week', 'date', 'yearly')
type user_role enum ('administrator', 'supervisor', 'agent', 'auditor')

sequence audit_entries_audit_id_seq as bigint start 1 cache 1
sequence call_ids as bigint start 1001 cache 1
sequence campaign_ids as integer start 1 cache 1
sequence contact_ids as bigint start 1000000000000000001 cache 100
sequence imports_import_id_seq as bigint start 1 cache 1
sequence node_lives as bigint start 1 cache 1
sequence offers_offer_id_seq as bigint start 1 cache 1
sequence special_date_ids as integer start 1000001 cache 1

table access_keys (
  vdn_id integer not null
  ak text not null
  secret_sealed bytea not null
  description text not null
  created_at timestamp with time zone not null
  revoked_at timestamp with time zone
  constraint access_keys_pkey PRIMARY KEY (vdn_id, ak)
  constraint access_keys_vdn_id_fkey FOREIGN KEY (vdn_id) REFERENCES vdns(vdn_id)
)

table agent_intervals (
  vdn_id integer not null
  agent_id text not null
  began_at timestamp with time zone not null
  ended_at timestamp with time zone not null
  status text not null
  state text not null
  reason text
  campaign_id integer
  constraint agent_intervals_pkey PRIMARY KEY (vdn_id, agent_id, began_at, state)
) partition by RANGE (began_at)
CREATE INDEX agent_intervals_campaign ON public.agent_intervals USING btree (vdn_id, campaign_id, began_at)
CREATE INDEX agent_intervals_ended ON public.agent_intervals USING brin (vdn_id, ended_at)

table agent_skills (
  vdn_id integer not null
  agent_id text not null
  skill_id integer not null
  priority smallint not null
  constraint agent_skills_pkey PRIMARY KEY (vdn_id, agent_id, skill_id)
  constraint agent_skills_priority_check CHECK (((priority >= 1) AND (priority <= 100)))
  constraint agent_skills_vdn_id_agent_id_fkey FOREIGN KEY (vdn_id, agent_id) REFERENCES agents(vdn_id, agent_id) ON DELETE CASCADE
  constraint agent_skills_vdn_id_skill_id_fkey FOREIGN KEY (vdn_id, skill_id) REFERENCES skill_queues(vdn_id, skill_id) ON DELETE CASCADE
)

table agent_states (
  vdn_id integer not null
  agent_id text not null
  status text not null
  break_reason text
  state text not null
  since timestamp with time zone not null
  campaign_id integer
  call_id bigint
  claimed_at timestamp with time zone
  signed_in_at timestamp with time zone not null
  sign_off_at timestamp with time zone
  seen_at timestamp with time zone not null
  constraint agent_states_pkey PRIMARY KEY (vdn_id, agent_id)
  constraint agent_states_vdn_id_agent_id_fkey FOREIGN KEY (vdn_id, agent_id) REFERENCES agents(vdn_id, agent_id) ON DELETE CASCADE
) with (fillfactor=50)

table agents (
  vdn_id integer not null
  agent_id text not null
  name text not null
  simulated boolean not null default false
  telephone_endpoint text
  telephone_line text not null default 'open'::text
  constraint agents_pkey PRIMARY KEY (vdn_id, agent_id)
  constraint agents_vdn_id_fkey FOREIGN KEY (vdn_id) REFERENCES vdns(vdn_id)
)

table audit_entries (
  vdn_id integer not null
  at timestamp with time zone not null
  audit_id bigint not null generated always as identity
  actor text not null
  action text not null
  subject text not null
  detail jsonb not null
  constraint audit_entries_pkey PRIMARY KEY (vdn_id, at, audit_id)
  constraint audit_entries_vdn_id_fkey FOREIGN KEY (vdn_id) REFERENCES vdns(vdn_id)
)

table call_events (
  vdn_id integer not null
  at timestamp with time zone not null
  call_id bigint not null
  kind text not null
  reason text
) partition by RANGE (at)
CREATE INDEX call_events_call ON public.call_events USING btree (vdn_id, call_id)

table calls (
  vdn_id integer not null
  campaign_id integer not null
  claimed_at timestamp with time zone not null
  call_id bigint not null default nextval('call_ids'::regclass)
  contact_id bigint not null
  attempt smallint not null
  revision integer not null
  epoch bigint not null
  called text not null
  caller text not null
  session_id text
  custom_field text
  ringing_at timestamp with time zone
  answered_at timestamp with time zone
  connected_at timestamp with time zone
  ended_at timestamp with time zone
  outcome text
  cause text
  final boolean
  record_path text
  dialed_at timestamp with time zone
  waiting_at timestamp with time zone
  agent_id text
  abandoned boolean
  wrapped_up_at timestamp with time zone
  business_result text
  note text
  answered_by text
  flow_variables jsonb
  constraint calls_pkey PRIMARY KEY (vdn_id, call_id, claimed_at)
) partition by RANGE (claimed_at)
CREATE INDEX calls_campaign ON public.calls USING btree (vdn_id, campaign_id, claimed_at)
CREATE INDEX calls_contact ON public.calls USING btree (vdn_id, contact_id)

table campaign_leases (
  vdn_id integer not null
  campaign_id integer not null
  owner text not null
  epoch bigint not null
  life bigint not null default 0
  from_life bigint not null default 0
  constraint campaign_leases_pkey PRIMARY KEY (vdn_id, campaign_id)
  constraint campaign_leases_vdn_id_campaign_id_fkey FOREIGN KEY (vdn_id, campaign_id) REFERENCES campaigns(vdn_id, campaign_id) ON DELETE CASCADE
)

table campaign_pacing (
  vdn_id integer not null
  campaign_id integer not null
  at timestamp with time zone not null
  snapshot jsonb not null
  constraint campaign_pacing_pkey PRIMARY KEY (vdn_id, campaign_id)
  constraint campaign_pacing_vdn_id_campaign_id_fkey FOREIGN KEY (vdn_id, campaign_id) REFERENCES campaigns(vdn_id, campaign_id) ON DELETE CASCADE
)

table campaign_progress (
  vdn_id integer not null
  campaign_id integer not null
  waiting integer not null default 0
  calling integer not null default 0
  done integer not null default 0
  calls bigint not null default 0
  succeeded bigint not null default 0
  pacing_credit double precision not null default 0
  beat_at timestamp with time zone
  numbers_added_at timestamp with time zone
  constraint campaign_progress_pkey PRIMARY KEY (vdn_id, campaign_id)
  constraint campaign_progress_vdn_id_campaign_id_fkey FOREIGN KEY (vdn_id, campaign_id) REFERENCES campaigns(vdn_id, campaign_id) ON DELETE CASCADE
) with (fillfactor=20, autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=1000)

table campaign_revisions (
  vdn_id integer not null
  campaign_id integer not null
  revision integer not null
  at timestamp with time zone not null
  actor text not null
  action text not null
  after jsonb not null
  effective_at timestamp with time zone
  constraint campaign_revisions_pkey PRIMARY KEY (vdn_id, campaign_id, revision)
  constraint campaign_revisions_vdn_id_campaign_id_fkey FOREIGN KEY (vdn_id, campaign_id) REFERENCES campaigns(vdn_id, campaign_id) ON DELETE CASCADE
)

table campaigns (
  vdn_id integer not null
  campaign_id integer not null default nextval('campaign_ids'::regclass)
  name text not null
  state campaign_state not null
  device_type smallint not null
  begin_at timestamp with time zone
  end_at timestamp with time zone
  settings jsonb not null
  retry_policy jsonb
  revision integer not null
  created_at timestamp with time zone not null
  updated_at timestamp with time zone not null
  deleted_at timestamp with time zone
  archived boolean not null default false
  handling jsonb not null default '{}'::jsonb
  constraint campaigns_pkey PRIMARY KEY (vdn_id, campaign_id)
  constraint campaigns_vdn_id_fkey FOREIGN KEY (vdn_id) REFERENCES vdns(vdn_id)
)
CREATE UNIQUE INDEX campaigns_name ON public.campaigns USING btree (vdn_id, name) WHERE (deleted_at IS NULL)

table contacts (
  vdn_id integer not null
  campaign_id integer not null
  contact_id bigint not null default nextval('contact_ids'::regclass)
  state contact_state not null default 'waiting'::contact_state
  priority smallint not null default 3
  attempts smallint not null default 0
  day_attempts smallint not null default 0
  days_tried smallint not null default 0
  due_at timestamp with time zone not null
  called text not null
  caller text
  session_id text
  custom_field text
  call_data text
  recycle_at timestamp with time zone
  import_id bigint
  created_at timestamp with time zone not null
  call_id bigint
  claimed_at timestamp with time zone
  cause text
  failures smallint not null default 0
  constraint contacts_pkey PRIMARY KEY (vdn_id, campaign_id, contact_id)
  constraint contacts_priority_check CHECK (((priority >= 1) AND (priority <= 5)))
) with (fillfactor=70, autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_cost_delay=0)
CREATE INDEX contacts_called ON public.contacts USING btree (vdn_id, called, campaign_id)
CREATE INDEX contacts_calling ON public.contacts USING btree (vdn_id, campaign_id) WHERE (state = 'calling'::contact_state)
CREATE INDEX contacts_waiting ON public.contacts USING btree (vdn_id, campaign_id, priority, due_at, contact_id) WHERE (state = 'waiting'::contact_state)

table desk_leases (
  vdn_id integer not null
  owner text not null
  epoch bigint not null
  life bigint not null default 0
  constraint desk_leases_pkey PRIMARY KEY (vdn_id)
  constraint desk_leases_vdn_id_fkey FOREIGN KEY (vdn_id) REFERENCES vdns(vdn_id)
)

table flows (
  vdn_id integer not null
  flow_code text not null
  description text not null
  play_seconds integer not null
  transfer_skill_id integer
  constraint flows_pkey PRIMARY KEY (vdn_id, flow_code)
  constraint flows_play_seconds_check CHECK (((play_seconds >= 0) AND (play_seconds <= 3600)))
  constraint flows_vdn_id_fkey FOREIGN KEY (vdn_id) REFERENCES vdns(vdn_id)
)

table imports (
  vdn_id integer not null
  campaign_id integer not null
  import_id bigint not null generated always as identity
  idempotency_key text not null
  state import_state not null
  actor text not null
  file_name text not null
  started_at timestamp with time zone not null
  finished_at timestamp with time zone
  rows_read integer not null default 0
  added integer not null default 0
  duplicates integer not null default 0
  rejected integer not null default 0
  removed integer not null default 0
  error_csv text not null default ''::text
  failure text
  failure_zh text
  error_csv_zh text
  file_sha256 text
  constraint imports_pkey PRIMARY KEY (vdn_id, campaign_id, import_id)
  constraint imports_vdn_id_campaign_id_fkey FOREIGN KEY (vdn_id, campaign_id) REFERENCES campaigns(vdn_id, campaign_id) ON DELETE CASCADE
  constraint imports_vdn_id_campaign_id_idempotency_key_key UNIQUE (vdn_id, campaign_id, idempotency_key)
)
CREATE INDEX imports_file ON public.imports USING btree (vdn_id, campaign_id, file_sha256) WHERE (state = 'finished'::import_state)

table live_answers (
  vdn_id integer not null
  campaign_id integer not null
  hour timestamp with time zone not null
  answered integer not null
  abandoned integer not null
  machines integer not null default 0
  constraint live_answers_pkey PRIMARY KEY (vdn_id, campaign_id, hour)
  constraint live_answers_vdn_id_campaign_id_fkey FOREIGN KEY (vdn_id, campaign_id) REFERENCES campaigns(vdn_id, campaign_id) ON DELETE CASCADE
) with (fillfactor=50)

table nodes (
  life bigint not null default nextval('node_lives'::regclass)
  owner text not null
  beat bigint not null default 0
  state text not null default 'running'::text
  constraint nodes_pkey PRIMARY KEY (life)
  constraint nodes_state_check CHECK ((state = ANY (ARRAY['running'::text, 'draining'::text])))
) with (fillfactor=50)

table notice_queues (
  vdn_id integer not null
  campaign_id integer not null
  last_sequence bigint not null default 0
  acknowledged_sequence bigint not null default 0
  acknowledged_created_at timestamp with time zone not null
  head_sequence bigint
  pushes smallint not null default 0
  next_push_at timestamp with time zone
  undelivered bigint not null default 0
  resent bigint not null default 0
  last_failure jsonb
  constraint notice_queues_pkey PRIMARY KEY (vdn_id, campaign_id)
  constraint notice_queues_vdn_id_campaign_id_fkey FOREIGN KEY (vdn_id, campaign_id) REFERENCES campaigns(vdn_id, campaign_id) ON DELETE CASCADE
) with (fillfactor=20, autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=1000)

table notices (
  vdn_id integer not null
  campaign_id integer not null
  sequence bigint not null
  created_at timestamp with time zone not null
  call_id bigint not null
  claimed_at timestamp with time zone not null
  undelivered_at timestamp with time zone
  resent_at timestamp with time zone
  undelivered_failure jsonb
  constraint notices_pkey PRIMARY KEY (vdn_id, campaign_id, sequence, created_at)
) partition by RANGE (created_at)
CREATE INDEX notices_undelivered ON public.notices USING btree (vdn_id, campaign_id, sequence) WHERE (undelivered_at IS NOT NULL)

table offers (
  vdn_id integer not null
  campaign_id integer not null
  offer_id bigint not null generated always as identity
  contact_id bigint not null
  agent_id text not null
  offered_at timestamp with time zone not null
  ended_at timestamp with time zone
  ending text
  reason text
  constraint offers_pkey PRIMARY KEY (vdn_id, campaign_id, offer_id)
  constraint offers_vdn_id_campaign_id_fkey FOREIGN KEY (vdn_id, campaign_id) REFERENCES campaigns(vdn_id, campaign_id) ON DELETE CASCADE
)
CREATE INDEX offers_offered ON public.offers USING brin (offered_at)
CREATE UNIQUE INDEX offers_open_agent ON public.offers USING btree (vdn_id, agent_id) WHERE (ended_at IS NULL)
CREATE UNIQUE INDEX offers_open_contact ON public.offers USING btree (vdn_id, campaign_id, contact_id) WHERE (ended_at IS NULL)

table outcome_counts (
  vdn_id integer not null
  campaign_id integer not null
  day date not null
  cause text not null
  calls bigint not null
  constraint outcome_counts_pkey PRIMARY KEY (vdn_id, campaign_id, day, cause)
  constraint outcome_counts_vdn_id_campaign_id_fkey FOREIGN KEY (vdn_id, campaign_id) REFERENCES campaigns(vdn_id, campaign_id) ON DELETE CASCADE
) with (fillfactor=50)

table pacing_log (
  vdn_id integer not null
  campaign_id integer not null
  at timestamp with time zone not null
  revision integer not null
  placed integer not null
  gate text not null
  because text not null
  reals real[] not null
  constraint pacing_log_pkey PRIMARY KEY (vdn_id, campaign_id, at)
) partition by RANGE (at)

table quarantined_numbers (
  vdn_id integer not null
  called text not null
  until timestamp with time zone not null
  constraint quarantined_numbers_pkey PRIMARY KEY (vdn_id, called)
  constraint quarantined_numbers_vdn_id_fkey FOREIGN KEY (vdn_id) REFERENCES vdns(vdn_id)
)

table sessions (
  vdn_id integer not null
  token_hash text not null
  user_name text not null
  created_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  address text not null default ''::text
  client text not null default ''::text
  constraint sessions_pkey PRIMARY KEY (vdn_id, token_hash)
  constraint sessions_vdn_id_user_name_fkey FOREIGN KEY (vdn_id, user_name) REFERENCES users(vdn_id, user_name) ON DELETE CASCADE
)

table sign_in_places (
  vdn_id integer not null
  user_name text not null
  address text not null
  seen_at timestamp with time zone not null
  constraint sign_in_places_pkey PRIMARY KEY (vdn_id, user_name, address)
  constraint sign_in_places_vdn_id_user_name_fkey FOREIGN KEY (vdn_id, user_name) REFERENCES users(vdn_id, user_name) ON DELETE CASCADE
)

table skill_queues (
  vdn_id integer not null
  skill_id integer not null
  name text not null
  constraint skill_queues_pkey PRIMARY KEY (vdn_id, skill_id)
  constraint skill_queues_skill_id_check CHECK (((skill_id >= 1) AND (skill_id <= 1000)))
  constraint skill_queues_vdn_id_fkey FOREIGN KEY (vdn_id) REFERENCES vdns(vdn_id)
)

table special_dates (
  vdn_id integer not null
  campaign_id integer not null
  special_date_id integer not null default nextval('special_date_ids'::regclass)
  name text not null
  kind special_date_kind not null
  week_days smallint[] not null
  begin_day text
  end_day text
  constraint special_dates_pkey PRIMARY KEY (vdn_id, campaign_id, special_date_id)
  constraint special_dates_vdn_id_campaign_id_fkey FOREIGN KEY (vdn_id, campaign_id) REFERENCES campaigns(vdn_id, campaign_id) ON DELETE CASCADE
  constraint special_dates_vdn_id_campaign_id_name_key UNIQUE (vdn_id, campaign_id, name)
)

table used_signatures (
  vdn_id integer not null
  signature text not null
  expires_at timestamp with time zone not null
  constraint used_signatures_pkey PRIMARY KEY (vdn_id, signature)
)
CREATE INDEX used_signatures_expired ON public.used_signatures USING btree (vdn_id, expires_at)

table users (
  vdn_id integer not null
  user_name text not null
  role user_role not null
  password_hash text not null
  created_at timestamp with time zone not null
  disabled_at timestamp with time zone
  constraint users_pkey PRIMARY KEY (vdn_id, user_name)
  constraint users_vdn_id_fkey FOREIGN KEY (vdn_id) REFERENCES vdns(vdn_id)
)

table vdns (
  vdn_id integer not null
  name text not null
  settings jsonb not null
  created_at timestamp with time zone not null
  bounds jsonb not null default '{}'::jsonb
  constraint vdns_pkey PRIMARY KEY (vdn_id)
  constraint vdns_vdn_id_check CHECK (((vdn_id >= 1) AND (vdn_id <= 9999)))
)
