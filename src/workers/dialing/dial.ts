// One beat after another for each campaign: read its view, make the plan, claim, and hand the claimed calls
// to the placer, which spreads them over the beat. core decides, and the claim repeats the limits; this
// file holds only the order of steps. agentBeat.ts adds what campaigns with agents need.
import { agentBeatSeconds, type Plan, plan } from '../../core/plan.ts';
import { type Millis, toMillis, type VdnId } from '../../core/units.ts';
import { startOfDay } from '../../core/zone.ts';
import type { Metrics } from '../../metrics.ts';
import { claimContacts } from '../../store/calls/claims.ts';
import { markEffective } from '../../store/campaigns/effectiveRevision.ts';
import { loadViews, type StoredView, withShare } from '../../store/campaigns/views.ts';
import { isLocked } from '../../store/database/connectionFailure.ts';
import { isShortage } from '../../store/database/storage.ts';
import { type Destination, needsAgent } from '../../telephony/driver.ts';
import { Driven, type DrivenCampaign, type LiveCall, noteView } from '../leases/driven.ts';
import { type RecoverDeps, recoverStrays } from '../leases/recover.ts';
import { Places } from '../places.ts';
import { type BeatDesk, claimReserved, learnFromBeat, lookAtAgents } from './agentBeat.ts';
import type { FlightRecorder } from './flightRecorder.ts';
import type { Pacers } from './pacers.ts';
import type { Placements } from './placements.ts';
import type { Shares } from './shares.ts';

export interface DialDeps extends RecoverDeps {
  readonly metrics: Metrics;
  readonly placements: Placements;
  readonly shares: Shares;
  readonly desk: BeatDesk;
  readonly pacers: Pacers;
  readonly recorder: FlightRecorder;
  readonly owner: string;
}

/** The loop looks again at least this often: campaigns are taken over, and beats under way come to their end. */
const passMillisMax = 100;

/** Campaigns that are read by one statement. */
const viewsMax = 500;
/** Beats at the database at once, in all and of one tenant. */
const placesMax = 6;
const placesEach = 4;

/** A campaign whose beat failed rests this long. */
const failedBeatMillis = 3_000;

/** A claim that found the campaign changed is planned anew at once, this often at most. */
const claimTriesMax = 3;

/**
 * The beats of campaigns with agents, or of those with an IVR: a large claim for an IVR must not make a
 * beat late for which agents wait. Nor do tenants wait for each other: a VDN whose rows are held by
 * somebody is late alone.
 */
export class Beats {
  readonly #deps: DialDeps;
  readonly #withAgents: boolean;
  readonly #underWay = new Map<VdnId | DrivenCampaign, Promise<void>>();
  readonly #places = new Places(placesMax, placesEach);
  readonly #failures: unknown[] = [];

  constructor(deps: DialDeps, withAgents: boolean) {
    this.#deps = deps;
    this.#withAgents = withAgents;
  }

  /** Beats every campaign that is due. Answers the milliseconds until the next one is. */
  async pass(): Promise<number> {
    const { clock, database } = this.#deps;
    const now = clock.now();
    const due = this.#resting().filter((campaign) => isDue(campaign, now));
    const known = new Map(due.map((campaign) => [campaign, campaign.calls.size]));
    for (const group of inGroups(due)) {
      const views = await loadViews(
        database,
        group.map(({ lease }) => lease),
      );
      for (const [vdnId, beats] of beatsByVdn(group, views, known)) this.#begin(vdnId, beats);
    }
    const [failure] = this.#failures.splice(0);
    if (failure !== undefined) throw failure;
    const afterwards = clock.now();
    let waitMillis = passMillisMax;
    for (const campaign of this.#resting())
      if (campaign.recovered) waitMillis = Math.min(waitMillis, campaign.nextBeatAt - afterwards);
    return Math.max(1, waitMillis);
  }

  /** Resolves when no beat is under way. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay.values());
  }

  #resting(): DrivenCampaign[] {
    return [...this.#deps.driven.campaigns.values()].filter(
      (campaign) => campaign.hasAgents === this.#withAgents && !this.#underWay.has(this.#turnOf(campaign)),
    );
  }

  /**
   * No campaign has two beats at once. Those with agents wait for all of their VDN, since they share the agents;
   * those with an IVR for nobody.
   */
  #turnOf(campaign: DrivenCampaign): VdnId | DrivenCampaign {
    return this.#withAgents ? campaign.lease.vdnId : campaign;
  }

