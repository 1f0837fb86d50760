// One beat after another for each campaign: read its view, make the plan, claim, and hand the claimed
// calls to the placer, which spreads them over the beat. Deciding is core's, the limits are repeated
// by the claim; here is only the order of things.
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { type Plan, plan } from '../core/plan.ts';
import { type Millis, toMillis } from '../core/units.ts';
import { startOfDay } from '../core/zone.ts';
import type { Metrics } from '../metrics.ts';
import { claimContacts } from '../store/claims.ts';
import type { Database } from '../store/connection.ts';
import { markEffective } from '../store/effectiveRevision.ts';
import { loadViews, type StoredView, withBudget } from '../store/views.ts';
import type { Driver } from '../telephony/driver.ts';
import { Driven, type DrivenCampaign } from './driven.ts';
import type { Placer } from './place.ts';

export interface DialDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly driver: Driver;
  readonly driven: Driven;
  readonly placer: Placer;
  readonly owner: string;
  /** Takes up the calls in flight that the rows know and this process does not. */
  readonly findStrays: (campaign: DrivenCampaign, ringLimitSeconds: number) => Promise<void>;
}

/** The loop looks again at least this often, so that a campaign just taken over need not wait. */
const passMillisMax = 100;

/** A campaign whose beat failed rests this long. */
const failedBeatMillis = 3_000;

/** A claim that found the campaign changed is planned anew at once, this often at most. */
const claimTriesMax = 3;

/** Beats every campaign that is due. Answers the milliseconds until the next one is. */
export async function dialPass(deps: DialDeps): Promise<number> {
  const now = deps.clock.now();
  const due = [...deps.driven.campaigns.values()].filter((campaign) => isDue(campaign, now));
  // All of them to their end, so that no campaign has two beats at once.
  const beaten = await Promise.allSettled(
    [...deps.driven.byVdn(due)].map(([vdnId, campaigns]) => beatTogether(deps, vdnId, campaigns, now)),
  );
  for (const group of beaten) if (group.status === 'rejected') throw group.reason;
  const afterwards = deps.clock.now();
  let waitMillis = passMillisMax;
  for (const campaign of deps.driven.campaigns.values())
    if (campaign.recovered) waitMillis = Math.min(waitMillis, campaign.nextBeatAt - afterwards);
  return Math.max(1, waitMillis);
}

/** A clock set back by more than a beat must not stop a campaign until it has caught up. */
const isDue = (campaign: DrivenCampaign, now: Millis): boolean =>
  campaign.recovered && (campaign.nextBeatAt <= now || campaign.nextBeatAt > now + 10_000);

async function beatTogether(
  deps: DialDeps,
  vdnId: DrivenCampaign['lease']['vdnId'],
  campaigns: readonly DrivenCampaign[],
  now: Millis,
): Promise<void> {
  const known = new Map(campaigns.map((campaign) => [campaign, campaign.calls.size]));
  const views = await loadViews(
    deps.database,
    vdnId,
    campaigns.map((campaign) => campaign.lease.campaignId),
  );
  const viewOf = new Map(views.map((view) => [Driven.key({ vdnId, campaignId: view.campaign.id }), view]));
  await Promise.all(
    campaigns.map(async (campaign) => {
      const view = viewOf.get(Driven.key(campaign.lease));
      if (view === undefined) campaign.nextBeatAt = toMillis(now + 3_000);
      else await beatAlone(deps, campaign, view, known.get(campaign) ?? 0, now);
    }),
  );
}

/** One beat, whose failure is this campaign's alone: the others keep their pace. */
async function beatAlone(
  deps: DialDeps,
  campaign: DrivenCampaign,
  view: StoredView,
  knownCalls: number,
  now: Millis,
): Promise<void> {
  try {
    // A call leaves the known ones only after its end is written, and no claim is under way now: more
    // calls in the rows are of a claim that was committed and whose answer never came.
    if (view.calling > knownCalls) await deps.findStrays(campaign, view.campaign.settings.maxAlertingSeconds);
    await beat(deps, campaign, view, now);
  } catch (error) {
    campaign.nextBeatAt = toMillis(now + failedBeatMillis);
    deps.metrics.passFailures.inc({ worker: 'dial' });
    deps.log.error({ campaign: Driven.key(campaign.lease), err: error }, 'beat failed');
  }
}

async function beat(deps: DialDeps, campaign: DrivenCampaign, first: StoredView, now: Millis): Promise<void> {
  let stored = first;
  for (let tries = 1; ; tries++) {
    campaign.retryPolicy = stored.retryPolicy;
    campaign.timeZone = stored.timeZone;
    const view = withBudget({ ...stored, pacing: campaign.pacing ?? stored.pacing }, deps.driver.budget());
    const decided = plan(view, now);
    const claimed = decided.place > 0 ? await claimAndPlace(deps, campaign, stored, decided, now) : 0;
    if (decided.place === 0 || claimed > 0 || tries === claimTriesMax) {
      finishBeat(deps, campaign, decided, now);
      await noteRevision(deps, campaign, stored, now);
      return;
    }
    // Somebody changed the campaign between view and claim: the new settings rule this very beat.
    const [again] = await loadViews(deps.database, campaign.lease.vdnId, [campaign.lease.campaignId]);
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

async function claimAndPlace(
  deps: DialDeps,
  campaign: DrivenCampaign,
  view: StoredView,
  decided: Plan,
  now: Millis,
): Promise<number> {
  const { settings } = view.campaign;
  const stopTimer = deps.metrics.claimSeconds.startTimer();
  const claimed = await claimContacts(
    deps.database,
    view.campaign,
    { owner: deps.owner, epoch: campaign.lease.epoch },
    decided.place,
    decided.pacing,
    now,
    startOfDay(now, view.timeZone),
  );
  stopTimer();
  const destination = { kind: 'flow', flowCode: settings.ivr?.deviceSign ?? '', flow: view.flow } as const;
  // From now on, not from the beat's instant: a claim that took long must not end in a volley.
  const from = deps.clock.now();
  // Nobody is rung after the segment or the campaign has closed.
  const openMillis = Math.max(0, (decided.closesAt ?? Number.POSITIVE_INFINITY) - from);
  const gapMillis = Math.min(decided.beatSeconds * 1000, openMillis) / Math.max(1, claimed.length);
  claimed.forEach((contact, position) => {
    const live = deps.driven.follow(campaign, contact, now, settings.maxAlertingSeconds);
    deps.placer.place(live, toMillis(from + Math.floor(position * gapMillis)), destination);
  });
  return claimed.length;
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
