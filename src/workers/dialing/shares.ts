// The share of the carrier that each campaign has on its next beat: from the wishes of all campaigns of
// this process and the calls that are about to be placed. core divides (carrierShare.ts). Several processes
// that use one gateway see each other's channels and not each other's pace: each counts on its own.
import { type CarrierShare, noCarrierLimit, roomOf, wholeShare } from '../../core/carrier.ts';
import {
  type Allowance,
  afterBeat,
  allowanceOf,
  type Claimant,
  newClaimant,
  toShare,
} from '../../core/carrierShare.ts';
import { beatSecondsOf, type Plan } from '../../core/plan.ts';
import type { Millis } from '../../core/units.ts';
import type { Metrics } from '../../metrics.ts';
import type { StoredView } from '../../store/campaigns/views.ts';
import type { Driver } from '../../telephony/driver.ts';
import { Driven, type DrivenCampaign } from '../leases/driven.ts';
import type { Placements } from './placements.ts';
import { Throttled } from './throttled.ts';

/** A campaign's share, with what its account needs when the beat is over. */
export interface Asked {
  readonly share: CarrierShare;
  readonly claimant: Claimant;
  /** Null where the carrier knows no limit. */
  readonly allowance: Allowance | null;
}

interface Account
  extends Pick<Claimant, 'needsAgent' | 'weight' | 'beatSeconds' | 'wanted' | 'carried' | 'waited'> {
  readonly beatAt: Millis;
}

/** What a campaign wanted longer ago says nothing of the next second: its beats have failed, or stopped. */
const wishMillisMax = 10_000;

export class Shares {
  readonly #driven: Driven;
  readonly #driver: Pick<Driver, 'gateways'>;
  readonly #placements: Pick<Placements, 'carrier' | 'lateOf'>;
  readonly #metrics: Metrics;
  readonly #accounts = new WeakMap<DrivenCampaign, Account>();
  readonly #throttled = new WeakMap<DrivenCampaign, Throttled>();

  constructor(
    driven: Driven,
    driver: Pick<Driver, 'gateways'>,
    placements: Pick<Placements, 'carrier' | 'lateOf'>,
    metrics: Metrics,
  ) {
    this.#driven = driven;
    this.#driver = driver;
    this.#placements = placements;
    this.#metrics = metrics;
  }

  /** Changes nothing: a question ("why?") never changes what is dialed. */
  ask(campaign: DrivenCampaign, view: StoredView, now: Millis): Asked {
    const claimant = this.#claimantOf(campaign, view);
    const carrier = this.#placements.carrier(now);
    if (carrier === null) return { share: noCarrierLimit, claimant, allowance: null };
    const allowance = allowanceOf(claimant, this.#othersThan(campaign, now), carrier, now);
    const room = claimant.needsAgent ? carrier.forAgents : carrier.forAll;
    const throttledSeconds = (this.#throttled.get(campaign) ?? new Throttled()).lastHour(now);
    const { unknown } = campaign;
    return { share: toShare(allowance, claimant, room, { throttledSeconds, unknown }), claimant, allowance };
  }

  /** The same as an answer, also for a campaign that another process drives: as if it were alone. */
  shareOf(view: StoredView, now: Millis): CarrierShare {
    const { vdnId, id, settings } = view.campaign;
    const campaign = this.#driven.campaigns.get(Driven.key({ vdnId, campaignId: id }));
    if (campaign !== undefined) return this.ask(campaign, view, now).share;
    const gateways = this.#driver.gateways();
    return gateways.length === 0
      ? noCarrierLimit
      : wholeShare(roomOf(gateways, viewNeedsAgent(view), now), beatSecondsOf(settings));
  }

  /** A beat is over that placed `placed` calls: what is left of its share is carried, what it lacked is counted. */
  note(
    campaign: DrivenCampaign,
    { claimant, allowance }: Asked,
    decided: Plan,
    placed: number,
    now: Millis,
  ): void {
    if (allowance === null) return;
    const { needsAgent, weight, beatSeconds } = claimant;
    const after = afterBeat(claimant, allowance, decided.wanted, placed);
    this.#accounts.set(campaign, { needsAgent, weight, beatSeconds, ...after, beatAt: now });
    const { throttledBy } = decided;
    if (throttledBy === null) return;
    this.#metrics.throttledSeconds.inc({ limit: throttledBy }, beatSeconds);
    const throttled = this.#throttled.get(campaign) ?? new Throttled();
    this.#throttled.set(campaign, throttled);
    throttled.note(throttledBy, beatSeconds, now);
  }

  #claimantOf(campaign: DrivenCampaign, view: StoredView): Claimant {
    return {
      ...(this.#accounts.get(campaign) ?? newClaimant),
      weight: view.campaign.handling.weight,
      needsAgent: viewNeedsAgent(view),
      beatSeconds: beatSecondsOf(view.campaign.settings),
      held: heldBy(campaign),
      late: this.#placements.lateOf(campaign),
    };
  }

  #othersThan(asking: DrivenCampaign, now: Millis): Claimant[] {
    const others: Claimant[] = [];
    for (const campaign of this.#driven.campaigns.values()) {
      const account = this.#accounts.get(campaign);
      if (campaign === asking || account === undefined) continue;
      const held = heldBy(campaign);
      const wanted = account.beatAt > now - wishMillisMax ? account.wanted : 0;
      // What is late there counts in the carrier's load.
      if (wanted > 0 || held > 0) others.push({ ...account, wanted, held, late: 0 });
    }
    return others;
  }
}

/** Calls at gateways that do not answer take nothing of what the others bear. */
const heldBy = ({ calls, unknown }: DrivenCampaign): number => calls.size - unknown.count;

/** Its calls go where the agents' telephones are: they are for agents, or the flow may transfer them. */
const viewNeedsAgent = ({ campaign, flow }: StoredView): boolean =>
  campaign.settings.ivr === null || (flow?.transferSkillId ?? null) !== null;
