// The history of a campaign: who changed it, when, from what to what, and since when the change is in
// effect. Rows are written with each change (campaigns.ts) and never changed but for the instant of their
// effect; what was before stands in the revision before.
import type { CampaignSettings, ChosenState } from '../../core/campaign.ts';
import { type CallHandling, callHandlingDefault } from '../../core/handling.ts';
import { type CampaignId, type Millis, toMillis, toMillisOrNull, type VdnId } from '../../core/units.ts';
import type { Connection } from '../database/connection.ts';

export interface Snapshot {
  readonly settings: CampaignSettings;
  readonly state: ChosenState;
  /** Null in revisions that are older than the handling of calls: the default was in force. */
  readonly handling: CallHandling | null;
}

export interface Revision {
  readonly revision: number;
  readonly at: Millis;
  readonly actor: string;
  /** `add`, `modify`, `handling`, `pause`, `resume`, `rollback`, `delete`. */
  readonly action: string;
  /** Null for the first. */
  readonly before: Snapshot | null;
  readonly after: Snapshot;
  /** The first beat that worked with this revision; null: none so far. */
  readonly effectiveAt: Millis | null;
}

interface StoredSnapshot extends Omit<Snapshot, 'handling'> {
  /** A field that is missing has its default. */
  readonly handling?: Partial<CallHandling>;
}

interface RevisionRow {
  revision: number;
  at: number;
  actor: string;
  action: string;
  before: StoredSnapshot | null;
  after: StoredSnapshot;
  effective_at: number | null;
}

/** Revisions from the newest to the oldest, at most `limit`, older than `before`. */
export async function listRevisions(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  query: { readonly before: number | null; readonly limit: number },
): Promise<Revision[]> {
  const { before, limit } = query;
  const rows = await connection<RevisionRow[]>`
    select ${revisionColumns(connection)} from ${withPredecessor(connection)}
    where r.vdn_id = ${vdnId} and r.campaign_id = ${campaignId}
      ${before === null ? connection`` : connection`and r.revision < ${before}`}
    order by r.revision desc limit ${limit}`;
  return rows.map(readRevision);
}

export async function findRevision(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  revision: number,
): Promise<Revision | null> {
  const [row] = await connection<RevisionRow[]>`
    select ${revisionColumns(connection)} from ${withPredecessor(connection)}
    where r.vdn_id = ${vdnId} and r.campaign_id = ${campaignId} and r.revision = ${revision}`;
  return row === undefined ? null : readRevision(row);
}

/** The newest revision that changed settings or handling, not only the state; null when none did since the first. */
export async function findLastModification(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
): Promise<Revision | null> {
  const byDefault = connection`${JSON.stringify(callHandlingDefault)}::text::jsonb`;
  const [row] = await connection<RevisionRow[]>`
    select ${revisionColumns(connection)} from ${withPredecessor(connection)}
    where r.vdn_id = ${vdnId} and r.campaign_id = ${campaignId} and p.revision is not null
      and (p.after -> 'settings' is distinct from r.after -> 'settings'
        or ${byDefault} || coalesce(p.after -> 'handling', '{}')
          is distinct from ${byDefault} || coalesce(r.after -> 'handling', '{}'))
    order by r.revision desc limit 1`;
  return row === undefined ? null : readRevision(row);
}

const revisionColumns = (connection: Connection) => connection`
  r.revision, r.at, r.actor, r.action, p.after as before, r.after, r.effective_at`;

const withPredecessor = (connection: Connection) => connection`
  campaign_revisions r
  left join campaign_revisions p
    on p.vdn_id = r.vdn_id and p.campaign_id = r.campaign_id and p.revision = r.revision - 1`;

const readRevision = (row: RevisionRow): Revision => ({
  revision: row.revision,
  at: toMillis(row.at),
  actor: row.actor,
  action: row.action,
  before: row.before === null ? null : readSnapshot(row.before),
  after: readSnapshot(row.after),
  effectiveAt: toMillisOrNull(row.effective_at),
});

const readSnapshot = ({ settings, state, handling }: StoredSnapshot): Snapshot => ({
  settings,
  state,
  handling: handling === undefined ? null : { ...callHandlingDefault, ...handling },
});
