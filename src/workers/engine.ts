// The engine: every worker of one process, started together and stopped in an order that loses nothing.
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { CarrierShare } from '../core/carrier.ts';
import type { CallStages } from '../core/live.ts';
import { afterReturn } from '../core/returned.ts';
import type { CallId, CampaignId, VdnId } from '../core/units.ts';
import type { AgentsView } from '../core/view.ts';
import type { Metrics } from '../metrics.ts';
import type { StoredView } from '../store/campaigns/views.ts';
import type { Database } from '../store/database/connection.ts';
import { ensurePartitions } from '../store/database/partitions.ts';
import { findRoom, isShortage } from '../store/database/storage.ts';
import type { Driver, ReturnedCall } from '../telephony/driver.ts';
import { Deliverer } from './deliver.ts';
import { Desk } from './desk.ts';
import { Beats, type DialDeps } from './dial.ts';
import { countStages, Driven, isUnknown, isWanted } from './driven.ts';
import { Fence } from './fence.ts';
import { FlightRecorder, type LatestBeat } from './flightRecorder.ts';
import { showAgents, showGateways } from './gauges.ts';
import { GiveBack, type GivenBack, neverDialed } from './giveBack.ts';
import { Heartbeat } from './heartbeat.ts';
import { drop, type LeaseDeps, leasePass } from './lease.ts';
import { type Loop, startLoop } from './loop.ts';
import { maintainPass } from './maintain.ts';
import { Pacers } from './pacers.ts';
import { Placer } from './place.ts';
import { comparePass, type RecoverDeps, recoverCampaigns, recoverStrays } from './recover.ts';
import { Settler } from './settle.ts';
import { Shares } from './shares.ts';

export interface EngineDeps {
  readonly database: Database;
  /** For the heartbeat alone: it must not wait behind the statements of others. */
  readonly heartDatabase: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly driver: Driver;
  /** Names this process; the same after a restart, so that what it held is free again at once. */
  readonly owner: string;
  /** How many times faster than life the clock runs; a lease lasts 10 s of life. */
  readonly speed: number;
  /** Ports of this server that no notice may reach: that of its database. None when not given. */
  readonly closedPorts?: readonly number[];
}

export interface Engine {
  /** What the carrier leaves to the campaign, as a beat at this moment would see it. */
  share(view: StoredView): CarrierShare;
  readonly desk: Desk;
  /** What the campaign's latest beat saw and decided; null without one, or where another drives it. */
  latestBeat(vdnId: VdnId, campaignId: CampaignId): LatestBeat | null;
  /** The campaign's calls in flight; null where another drives it. */
  callStages(vdnId: VdnId, campaignId: CampaignId): CallStages | null;
  /** The campaign's last beat here found a row locked by somebody else. */
  hasLockedRows(vdnId: VdnId, campaignId: CampaignId): boolean;
  /** Who is there for a campaign, as a beat at this moment would see it; null as in `CampaignView`. */
  agentsView(vdnId: VdnId, campaignId: CampaignId, ringLimitSeconds: number): AgentsView | null;
  /** A campaign (`vdnId:campaignId`) was added or resumed: look now instead of at the next pass. */
  wake(campaign: string): void;
  /**
   * Stops placing calls, gives back claims that were not dialed, waits for calls and notices for at
   * most `graceMillis` of life, and hands the leases over.
   */
  stop(graceMillis: number): Promise<void>;
}

const leaseMillisOfLife = 10_000;
/** While the database has no room, it is asked this often whether it has some again. */
const storageMillis = 1_000;
/** A delivery that is under way when a process hands over is waited for so long. */
const deliveryMillisMax = 500;
/** Beyond the grace, a stop waits for the database this long in all. */
const databaseMillisMax = 3_000;

