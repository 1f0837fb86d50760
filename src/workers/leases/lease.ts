// Takes campaigns over and lets them go. What this process holds is what the rows say: each pass takes what
// is free, reads what it holds, and makes the campaigns that it drives the same. The heartbeat prolongs the
// leases, so nothing here is in a hurry.
import { toMillis } from '../../core/units.ts';
import {
  type HeldCampaign,
  heldCampaigns,
  releaseCampaigns,
  takeCampaigns,
} from '../../store/system/leases.ts';
import type { Driver } from '../../telephony/driver.ts';
import type { Desk } from '../desk.ts';
import type { Pacers } from '../dialing/pacers.ts';
import type { Events } from '../events.ts';
import { Driven, type DrivenCampaign } from './driven.ts';
import type { Heartbeat } from './heartbeat.ts';
import { type RecoverDeps, recoverCampaigns } from './recover.ts';

export interface LeaseDeps extends RecoverDeps {
  readonly driver: Driver;
  readonly driven: Driven;
  readonly desk: Pick<Desk, 'lease'>;
  readonly events: RecoverDeps['events'] & Pick<Events, 'loseDesks' | 'drop'>;
  readonly pacers: Pick<Pacers, 'close'>;
  readonly heartbeat: Pick<Heartbeat, 'node'>;
  /** How long a life lasts without a beat, in the clock's milliseconds. */
  readonly leaseMillis: number;
}

/** Leases taken by one statement at most. */
const acquiredMax = 1_000;
/** First beats of campaigns that are taken over together: 20 moments in a second, or 60 in three for many. */
const apartMillis = 50;
const moments = 20;
const momentsForMany = 60;
const many = 400;
/** Campaigns whose calls are recovered together at most, so that the first dial while others wait. */
const recoveredMax = 500;

/** Takes over what is free and lets go of what is not needed. Answers when to come again. */
export async function leasePass(deps: LeaseDeps): Promise<number> {
  const { clock, database, driven, heartbeat, log } = deps;
  const { node } = heartbeat;
  // The desk comes first: campaigns with agents are driven where their VDN's agents are seated.
  deps.events.loseDesks(await deps.desk.lease());
  const now = clock.now();
  while ((await takeCampaigns(database, node, now, acquiredMax)) === acquiredMax);
  const rows = await heldCampaigns(database, node, now);
  // Taken for dead meanwhile: none of it is ours any more.
  if (heartbeat.node !== node) return 0;
  const { taken, released } = reconcile(deps, rows);
  if (taken.length > 0)
    log.info({ campaigns: taken.map(({ lease }) => Driven.key(lease)) }, 'campaigns taken over');
  setApart(taken);
  await letGo(deps, released);
  const waiting = [...driven.campaigns.values()].filter((campaign) => !campaign.recovered);
  for (let first = 0; first < waiting.length; first += recoveredMax)
    await recoverCampaigns(
      deps,
      waiting.slice(first, first + recoveredMax).filter(({ isDropped }) => !isDropped),
    );
  return deps.leaseMillis / 10;
}

/** Campaigns taken over together would beat together ever after, and wait for each other each time. */
function setApart(taken: readonly DrivenCampaign[]): void {
  const perCampaign = (taken.length > many ? momentsForMany : moments) / taken.length;
  for (const [index, campaign] of taken.entries())
    campaign.nextBeatAt = toMillis(campaign.nextBeatAt + Math.floor(index * perCampaign) * apartMillis);
}

/** Makes the driven campaigns those that the rows name. */
function reconcile(deps: LeaseDeps, rows: readonly HeldCampaign[]) {
  const { clock, driven, events, log } = deps;
  const held = new Map(rows.map((row) => [Driven.key(row), row]));
  for (const [key, campaign] of [...driven.campaigns])
    if (held.get(key)?.epoch !== campaign.lease.epoch) {
      log.warn({ campaign: key }, 'lease lost, another process drives it');
      events.drop(campaign);
    }
  const taken: DrivenCampaign[] = [];
  const released: HeldCampaign[] = [];
  for (const [key, row] of held) {
    const campaign = driven.campaigns.get(key);
    const isUsed = row.isNeeded && row.isInPlace;
    if (campaign !== undefined) notePredecessor(campaign, row);
    if (campaign === undefined && isUsed) {
      const one = driven.take(row, clock.now());
      notePredecessor(one, row);
      taken.push(one);
    } else if (!isUsed && (campaign?.calls.size ?? 0) === 0) released.push(row);
  }
  return { taken, released };
}

function notePredecessor(campaign: DrivenCampaign, { isPredecessorStopping }: HeldCampaign): void {
  if (isPredecessorStopping) campaign.predecessor = 'stopping';
  else if (campaign.predecessor === 'stopping') campaign.predecessor = 'gone';
}

/** Keeps what was learned, and releases the leases. One whose rows are locked is let go of the next time. */
async function letGo(deps: LeaseDeps, leases: readonly HeldCampaign[]): Promise<void> {
  if (leases.length === 0) return;
  const { clock, database, driven, events, heartbeat, log, pacers } = deps;
  const { node } = heartbeat;
  const closed = await Promise.allSettled(
    leases.map(async (lease) => {
      const campaign = driven.campaigns.get(Driven.key(lease));
      if (campaign === undefined) return;
      await pacers.close(campaign, clock.now());
      events.drop(campaign);
    }),
  );
  for (const [index, each] of closed.entries())
    if (each.status === 'rejected')
      log.warn({ err: each.reason, campaign: leases[index] }, 'a campaign could not be let go of yet');
  await releaseCampaigns(
    database,
    node,
    leases.filter((_, index) => closed[index]?.status === 'fulfilled'),
  );
}
