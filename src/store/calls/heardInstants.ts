// What the events of a call in flight tell: its row is filled in when it ends.
import type { Connection } from '../database/connection.ts';

/** The beginning of a query over `call_events e`: the first instant of each kind; its `where` names the call. */
export const heardInstants = (connection: Connection) => connection`
  select min(e.at) filter (where e.kind = 'ringing') as ringing_at,
    min(e.at) filter (where e.kind = 'answered') as answered_at,
    min(e.at) filter (where e.kind = 'waiting') as waiting_at,
    min(e.at) filter (where e.kind = 'connected') as connected_at
  from call_events e`;