/** Starts the workers. The partitions for today are there before the first call is claimed. */
export async function startEngine(deps: EngineDeps): Promise<Engine> {
  const { database, clock, log, metrics, driver, owner } = deps;
  await ensurePartitions(database, clock.now());
  const driven = new Driven();
  const leaseMillis = leaseMillisOfLife * deps.speed;
  const fence = new Fence(clock, leaseMillis);
  const heartbeat = await Heartbeat.begin({
    database: deps.heartDatabase,
    clock,
    log,
    fence,
    owner,
    leaseMillis,
    lose: () => {
      desk.loseAll();
      for (const campaign of [...driven.campaigns.values()]) drop(leases, campaign);
    },
  });
  driver.setGuard({
    mayAsk: () => fence.isOpen(),
    mayDial: (callId) => {
      const live = driven.calls.get(callId);
      return live !== undefined && isWanted(live) && !live.campaign.isDropped && fence.isOpen();
    },
    mayRing: (vdnId) => desk.holds(vdnId),
  });
  const loops: Record<string, Loop> = {};
  const start = (name: string, pass: () => Promise<number>): Loop => {
    const onFailure = (error: unknown): boolean => {
      metrics.passFailures.inc({ worker: name });
      return isShortage(database, log, error);
    };
    const loop = startLoop({ name, clock, log, onFailure, pass });
    loops[name] = loop;
    return loop;
  };

  const deliverer = new Deliverer({
    database,
    clock,
    metrics,
    log,
    driven,
    closedPorts: deps.closedPorts ?? [],
  });
  const settler = new Settler({
    database,
    clock,
    metrics,
    log,
    driven,
    onSettled: (vdnId, campaignId, notices) => {
      if (deliverer.note(vdnId, campaignId, notices)) loops.deliver?.wake();
    },
    desk: { hear: (live, event) => desk.hear(live, event), lose: (live) => desk.lose(live) },
  });
  driver.listen((event) => settler.hear(event));
  driver.listenToLines((event) => desk.hearLine(event));
  const giveBack = new GiveBack({ database, log, driven });
  const returned = gatherAtOnce((calls: readonly ReturnedCall[]) => {
    const now = clock.now();
    const claims: GivenBack[] = [];
    for (const { callId, because } of calls) {
      const live = driven.calls.get(callId);
      if (live === undefined) continue;
      const waiting = afterReturn(because, live.contact.failures, now);
      if (waiting === null) {
        settler.hear({ kind: 'ended', callId, at: now, reason: 'placeFailed' });
        continue;
      }
      // The agent for whom it was dialed is free again, and pacing learns nothing.
      desk.lose(live);
      metrics.callsReturned.inc({ because });
      claims.push({ live, waiting });
    }
    void giveBack.take(claims);
  });
  driver.listenToReturns(returned);
  const placer = new Placer(clock, driver, metrics, {
    fence,
    isStaffed: (campaign) => desk.isStaffed(campaign),
    refuse: ({ call }) =>
      settler.hear({ kind: 'ended', callId: call.id, at: clock.now(), reason: 'notAllowed' }),
    giveBack: (lives) => void giveBack.take(lives.map(neverDialed)),
  });
  const shares = new Shares(driven, driver, placer, metrics);
  const desk = new Desk({
    database,
    clock,
    log,
    metrics,
    driver,
    driven,
    fence,
    heartbeat,
    hear: (event) => settler.hear(event),
    place: (live, at, destination) => placer.place(live, at, destination),
    share: (view) => shares.shareOf(view, clock.now()),
  });
  const pacers = new Pacers(database, clock, driven);
  const recorder = new FlightRecorder(database);
  const recover: RecoverDeps = { database, clock, log, driver, driven, settler, desk };
  const leases: LeaseDeps = {
    database,
    clock,
    log,
    driver,
    driven,
    desk,
    pacers,
    placer,
    heartbeat,
    recover: (campaigns) => recoverCampaigns(recover, campaigns),
    leaseMillis,
  };
  const beat = start('heartbeat', () => heartbeat.pass());
  const lease = start('lease', () => leasePass(leases));
  const findStrays: DialDeps['findStrays'] = (campaign, ringLimitSeconds) =>
    recoverStrays(recover, campaign, ringLimitSeconds);
  const dialDeps: DialDeps = {
    database,
    clock,
    log,
    metrics,
    driven,
    placer,
    shares,
    desk,
    pacers,
    recorder,
    owner,
    findStrays,
  };
  const beats = new Beats(dialDeps, false);
  const beatsForAgents = new Beats(dialDeps, true);
  const dial = start('dial', () => beats.pass());
  const dialForAgents = start('dialForAgents', () => beatsForAgents.pass());
  const seats = start('desk', () => desk.pass());
  const pacing = start('pacing', async () => {
    showAgents(metrics, desk, driven);
    showGateways(metrics, driver.gateways(), driven);
    return pacers.pass();
  });
  const record = start('record', () => recorder.pass());
  const strangers = new Set<CallId>();
  const compare = start('compare', () => comparePass({ ...recover, fence, strangers }));
  const deliver = start('deliver', async () => {
    metrics.callsInFlight.set(driven.calls.size);
    metrics.leasesHeld.set(driven.campaigns.size);
    return deliverer.pass();
  });
  const maintain = start('maintain', () => maintainPass({ database, clock, log }));
  const storage = start('storage', async () => {
    if (await findRoom(database)) log.warn('the database has room to write again');
    return storageMillis;
  });

  /**
   * Another process takes over at once; this one goes on to settle the calls that it has placed. What only one
   * process may do has ended by then: dial, seat agents, deliver, keep what pacing has learned.
   */
  const handOver = async (): Promise<void> => {
    // What waits in a gateway's line does not leave us any more, and comes back.
    for (const campaign of driven.campaigns.values()) campaign.isDropped = true;
    const ends = [
      lease.stop(),
      pacing.stop().then(() => pacers.save(clock.now())),
      deliver.stop().then(() => deliverer.close(deliveryMillisMax)),
      desk.handOver(),
    ];
    // A row of one tenant that somebody has locked must not keep the leases of all.
    await Promise.all(ends.map((each) => tried(log, each)));
    await heartbeat.drain();
    log.info('handed over to another process');
  };

  return {
    share: (view) => shares.shareOf(view, clock.now()),
    desk,
    latestBeat: (vdnId, campaignId) => {
      const campaign = driven.campaigns.get(Driven.key({ vdnId, campaignId }));
      return campaign === undefined ? null : recorder.latest(campaign);
    },
    callStages: (vdnId, campaignId) => {
      const campaign = driven.campaigns.get(Driven.key({ vdnId, campaignId }));
      return campaign === undefined ? null : countStages(campaign);
    },
    hasLockedRows: (vdnId, campaignId) =>
      driven.campaigns.get(Driven.key({ vdnId, campaignId }))?.isLocked ?? false,
    agentsView: (vdnId, campaignId, ringLimitSeconds) => {
      const campaign = driven.campaigns.get(Driven.key({ vdnId, campaignId }));
      if (campaign === undefined || campaign.agents === null) return null;
      const { pacer, rule, law } = campaign.agents;
      return { seen: desk.seen(campaign, ringLimitSeconds, clock.now()), pacer, rule, law };
    },
    wake: (campaign) => {
      if (!driven.campaigns.has(campaign)) lease.wake();
    },
    stop: async (graceMillis) => {
      const deadline = AbortSignal.timeout(graceMillis);
      // A database that is gone refuses, one that hangs says nothing: neither holds up the stop.
      const limit = AbortSignal.timeout(graceMillis + databaseMillisMax);
      const step = (work: Promise<unknown>) => tried(log, Promise.race([work, aborted(limit)]));
      desk.beginStop();
      await step(Promise.all([dial.stop(), dialForAgents.stop()]));
      await step(Promise.all([beats.settled(), beatsForAgents.settled()]));
      await step(giveBack.take(placer.stop().map(neverDialed)));
      const handsOver = heartbeat.hasCompany();
      if (handsOver) await step(handOver());
      // The heart beats and calls are compared until the last call has ended or the time is over.
      await untilQuiet(driven, settler, deadline);
      giveBack.close();
      await step(Promise.all([maintain.stop(), storage.stop()]));
      await step(Promise.all([lease.stop(), compare.stop(), deliver.stop(), seats.stop()]));
      await step(settler.stop());
      await step(Promise.all([pacing.stop(), record.stop()]));
      await step(recorder.pass());
      if (!handsOver) {
        await step(pacers.save(clock.now()));
        await step(Promise.race([deliverer.drain(), aborted(deadline)]));
        await step(deliverer.close());
      }
      await step(desk.close());
      await step(beat.stop());
      // With its row everything that this process held is free.
      await step(heartbeat.leave());
    },
  };
}

/** A stop goes on without the database: what could not be written now is found by the next start. */
async function tried(log: Logger, work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => log.warn({ err: error }, 'a step of the stop failed'));
}

/** Hands over in one piece what comes at one moment: a gateway that goes away gives all of its line back. */
function gatherAtOnce<Item>(take: (items: readonly Item[]) => void): (item: Item) => void {
  const gathered: Item[] = [];
  return (item) => {
    if (gathered.push(item) === 1) queueMicrotask(() => take(gathered.splice(0)));
  };
}

/** Resolves when no call is in flight and everything heard is written, or when the time is over. */
async function untilQuiet(driven: Driven, settler: Settler, deadline: AbortSignal): Promise<void> {
  while (!deadline.aborted && (isAnyInTheAir(driven) || settler.pending > 0))
    await new Promise((resolve) => setTimeout(resolve, 50));
}

const isAnyInTheAir = (driven: Driven): boolean =>
  [...driven.calls.values()].some((live) => !isUnknown(live));

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });
