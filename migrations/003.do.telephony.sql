-- Real telephones: how an agent's is reached, what a campaign does with its calls beside the contract,
-- and what the carrier knows of a call when it has ended.

alter table agents
  -- the telephone's name at the PBX; null: the agent's id
  add column telephone_endpoint text,
  -- open: the line stays open while the agent is signed in; onDemand: it rings for each person
  add column telephone_line text not null default 'open';

alter table campaigns
  -- core/handling.ts; a field that is missing has its default
  add column handling jsonb not null default '{}';

alter table calls
  -- person, machine, unsure; null: nobody looked
  add column answered_by text,
  -- what the flow set, by name
  add column flow_variables jsonb;

alter table live_answers
  -- calls that ended because a machine had answered; some of them may have been persons (core/pacing/account.ts)
  add column machines integer not null default 0;