  #begin(vdnId: VdnId, due: readonly DueBeat[]): void {
    for (const [turn, beats] of Map.groupBy(due, ({ campaign }) => this.#turnOf(campaign))) {
      const underWay = beatTogether(this.#deps, this.#places, vdnId, beats)
        .catch((error: unknown) => void this.#failures.push(error))
        .finally(() => this.#underWay.delete(turn));
      this.#underWay.set(turn, underWay);
    }
  }
}

/** A clock set back by more than a beat must not stop a campaign until it has caught up. */
const isDue = (campaign: DrivenCampaign, now: Millis): boolean =>
  campaign.recovered && (campaign.nextBeatAt <= now || campaign.nextBeatAt > now + 10_000);

/** The campaigns in pieces of some hundred, each tenant's in one of them: so much is read by one statement. */
function inGroups(campaigns: readonly DrivenCampaign[]): DrivenCampaign[][] {
  const groups: DrivenCampaign[][] = [];
  for (const ofTenant of Map.groupBy(campaigns, ({ lease }) => lease.vdnId).values()) {
    const last = groups.at(-1);
    if (last !== undefined && last.length + ofTenant.length <= viewsMax) last.push(...ofTenant);
    else groups.push(ofTenant);
  }
  return groups;
}

/** What a beat begins with. */
interface DueBeat {
  readonly campaign: DrivenCampaign;
  readonly view: StoredView;
  /** The calls that were known before the view was read. */
  readonly knownCalls: number;
}

function beatsByVdn(
  due: readonly DrivenCampaign[],
  views: readonly StoredView[],
  known: ReadonlyMap<DrivenCampaign, number>,
): Map<VdnId, DueBeat[]> {
  const viewOf = new Map(
    views.map((view) => [Driven.key({ vdnId: view.campaign.vdnId, campaignId: view.campaign.id }), view]),
  );
  const beats = due.flatMap((campaign) => {
    const view = viewOf.get(Driven.key(campaign.lease));
    if (view !== undefined) return [{ campaign, view, knownCalls: known.get(campaign) ?? 0 }];
    campaign.nextBeatAt = toMillis(campaign.nextBeatAt + failedBeatMillis);
    return [];
  });
  return Map.groupBy(beats, ({ campaign }) => campaign.lease.vdnId);
}

async function beatTogether(
  deps: DialDeps,
  places: Places,
  vdnId: VdnId,
  due: readonly DueBeat[],
): Promise<void> {
  const skillOf = ({ campaign, view }: DueBeat) => view.campaign.settings.skill?.skillId ?? campaign;
  const groups = [...Map.groupBy(due, skillOf).values()];
  await Promise.all(
    groups.map((group) =>
      places.hold(vdnId, async () => {
        for (const one of inRotation(group, deps.clock.now())) await beatAlone(deps, one);
      }),
    ),
  );
}

/**
 * Campaigns of one skill queue beat one after another, so that each sees the calls that the others have
 * just claimed for the same agents; and each is the first in its turn, so that none gets all the agents.
 */
function inRotation(group: readonly DueBeat[], now: Millis): readonly DueBeat[] {
  const first = Math.floor(now / (agentBeatSeconds * 1000)) % group.length;
  return [...group.slice(first), ...group.slice(0, first)];
}

/** One beat, whose failure is this campaign's alone: the others keep their pace. */
async function beatAlone(deps: DialDeps, { campaign, view, knownCalls }: DueBeat): Promise<void> {
  // Lost while it waited for its place.
  if (campaign.isDropped) return;
  const now = deps.clock.now();
  try {
    // A call leaves the known ones only after its end is written, and no claim is under way now: more
    // calls in the rows are of a claim that was committed and whose answer never came.
    const hasStrays = view.calling > knownCalls && campaign.predecessor !== 'stopping';
    if (hasStrays) await recoverStrays(deps, campaign, view.campaign.settings.maxAlertingSeconds);
    await beat(deps, campaign, view, now);
    campaign.isLocked = false;
  } catch (error) {
    campaign.nextBeatAt = toMillis(deps.clock.now() + failedBeatMillis);
    deps.metrics.passFailures.inc({ worker: 'dial' });
    const key = Driven.key(campaign.lease);
    campaign.isLocked = isLocked(error);
    if (campaign.isLocked)
      deps.log.warn({ campaign: key }, 'a row of this campaign is locked by another session of the database');
    else if (!isShortage(deps.database, deps.log, error))
      deps.log.error({ campaign: key, err: error }, 'beat failed');
  }
}

async function beat(deps: DialDeps, campaign: DrivenCampaign, first: StoredView, now: Millis): Promise<void> {
  let stored = first;
  deps.metrics.beatLateSeconds.observe(Math.max(0, now - campaign.nextBeatAt) / 1000);
  for (let tries = 1; ; tries++) {
    noteView(campaign, stored);
    const agents = await lookAtAgents(deps.desk, deps.pacers, campaign, stored, now);
    // Nothing is waited for between the share and the claim, so that nobody counts on the same channels.
    const asked = deps.shares.ask(campaign, stored, now);
    const stopTimer = deps.metrics.decideSeconds.startTimer();
    if (agents !== null && tries === 1) learnFromBeat(deps.desk, campaign, stored, asked.share, agents);
    const decided = plan(
      withShare({ ...stored, pacing: campaign.pacing ?? stored.pacing }, asked.share, agents),
      now,
    );
    if (agents !== null) stopTimer();
    const placed = await carryOut(deps, campaign, stored, decided, now);
    if (decided.place === 0 || placed > 0 || tries === claimTriesMax || isPreviewed(stored)) {
      deps.recorder.note(campaign, stored.campaign.revision, decided, placed, now);
      deps.shares.note(campaign, asked, decided, placed, now);
      finishBeat(deps, campaign, decided, now);
      await noteRevision(deps, campaign, stored, now);
      return;
    }
    // Somebody changed the campaign between view and claim: the new settings rule this very beat.
    const [again] = await loadViews(deps.database, [campaign.lease]);
    if (again === undefined) return;
    stored = again;
  }
}

function finishBeat(deps: DialDeps, campaign: DrivenCampaign, decided: Plan, now: Millis): void {
  const beatMillis = decided.beatSeconds * 1000;
  // The grid is kept, so that beats some ms late do not slow the pace; time lost is not made up for.
  const onGrid = campaign.nextBeatAt + beatMillis;
  campaign.nextBeatAt = toMillis(onGrid > now && onGrid <= now + beatMillis ? onGrid : now + beatMillis);
  campaign.pacing = decided.pacing;
  deps.metrics.beats.inc();
  if (decided.place === 0) deps.metrics.gateRefusals.inc({ gate: decided.because.gate });
}

/** A previewed campaign claims when an agent dials; its beat makes offers. */
const isPreviewed = (view: StoredView): boolean => view.campaign.settings.deviceType === 5;

/** Does what was decided. Answers how many calls are under way, or offers made. */
async function carryOut(
  deps: DialDeps,
  campaign: DrivenCampaign,
  view: StoredView,
  decided: Plan,
  now: Millis,
): Promise<number> {
  if (isPreviewed(view))
    return decided.record === null ? 0 : deps.desk.offerBeat(campaign, view, decided, now);
  if (decided.place === 0) return 0;
  const claim = (count: number) => claimAndFollow(deps, campaign, view, decided, count, now);
  const destination = destinationOf(view);
  const { place, beatSeconds } = decided;
  const expected = { count: place, beatSeconds, needsAgent: needsAgent(destination) };
  return deps.placements.expecting(expected, async () => {
    const isPreempted = view.campaign.settings.deviceType === 6;
    const lives = isPreempted
      ? await claimReserved(deps.desk, campaign, place, now, claim)
      : await claim(place);
    return spread(deps, lives, decided, destination);
  });
}

function destinationOf({ campaign, flow }: StoredView): Destination {
  const { ivr } = campaign.settings;
  return ivr === null ? { kind: 'agent' } : { kind: 'flow', flowCode: ivr.deviceSign, flow };
}

async function claimAndFollow(
  deps: DialDeps,
  campaign: DrivenCampaign,
  view: StoredView,
  decided: Plan,
  count: number,
  now: Millis,
): Promise<LiveCall[]> {
  const stopTimer = deps.metrics.claimSeconds.startTimer();
  const claimed = await claimContacts(
    deps.database,
    view.campaign,
    { owner: deps.owner, epoch: campaign.lease.epoch },
    count,
    decided.pacing,
    now,
    startOfDay(now, view.timeZone),
  );
  stopTimer();
  const { maxAlertingSeconds } = view.campaign.settings;
  return claimed.map((contact) => deps.driven.follow(campaign, contact, now, maxAlertingSeconds));
}

/** Spreads the calls over the beat. */
function spread(deps: DialDeps, lives: readonly LiveCall[], decided: Plan, destination: Destination): number {
  // From now on, not from the beat's instant: a claim that took long must not end in a volley.
  const from = deps.clock.now();
  // No call is placed after the segment or the campaign has closed.
  const openMillis = Math.max(0, (decided.closesAt ?? Number.POSITIVE_INFINITY) - from);
  const gapMillis = Math.min(decided.beatSeconds * 1000, openMillis) / Math.max(1, lives.length);
  lives.forEach((live, position) => {
    const at = toMillis(from + Math.floor(position * gapMillis));
    deps.placements.place(live, at, destination, decided.closesAt);
  });
  return lives.length;
}

/** Writes down the first beat that worked with a revision, once. */
async function noteRevision(
  deps: DialDeps,
  campaign: DrivenCampaign,
  view: StoredView,
  now: Millis,
): Promise<void> {
  const { revision } = view.campaign;
  const known = campaign.effectiveRevision;
  if (revision === known) return;
  await markEffective(deps.database, campaign.lease.vdnId, campaign.lease.campaignId, known, revision, now);
  campaign.effectiveRevision = revision;
}
