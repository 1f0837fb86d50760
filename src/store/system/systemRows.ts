// What the rows say of the whole installation, for the operator: processes, results that wait for delivery,
// and the database itself. Read when a page asks, never by the clock.
import { type Millis, toMillisOrNull } from '../../core/units.ts';
import type { Connection } from '../database/connection.ts';

export interface ProcessRow {
  /** The name of the process: its node id. */
  readonly owner: string;
  /** Campaigns that it drives. */
  readonly campaigns: number;
  /** VDNs whose agents it seats. */
  readonly seats: number;
}

export interface SystemRows {
  readonly database: { readonly version: string; readonly bytes: number };
  readonly processes: readonly ProcessRow[];
  readonly notices: {
    readonly waiting: number;
    readonly undelivered: number;
    /** Since when the oldest waits; null when none does. */
    readonly oldestAt: Millis | null;
  };
}

export async function readSystem(connection: Connection): Promise<SystemRows> {
  const [database, processes, notices] = await Promise.all([
    connection<{ version: string; bytes: string }[]>`
      select current_setting('server_version') as version, pg_database_size(current_database()) as bytes`,
    connection<ProcessRow[]>`
      select n.owner,
        (select count(*)::integer from campaign_leases l where l.life = n.life) as campaigns,
        (select count(*)::integer from desk_leases d where d.life = n.life) as seats
      from nodes n order by n.owner, n.life`,
    connection<{ waiting: string; undelivered: string; oldest: number | null }[]>`
      select coalesce(sum(q.last_sequence - q.acknowledged_sequence), 0)::bigint as waiting,
        coalesce(sum(q.undelivered), 0)::bigint as undelivered, min(head.created_at) as oldest
      from notice_queues q
      left join lateral (
        select n.created_at from notices n
        where n.vdn_id = q.vdn_id and n.campaign_id = q.campaign_id
          and n.sequence > q.acknowledged_sequence and n.created_at >= q.acknowledged_created_at
        order by n.sequence limit 1
      ) as head on q.last_sequence > q.acknowledged_sequence`,
  ]);
  const oldest = notices[0]?.oldest ?? null;
  return {
    database: { version: database[0]?.version ?? '', bytes: Number(database[0]?.bytes ?? 0) },
    processes: [...processes],
    notices: {
      waiting: Number(notices[0]?.waiting ?? 0),
      undelivered: Number(notices[0]?.undelivered ?? 0),
      oldestAt: toMillisOrNull(oldest),
    },
  };
}
