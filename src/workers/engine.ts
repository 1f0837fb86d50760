// The engine: every worker of one process, started together (crew.ts makes them, events.ts says who hears what,
// stop.ts ends them in an order that loses nothing).
import type { CarrierShare } from '../core/carrier.ts';
import type { CallsByStage } from '../core/live.ts';
import type { CallId, CampaignId, VdnId } from '../core/units.ts';
import type { AgentsView } from '../core/view.ts';
import type { StoredView } from '../store/campaigns/views.ts';
import { ensurePartitions } from '../store/database/partitions.ts';
import { findRoom } from '../store/database/storage.ts';
import { type Crew, type EngineDeps, makeCrew } from './crew.ts';
import { type Desk, tendMillis } from './desk.ts';
import type { LatestBeat } from './dialing/flightRecorder.ts';
import { showAgents, showGateways } from './gauges.ts';
import { countByStage } from './leases/driven.ts';
import { leasePass } from './leases/lease.ts';
import { comparePass } from './leases/recover.ts';
import { maintainPass } from './maintain.ts';
import { stopEngine } from './stop.ts';

export interface Engine {
  /** What the carrier leaves to the campaign, as a beat at this moment would see it. */
  share(view: StoredView): CarrierShare;
  readonly desk: Desk;
  /** What the campaign's latest beat saw and decided; null without one, or where another drives it. */
  latestBeat(vdnId: VdnId, campaignId: CampaignId): LatestBeat | null;
  /** The campaign's calls in flight; null where another drives it. */
  callsByStage(vdnId: VdnId, campaignId: CampaignId): CallsByStage | null;
  /** The campaign's last beat here found a row locked by somebody else. */
  hasLockedRows(vdnId: VdnId, campaignId: CampaignId): boolean;
  /** The agents of a campaign, as a beat at this moment would see them; null as in `CampaignView`. */
  agentsView(vdnId: VdnId, campaignId: CampaignId, ringLimitSeconds: number): AgentsView | null;
  /** A campaign (`vdnId:campaignId`) was added or resumed: look now instead of at the next pass. */
  wake(campaign: string): void;
  /**
   * Stops placing calls, gives back claims that were not dialed, waits for calls and notices for at
   * most `graceMillis` of real time, and releases the leases.
   */
  stop(graceMillis: number): Promise<void>;
}

/** While the database has no room, it is asked this often whether it has some again. */
const storageMillis = 1_000;

/** Starts the workers. The partitions for today are there before the first call is claimed. */
export async function startEngine(deps: EngineDeps): Promise<Engine> {
  await ensurePartitions(deps.database, deps.clock.now());
  const crew = await makeCrew(deps);
  startLoops(crew);
  const { clock, desk, driven, loops, recorder, shares } = crew;
  return {
    desk,
    share: (view) => shares.shareOf(view, clock.now()),
    latestBeat: (vdnId, campaignId) => {
      const campaign = driven.find(vdnId, campaignId);
      return campaign === null ? null : recorder.latest(campaign);
    },
    callsByStage: (vdnId, campaignId) => {
      const campaign = driven.find(vdnId, campaignId);
      return campaign === null ? null : countByStage(campaign);
    },
    hasLockedRows: (vdnId, campaignId) => driven.find(vdnId, campaignId)?.isLocked ?? false,
    agentsView: (vdnId, campaignId, ringLimitSeconds) => {
      const campaign = driven.find(vdnId, campaignId);
      if (campaign === null || campaign.agents === null) return null;
      const { pacer, rule, law } = campaign.agents;
      return { seen: desk.see(campaign, ringLimitSeconds, clock.now()), pacer, rule, law };
    },
    wake: (campaign) => {
      if (!driven.campaigns.has(campaign)) loops.wake('lease');
    },
    stop: (graceMillis) => stopEngine(crew, graceMillis),
  };
}

function startLoops(crew: Crew): void {
  const { database, deliverer, desk, driven, driver, events, log, loops, metrics } = crew;
  loops.start('heartbeat', () => crew.heartbeat.pass());
  loops.start('lease', () => leasePass(crew));
  loops.start('dial', () => crew.beats.pass());
  loops.start('dialForAgents', () => crew.beatsForAgents.pass());
  loops.start('desk', async () => {
    events.tend();
    return tendMillis;
  });
  loops.start('pacing', async () => {
    showAgents(metrics, desk, driven);
    showGateways(metrics, driver.gateways(), driven);
    return crew.pacers.pass();
  });
  loops.start('record', () => crew.recorder.pass());
  const strays = new Set<CallId>();
  loops.start('compare', () => comparePass({ ...crew, strays }));
  loops.start('deliver', async () => {
    metrics.callsInFlight.set(driven.calls.size);
    metrics.leasesHeld.set(driven.campaigns.size);
    return deliverer.pass();
  });
  loops.start('maintain', () => maintainPass(crew));
  loops.start('storage', async () => {
    if (await findRoom(database)) log.warn('the database has room to write again');
    return storageMillis;
  });
}
