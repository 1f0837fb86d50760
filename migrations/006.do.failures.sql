-- How often in a row a number's call has failed on our side of the network while others got through. Such a
-- failure is no attempt, so nothing else remembers it; after the fifth the number is done.
alter table contacts add column failures smallint not null default 0;
