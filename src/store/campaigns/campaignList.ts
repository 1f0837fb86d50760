// The pages of a tenant's campaigns (contract.md 3.7).
import type { Campaign } from '../../core/campaign.ts';
import type { CampaignListQuery, CampaignSort } from '../../core/query.ts';
import type { Millis, VdnId } from '../../core/units.ts';
import type { Connection } from '../database/connection.ts';
import { type CampaignRow, readCampaign } from './campaigns.ts';
import { countActiveCampaigns } from './newCampaigns.ts';

export interface CampaignPage {
  readonly campaigns: Campaign[];
  /** Of all pages. */
  readonly total: number;
  /** Neither deleted nor ended, whatever the query asks for. */
  readonly skillCampaigns: number;
  readonly ivrCampaigns: number;
}

/** One page. */
export async function listCampaigns(
  connection: Connection,
  vdnId: VdnId,
  query: CampaignListQuery,
  now: Millis,
): Promise<CampaignPage> {
  const condition = conditionOf(connection, vdnId, query, now);
  const [count] = await connection<{ total: number }[]>`
    select count(*)::integer as total from campaigns where ${condition}`;
  const rows = await connection<CampaignRow[]>`
    select campaign_id, state, revision, settings, handling from campaigns
    where ${condition}
    order by ${orderOf(connection, query.sort)}, campaign_id desc
    limit ${query.rowsPerPage} offset ${(query.page - 1) * query.rowsPerPage}::bigint`;
  return {
    campaigns: rows.map((row) => readCampaign(vdnId, row)),
    total: count?.total ?? 0,
    ...(await countActiveCampaigns(connection, vdnId, now)),
  };
}

/** Names in the order of small letters, so that no capital one comes before all of them. */
function orderOf(connection: Connection, { by, descending }: CampaignSort) {
  const column = {
    id: connection`campaign_id`,
    name: connection`lower(name)`,
    begin: connection`begin_at`,
    end: connection`end_at`,
  }[by];
  return descending ? connection`${column} desc nulls last` : connection`${column} nulls last`;
}

/** The end follows from the clock, so "ended" is asked of end_at and every other state excludes it. */
function conditionOf(connection: Connection, vdnId: VdnId, query: CampaignListQuery, now: Millis) {
  const { name, anyCase, state, deviceType, beginFrom, endUntil } = query;
  const named = anyCase
    ? connection`and strpos(lower(name), lower(${name})) > 0`
    : connection`and strpos(name, ${name}) > 0`;
  const hasEnded = connection`coalesce(end_at <= ${now}::timestamptz, false)`;
  const ofState =
    state === null
      ? connection``
      : state === 'ended'
        ? connection`and ${hasEnded}`
        : connection`and not ${hasEnded} and state = ${state}`;
  return connection`
    vdn_id = ${vdnId} and deleted_at is null ${ofState}
    ${name === null ? connection`` : named}
    ${deviceType === null ? connection`` : connection`and device_type = ${deviceType}`}
    ${beginFrom === null ? connection`` : connection`and begin_at >= ${beginFrom}::timestamptz`}
    ${endUntil === null ? connection`` : connection`and end_at <= ${endUntil}::timestamptz`}`;
}
