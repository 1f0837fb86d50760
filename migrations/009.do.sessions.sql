-- A session can be told from others by where it was opened and with what.
alter table sessions add column address text not null default '', add column client text not null default '';

-- Where a user has signed in before: from there they still get in while somebody guesses their password elsewhere.
create table sign_in_places (
  vdn_id integer not null,
  user_name text not null,
  address text not null,
  seen_at timestamptz not null,
  primary key (vdn_id, user_name, address),
  foreign key (vdn_id, user_name) references users on delete cascade
);
