// What pacing has learned of a campaign with agents, kept over restarts and pauses. One row a campaign,
// written now and then: losing the last half minute of learning does no harm.
import type { PacerSnapshot } from '../../core/pacing/snapshot.ts';
import { type CampaignId, type Millis, toMillis, type VdnId } from '../../core/units.ts';
import { type Connection, withoutWaiting } from '../database/connection.ts';

export interface SavedPacer {
  readonly campaignId: CampaignId;
  readonly snapshot: PacerSnapshot;
}

/** Keeps what the pacers of one VDN's campaigns know at `now`, in place of what they knew before. */
export async function savePacers(
  connection: Connection,
  vdnId: VdnId,
  pacers: readonly SavedPacer[],
  now: Millis,
): Promise<void> {
  // A campaign that has been purged meanwhile is passed over.
  await connection`
    insert into campaign_pacing (vdn_id, campaign_id, at, snapshot)
    select ${vdnId}, c.campaign_id, ${now}::timestamptz, p.snapshot::jsonb
    from unnest(
      ${pacers.map((pacer) => pacer.campaignId)}::integer[],
      ${pacers.map((pacer) => JSON.stringify(pacer.snapshot))}::text[]
    ) as p (campaign_id, snapshot)
    join campaigns c on c.vdn_id = ${vdnId} and c.campaign_id = p.campaign_id,
    ${withoutWaiting(connection)}
    on conflict (vdn_id, campaign_id) do update set at = excluded.at, snapshot = excluded.snapshot`;
}

/** What a campaign's pacer knew when it was last kept; null when there is nothing that can be read. */
export async function loadPacer(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
): Promise<{ readonly at: Millis; readonly snapshot: PacerSnapshot } | null> {
  const [row] = await connection<{ at: number; snapshot: unknown }[]>`
    select at, snapshot from campaign_pacing where vdn_id = ${vdnId} and campaign_id = ${campaignId}`;
  const snapshot = row === undefined ? null : readSnapshot(row.snapshot);
  return row === undefined || snapshot === null ? null : { at: toMillis(row.at), snapshot };
}

/** A snapshot of another version is none: what it means is not known. */
function readSnapshot(stored: unknown): PacerSnapshot | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const { version, reals } = stored as { version?: unknown; reals?: unknown };
  if (version !== 1 || !Array.isArray(reals)) return null;
  const numbers: unknown[] = reals;
  return numbers.every((real) => typeof real === 'number') ? { version, reals: numbers } : null;
}
