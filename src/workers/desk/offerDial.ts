// From an offer to a call: when the agent asks for it, or when autoCallTime is over. The campaign's gates
// are asked once more and the contact is claimed, so a contact that was shown a minute ago is dialed under
// the present settings.
import { noOffer, takeOffer } from '../../core/agentMoves.ts';
import type { CarrierShare } from '../../core/carrier.ts';
import type { Gate, GateName } from '../../core/gates.ts';
import { closedTexts } from '../../core/gateTexts.ts';
import { type Bilingual, inBoth } from '../../core/language.ts';
import { plan } from '../../core/plan.ts';
import { asItStood } from '../../core/returned.ts';
import { addSeconds, type Millis } from '../../core/units.ts';
import { startOfDay } from '../../core/zone.ts';
import { claimContacts, releaseClaims } from '../../store/calls/claims.ts';
import { loadViews, type StoredView, withShare } from '../../store/campaigns/views.ts';
import { isShortage } from '../../store/database/storage.ts';
import type { LiveCall } from '../leases/driven.ts';
import type { Floor } from './floor.ts';
import { closeOffer, windowGates, withdraw } from './offers.ts';
import type { OpenOffer, Seat } from './seat.ts';

/**
 * Dials the offered contact for this agent. Answers null when it is being dialed, else a sentence on why
 * not; the offer is withdrawn then.
 */
export async function dialOffer(
  floor: Floor,
  seat: Seat,
  ending: 'dialed' | 'automatic',
): Promise<Bilingual | null> {
  const open = seat.offer;
  if (open === null) return noOffer;
  if (open.isDialing) return null;
  if (floor.deps.isStopping()) return inBoth('The server is stopping.', '服务器正在停止。');
  open.isDialing = true;
  try {
    // Giving a claim back belongs to the turn: nobody may look for strays while it is under way.
    return await floor.deps.driven.inTurn(open.campaign, async () => {
      const claimed = await claimOffered(floor, seat, open);
      if (!('en_US' in claimed)) return dialClaimed(floor, seat, open, claimed, ending);
      if (seat.offer === open) withdraw(floor, seat, claimed.en_US, floor.deps.clock.now());
      return claimed;
    });
  } catch (error) {
    if (!isShortage(floor.deps.database, floor.deps.log, error))
      floor.deps.log.error({ err: error }, 'an offer could not be dialed');
    const now = floor.deps.clock.now();
    // The claim may have been committed and its answer lost: it is found as a stray by the next beat.
    seat.restsUntil = addSeconds(now, 3);
    if (seat.offer === open) withdraw(floor, seat, 'the database did not answer', now);
    return inBoth(
      'The database did not answer. Another contact is offered soon.',
      '数据库无响应，稍后将提供其他联系人。',
    );
  }
}

const offerWithdrawn = inBoth('The offer was withdrawn.', '待呼叫的联系人已被撤回。');
const notNow = (gate: GateName): Bilingual =>
  inBoth(
    `The campaign does not dial now: ${closedTexts[gate].en_US}.`,
    `外呼任务当前不外呼：${closedTexts[gate].zh_CN}。`,
  );

/** Asks the gates and claims; tried again when the campaign was changed between the two. */
async function claimOffered(floor: Floor, seat: Seat, open: OpenOffer): Promise<LiveCall | Bilingual> {
  const { database, clock, driven } = floor.deps;
  const { campaign, record } = open;
  const { vdnId, campaignId, epoch } = campaign.lease;
  for (let tries = 1; tries <= 2; tries++) {
    const [view] = await loadViews(database, [{ vdnId, campaignId }]);
    const now = clock.now();
    if (view === undefined || !campaign.recovered)
      return inBoth('The campaign is gone.', '外呼任务已不存在。');
    const closed = closedFor(view, floor, now);
    if (closed !== null) return notNow(closed.gate);
    if (seat.offer !== open) return offerWithdrawn;
    if (!seat.agent.isReachable) return inBoth('The telephone is not connected.', '话机未接通。');
    const [contact] = await claimContacts(
      database,
      view.campaign,
      { owner: floor.lease.owner, epoch },
      1,
      { credit: 0, beatAt: now },
      now,
      startOfDay(now, view.timeZone),
      record.contactId,
    );
    if (contact !== undefined)
      return driven.follow(campaign, contact, now, view.campaign.settings.maxAlertingSeconds);
  }
  return inBoth('The number is no longer there to be called.', '该号码已无法呼叫。');
}

/** The gates that hold back a single call; what is left to dial and whom for is known here. */
function closedFor(view: StoredView, floor: Floor, now: Millis): Gate | null {
  const { gates } = plan(withShare(view, shareOf(view, floor, now)), now);
  const hard: readonly Gate['gate'][] = [...windowGates, 'inFlight', 'carrierBudget'];
  return gates.find((gate) => !gate.passed && hard.includes(gate.gate)) ?? null;
}

/**
 * The campaign's share. Calls a second were counted when the beat made the offer, so they hold back no dial;
 * the placer keeps to the carrier's pace.
 */
function shareOf(view: StoredView, floor: Floor, now: Millis): CarrierShare {
  const share = floor.deps.shares.shareOf(view, now);
  return share.limit === 'callsPerSecond' ? { ...share, callsMax: Math.max(1, share.callsMax ?? 1) } : share;
}

async function dialClaimed(
  floor: Floor,
  seat: Seat,
  open: OpenOffer,
  live: LiveCall,
  ending: 'dialed' | 'automatic',
): Promise<Bilingual | null> {
  const now = floor.deps.clock.now();
  const { call, contact, campaign } = live;
  if (seat.offer !== open || !floor.isOpen() || floor.deps.isStopping()) {
    // Withdrawn while the claim was under way: no call is placed for an agent who has gone.
    const { vdnId, campaignId } = campaign.lease;
    const { callNumber, failures } = contact;
    const claim = { callNumber, claimedAt: call.claimedAt, waiting: asItStood(failures) };
    await releaseClaims(floor.deps.database, vdnId, campaignId, [claim]);
    floor.deps.driven.forget(live);
    return offerWithdrawn;
  }
  closeOffer(floor, seat, ending, null, now);
  live.agentId = seat.agent.id;
  floor.move(seat, takeOffer(seat.agent, { id: call.id, called: contact.called }, now), now);
  seat.call = { callNumber: contact.callNumber, claimedAt: call.claimedAt };
  floor.deps.placements.place(live, now, { kind: 'agent' });
  return null;
}
