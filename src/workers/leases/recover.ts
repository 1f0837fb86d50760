// The calls that an earlier driver left behind are compared with what the carrier still holds, and calls
// that the carrier has silently lost are found. A campaign dials only after its calls are adopted or settled.
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import { type Call, farewellSecondsMax, overAt, overdueAt } from '../../core/call.ts';
import { addSeconds, type CallId, type Millis } from '../../core/units.ts';
import { type OpenCall, openCalls } from '../../store/calls/claims.ts';
import { callsInFlight } from '../../store/calls/heldCalls.ts';
import { loadViews } from '../../store/campaigns/views.ts';
import type { Database } from '../../store/database/connection.ts';
import type { Driver, HeldCall, HeldCalls } from '../../telephony/driver.ts';
import type { Events } from '../events.ts';
import { countUnknown, Driven, type DrivenCampaign, isUnknown, type LiveCall, noteView } from './driven.ts';
import type { Fence } from './fence.ts';

export interface RecoverDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly driver: Driver;
  readonly driven: Driven;
  readonly events: Pick<Events, 'hear' | 'lose' | 'adopt'>;
}

export interface CompareDeps
  extends Pick<RecoverDeps, 'clock' | 'database' | 'driver' | 'driven' | 'events'> {
  readonly fence: Pick<Fence, 'isOpen'>;
  /** Stray calls that the carrier held at the last comparison. */
  readonly strays: Set<CallId>;
}

/** A call younger than this is not missed: the carrier may not have it yet. */
const missedAfterMillis = 5_000;

/**
 * Adopts calls that live on, settles the others as lost, and lets the campaigns dial. While a gateway does
 * not answer, a call that no other holds is neither: `comparePass` waits for the gateway's word.
 */
export async function recoverCampaigns(
  deps: RecoverDeps,
  campaigns: readonly DrivenCampaign[],
): Promise<void> {
  const live = await deps.driver.liveCalls();
  const leases = campaigns.map(({ lease }) => lease);
  const [views, open] = await Promise.all([
    loadViews(deps.database, leases),
    openCalls(deps.database, leases),
  ]);
  const viewOf = new Map(
    views.map((view) => [Driven.key({ vdnId: view.campaign.vdnId, campaignId: view.campaign.id }), view]),
  );
  const openOf = Map.groupBy(open, Driven.key);
  for (const campaign of campaigns) {
    const key = Driven.key(campaign.lease);
    const view = viewOf.get(key);
    if (view !== undefined) noteView(campaign, view);
    const ringLimitSeconds = view?.campaign.settings.maxAlertingSeconds ?? 120;
    recoverCalls(deps, campaign, openOf.get(key) ?? [], live, ringLimitSeconds);
    campaign.recovered = true;
  }
}

/**
 * Follows the calls of a campaign that its rows hold and this process does not know; those that the
 * carrier does not hold either end as lost: the answers to their claims never came, so nobody has dialed them,
 * whatever gateway does not answer. No claim of the campaign may be under way.
 */
export async function recoverStrays(
  deps: RecoverDeps,
  campaign: DrivenCampaign,
  ringLimitSeconds: number,
): Promise<void> {
  // An agent's claim has its turn before or after, so that its call is not taken for a stray.
  await deps.driven.inTurn(campaign, async () => {
    const { calls, silentGateways } = await deps.driver.liveCalls();
    const open = await openCalls(deps.database, [campaign.lease]);
    // What a process has left that stopped may be at a gateway that does not answer.
    const silent = campaign.predecessor === 'gone' ? silentGateways : [];
    recoverCalls(deps, campaign, open, { calls, silentGateways: silent }, ringLimitSeconds);
  });
}

function recoverCalls(
  deps: RecoverDeps,
  campaign: DrivenCampaign,
  openInRows: readonly OpenCall[],
  { calls, silentGateways }: HeldCalls,
  ringLimitSeconds: number,
): void {
  // Lost while its rows were read: another process has its calls.
  if (campaign.isDropped) return;
  const counts = { adopted: 0, unknown: 0, lost: 0 };
  const now = deps.clock.now();
  for (const open of openInRows) {
    if (deps.driven.calls.has(open.callId)) continue;
    const held = calls.get(open.callId);
    if (held === undefined && campaign.predecessor === 'stopping') continue;
    const followed = deps.driven.follow(campaign, open, open.claimedAt, ringLimitSeconds);
    const { ringingAt, answeredAt, waitingAt, connectedAt } = open;
    followed.call = {
      ...followed.call,
      dialedAt: open.claimedAt,
      ringingAt,
      answeredAt,
      waitingAt,
      connectedAt,
    };
    followed.isMet = false;
    followed.silentGateways = silentOf(followed, held, silentGateways);
    if (held !== undefined) {
      counts.adopted += 1;
      meet(deps.events, followed, held);
      catchUp(deps.events, followed, held, now);
    } else if (isUnknown(followed) && overAt(followed.call) > now) {
      counts.unknown += 1;
      // The first answer without it will do.
      followed.isMissed = true;
    } else {
      counts.lost += 1;
      deps.events.lose(followed);
    }
  }
  countUnknown(campaign);
  if (counts.adopted + counts.unknown + counts.lost > 0)
    deps.log.info({ campaign: Driven.key(campaign.lease), ...counts }, 'calls recovered');
}

/** The carrier holds a call of which only the row was known: the desk finds its agent again. */
function meet(events: CompareDeps['events'], followed: LiveCall, held: HeldCall): void {
  if (followed.isMet) return;
  followed.isMet = true;
  const concernsDesk = followed.campaign.hasAgents || held.skillId !== null;
  // What was heard of it meanwhile has brought it further than this.
  if (concernsDesk && followed.stage === 'ringing') events.adopt(followed, held);
}

