// A small world for the workers' tests: a VDN and campaigns written straight into the database, so that
// these tests fail for their own reasons and not for those of the HTTP door.
import type { CampaignSettings } from '../../src/core/campaign.ts';
import { type CampaignId, type Millis, toCampaignId, toVdnId } from '../../src/core/units.ts';
import { type VdnSettings, vdnSettingsDefault } from '../../src/core/vdn.ts';
import type { Database } from '../../src/store/database/connection.ts';
import { type HeldCampaign, heldCampaigns, takeCampaigns, takeDesks } from '../../src/store/system/leases.ts';
import { enterNode } from '../../src/store/system/nodes.ts';

export const vdnId = toVdnId(1);

/** An automatic campaign, open all day, 60 calls a minute. */
export const ivrSettings: CampaignSettings = {
  name: 'world',
  description: null,
  beginAt: null,
  endAt: null,
  deviceType: 3,
  callerNo: '10085',
  maxAlertingSeconds: 20,
  schedule: { workday: [{ begin: 0, end: 1439 }, null, null], holiday: [null, null, null] },
  ivr: { deviceSign: '1001', callCount: 3, callIntervalSeconds: 3 },
  skill: null,
  callBackUrl: 'http://127.0.0.1:9/results',
};

export async function makeVdn(
  database: Database,
  now: Millis,
  settings: Partial<VdnSettings> = {},
  id = vdnId,
): Promise<void> {
  const all = { ...vdnSettingsDefault, callbackTrustlist: ['127.0.0.1'], ...settings };
  await database`
    insert into vdns (vdn_id, name, settings, created_at)
    values (${id}, ${`VDN ${id}`}, ${{ ...all, callbackTrustlist: [...all.callbackTrustlist] }}, ${now})`;
  await database`
    insert into flows (vdn_id, flow_code, description, play_seconds) values (${id}, '1001', 'plays', 10)`;
}

/** Adds a started campaign with `called` as its numbers, all due since `now`. */
export async function makeCampaign(
  database: Database,
  now: Millis,
  called: readonly string[],
  settings: Partial<CampaignSettings> = {},
  vdn = vdnId,
): Promise<CampaignId> {
  const all = { ...ivrSettings, name: `world ${Math.random()}`, ...settings };
  const [row] = await database<{ campaign_id: number }[]>`
    insert into campaigns (vdn_id, name, state, device_type, begin_at, end_at, settings, revision, created_at, updated_at)
    values (${vdn}, ${all.name}, 'started', ${all.deviceType}, ${all.beginAt}, ${all.endAt},
      ${JSON.parse(JSON.stringify(all))}, 1, ${now}, ${now})
    returning campaign_id`;
  const campaignId = toCampaignId(row?.campaign_id ?? 0);
  await database`
    insert into campaign_revisions (vdn_id, campaign_id, revision, at, actor, action, after)
    values (${vdn}, ${campaignId}, 1, ${now}, 'test', 'add', '{}')`;
  await database`
    insert into campaign_leases (vdn_id, campaign_id, owner, epoch) values (${vdn}, ${campaignId}, '', 0)`;
  await database`
    insert into notice_queues (vdn_id, campaign_id, acknowledged_created_at) values (${vdn}, ${campaignId}, ${now})`;
  await database`
    insert into campaign_progress (vdn_id, campaign_id, waiting) values (${vdn}, ${campaignId}, ${called.length})`;
  await database`
    insert into contacts (vdn_id, campaign_id, called, due_at, created_at)
    select ${vdn}, ${campaignId}, n, ${now}, ${now} from unnest(${[...called]}::text[]) as n`;
  return campaignId;
}

/** A process begins, takes what is free and tells what it holds; one of that name before it has ended. */
export async function takeLeases(database: Database, owner: string, now: Millis): Promise<HeldCampaign[]> {
  const node = await enterNode(database, owner, true);
  await takeDesks(database, node, 100);
  await takeCampaigns(database, node, now, 100);
  return heldCampaigns(database, node, now);
}

/** `count` numbers whose last two digits are `fate`. */
export const numbersOf = (count: number, fate = '10'): string[] =>
  Array.from({ length: count }, (_, index) => `139${String(index).padStart(6, '0')}${fate}`);