/** The gateways that may hold the call and do not answer. */
function silentOf(
  { isMet }: LiveCall,
  held: HeldCall | undefined,
  silentGateways: readonly string[],
): readonly string[] {
  if (held !== undefined) return held.silentGateway === null ? [] : [held.silentGateway];
  return isMet ? [] : silentGateways;
}

/**
 * What the carrier holds is further than what we have heard: events were lost, or came while nobody was
 * there to hear them. What is told here twice does no harm.
 */
function catchUp(
  events: CompareDeps['events'],
  { call, transferSkillId }: LiveCall,
  held: HeldCall,
  at: Millis,
): void {
  const { stage, skillId } = held;
  const { id: callId } = call;
  if (call.endedAt !== null || !hasAnswered(held)) return;
  if (call.answeredAt === null) events.hear({ kind: 'answered', callId, at });
  const isConnected = stage === 'inFlow' || stage === 'connected' || skillId !== null;
  if (isConnected && call.connectedAt === null) events.hear({ kind: 'connected', callId, at });
  if (stage === 'waiting' && skillId !== null && transferSkillId === null)
    events.hear({ kind: 'transferred', callId, at, skillId });
}

/**
 * Compares the calls we follow with those the carrier holds: one that is absent at two comparisons in
 * a row has been lost, and one that has been silent too long is hung up and counts as lost when the
 * carrier says nothing of it by the next comparison. One that a silent gateway may hold is left alone
 * until that answers, or until no call can last any longer: people who talk there must not be called again.
 */
export async function comparePass(deps: CompareDeps): Promise<number> {
  const askedTicks = deps.clock.ticks();
  const held = await deps.driver.liveCalls();
  // A process that slept judges nothing: these calls may be another process's by now.
  if (!deps.fence.isOpen()) return missedAfterMillis;
  const now = deps.clock.now();
  for (const followed of deps.driven.calls.values()) {
    if (followed.call.endedAt !== null || followed.isGivenBack) continue;
    const heldCall = held.calls.get(followed.call.id);
    followed.silentGateways = silentOf(followed, heldCall, held.silentGateways);
    if (heldCall !== undefined && heldCall.silentGateway === null) meet(deps.events, followed, heldCall);
    if (!isUnknown(followed)) compareOne(deps, followed, heldCall, askedTicks, now);
    else if (overAt(followed.call) <= now) deps.events.lose(followed);
  }
  for (const campaign of deps.driven.campaigns.values()) countUnknown(campaign);
  await hangUpStrays(deps, held.calls);
  return missedAfterMillis;
}

function compareOne(
  { events, driver }: CompareDeps,
  followed: LiveCall,
  heldCall: HeldCall | undefined,
  askedTicks: number,
  now: Millis,
): void {
  const { call } = followed;
  if (dueAt(call, heldCall, now) <= now) {
    // A call that is still held gets its end from the carrier: an answer may have been lost on the way.
    if (followed.isMissed || heldCall === undefined) events.lose(followed);
    followed.isMissed = true;
    driver.hangUp(call.id);
  } else if (heldCall !== undefined) {
    followed.isMissed = false;
    catchUp(events, followed, heldCall, now);
    if (waitsForNobody(followed, heldCall)) driver.hangUp(call.id);
  } else if (call.dialedAt === null || isYoung(followed, askedTicks)) {
    followed.isMissed = false;
  } else if (followed.isMissed) events.lose(followed);
  else followed.isMissed = true;
}

/** A machine is told as answered by nothing, and hears its message to the end. */
function dueAt(call: Call, heldCall: HeldCall | undefined, now: Millis): Millis {
  if (hasAnswered(heldCall)) return overdueAt({ ...call, answeredAt: call.answeredAt ?? now });
  return heldCall?.stage === 'lettingGo' ? addSeconds(overdueAt(call), farewellSecondsMax) : overdueAt(call);
}

/**
 * Nobody may be kept waiting by a call that is settled, or that nobody knows: one that rings or waits,
 * that this process did not follow at two comparisons in a row, and that the rows do not hold open.
 */
async function hangUpStrays(deps: CompareDeps, held: ReadonlyMap<CallId, HeldCall>): Promise<void> {
  const { driven, driver, database, strays } = deps;
  const unfollowed = [...held].filter(
    ([callId, { stage, silentGateway }]) =>
      silentGateway === null && !driven.calls.has(callId) && (stage === 'ringing' || stage === 'waiting'),
  );
  const suspects = unfollowed.filter(([callId]) => strays.has(callId));
  strays.clear();
  for (const [callId] of unfollowed) strays.add(callId);
  for (const [vdnId, calls] of Map.groupBy(suspects, ([, { vdnId }]) => vdnId)) {
    const callIds = calls.map(([callId]) => callId);
    const open = await callsInFlight(database, vdnId, callIds);
    for (const callId of callIds) if (!open.has(callId)) driver.hangUp(callId);
  }
}

/** Whatever was heard of it: a call that is answered at the carrier is not ringing any more. */
const hasAnswered = (held: HeldCall | undefined): boolean =>
  held !== undefined && held.stage !== 'ringing' && held.stage !== 'lettingGo';

/** Of a campaign that was deleted: nothing tells the desk for whom the person waits. */
const waitsForNobody = ({ campaign }: LiveCall, { stage, skillId }: HeldCall): boolean =>
  stage === 'waiting' && skillId === null && campaign.recovered && !campaign.hasAgents;

const isYoung = ({ dialedTicks }: LiveCall, askedTicks: number): boolean =>
  dialedTicks !== null && dialedTicks > askedTicks - missedAfterMillis;
