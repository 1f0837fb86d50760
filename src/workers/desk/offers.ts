// Previewed dialing (deviceType 5, pacing.md 7): a contact is shown to an agent, who dials or skips it, or
// it is dialed automatically after autoCallTime. What is offered still waits in the campaign; the claim
// comes with the dial, after the campaign's gates have been asked once more.
import { setFree, showOffer } from '../../core/agentMoves.ts';
import type { Gate } from '../../core/gates.ts';
import { freeAgentsOf } from '../../core/routing.ts';
import { addSeconds, type Millis, toMillis } from '../../core/units.ts';
import { nextContacts, type OfferEnding, type OfferedContact } from '../../store/agents/offers.ts';
import type { DrivenCampaign } from '../leases/driven.ts';
import type { Floor } from './floor.ts';
import type { OpenOffer, PreviewBook, Seat } from './seat.ts';

/** A contact that was fetched longer ago may have changed. */
const bookMillisMax = 30_000;
/** A campaign without a beat for so long offers nothing, and after ten times that its offers go. */
const beatMissedMillis = 3_000;
/** A contact that an agent skipped is due again after an ordinary retry's interval: 10 min. */
const skippedSeconds = 600;

/** These close a window; the other gates only say that there is nothing to offer just now. */
export const windowGates: readonly Gate['gate'][] = ['state', 'dates', 'segment', 'holiday'];

/** One beat: withdraws the campaign's offers when its window is closed, else makes up to `count` offers. */
export async function offerBeat(
  floor: Floor,
  campaign: DrivenCampaign,
  closed: Gate | null,
  count: number,
  now: Millis,
): Promise<number> {
  const skillId = campaign.agents?.skillId ?? null;
  for (const seat of seatsOffered(floor, campaign))
    if (closed !== null) withdraw(floor, seat, `closed: ${closed.gate}`, now);
    else if (seat.offer?.skillId !== skillId) withdraw(floor, seat, 'the skill queue was changed', now);
  if (closed !== null || campaign.agents === null) {
    floor.books.delete(campaign);
    return 0;
  }
  const book = bookOf(floor, campaign, now);
  book.openUntil = toMillis(now + beatMissedMillis);
  if (count > 0 && book.contacts.length === 0) await fill(floor, campaign, book, now);
  return makeOffers(floor, campaign, floor.deps.clock.now());
}

/** The gate that closes the campaign's window; null: open. */
export const findClosedWindow = (gates: readonly Gate[]): Gate | null =>
  gates.find((gate) => !gate.passed && windowGates.includes(gate.gate)) ?? null;

function bookOf(floor: Floor, campaign: DrivenCampaign, now: Millis): PreviewBook {
  const known = floor.books.get(campaign);
  if (known !== undefined && Math.abs(now - known.fetchedAt) <= bookMillisMax) return known;
  const book = { contacts: [], fetchedAt: now, openUntil: now, skipped: known?.skipped ?? [] };
  floor.books.set(campaign, book);
  return book;
}

async function fill(floor: Floor, campaign: DrivenCampaign, book: PreviewBook, now: Millis): Promise<void> {
  const { vdnId, campaignId } = campaign.lease;
  book.skipped = book.skipped.filter((entry) => entry.until > now);
  const offered = seatsOffered(floor, campaign).flatMap(({ agent }) => agent.offer?.contactId ?? []);
  const without = [...offered, ...book.skipped.map((entry) => entry.contactId)];
  const limit = campaign.agents?.preview?.obCallCount ?? 1;
  const contacts = await nextContacts(floor.deps.database, vdnId, campaignId, without, limit, now);
  // Skipped while we asked.
  const skipped = new Set(book.skipped.map((entry) => entry.contactId));
  book.contacts = contacts.filter((contact) => !skipped.has(contact.id));
  book.fetchedAt = now;
}

/** Offers what is fetched to free agents who do not rest. */
export function makeOffers(floor: Floor, campaign: DrivenCampaign, now: Millis): number {
  const book = floor.books.get(campaign);
  const { agents } = campaign;
  const preview = agents?.preview ?? null;
  if (book === undefined || agents === null || preview === null || book.contacts.length === 0) return 0;
  if (book.openUntil <= now || floor.deps.isStopping() || !floor.isOpen()) return 0;
  let made = 0;
  for (const { agentId } of [...freeAgentsOf(floor.free, agents.skillId)]) {
    const seat = floor.seats.get(agentId);
    if (seat === undefined || seat.restsUntil > now || floor.isSilent(seat, now)) continue;
    const contact = book.contacts.shift();
    if (contact === undefined) break;
    makeOffer(floor, campaign, seat, contact, now);
    made += 1;
  }
  return made;
}

function makeOffer(
  floor: Floor,
  campaign: DrivenCampaign,
  seat: Seat,
  contact: OfferedContact,
  now: Millis,
): void {
  const { agents, lease } = campaign;
  const record = {
    campaignId: lease.campaignId,
    contactId: contact.id,
    agentId: seat.agent.id,
    offeredAt: now,
    endedAt: null,
    ending: null,
    reason: null,
    isSaved: false,
  };
  floor.ledger.offers.add(record);
  seat.offer = { record, campaign, skillId: agents?.skillId ?? 0, isDialing: false };
  const shown = {
    contactId: contact.id,
    called: contact.called,
    customField: contact.customField ?? '',
    callData: contact.callData ?? '',
    offeredAt: now,
    dialsAt: addSeconds(now, agents?.preview?.autoCallSeconds ?? 0),
  };
  floor.move(seat, showOffer(seat.agent, lease.campaignId, shown, now), now);
}

/** Writes down how the offer ended; the agent is moved on by the caller. */
export function closeOffer(
  floor: Floor,
  seat: Seat,
  ending: OfferEnding,
  reason: string | null,
  now: Millis,
): void {
  const record = seat.offer?.record;
  if (record === undefined) return;
  seat.offer = null;
  record.endedAt = now;
  record.ending = ending;
  record.reason = reason;
  floor.ledger.offers.add(record);
}

/** Takes the offer back from the agent, who is free again. */
export function withdraw(floor: Floor, seat: Seat, reason: string, now: Millis): void {
  closeOffer(floor, seat, 'withdrawn', reason, now);
  if (seat.agent.state === 'previewing') floor.move(seat, setFree(seat.agent, now), now);
}

/** The agent does not want to call this contact now: it waits again, and the reason is kept. */
export function skip(floor: Floor, seat: Seat, reason: string, now: Millis): void {
  const open = seat.offer;
  if (open === null) return;
  const { campaignId, contactId } = open.record;
  const dueAt = addSeconds(now, skippedSeconds);
  floor.ledger.postponed.push({ campaignId, contactId, dueAt });
  floor.books.get(open.campaign)?.skipped.push({ contactId, until: addSeconds(now, 60) });
  closeOffer(floor, seat, 'skipped', reason, now);
  floor.move(seat, setFree(seat.agent, now), now);
}

/** Offers of a campaign that has had no beat for long, or is driven here no longer, are withdrawn. */
export function isStale(floor: Floor, open: OpenOffer, now: Millis): boolean {
  const book = floor.books.get(open.campaign);
  if (book === undefined || open.campaign.isDropped || !floor.deps.fence.isOpen()) return true;
  return now > book.openUntil + 10 * beatMissedMillis;
}

const seatsOffered = (floor: Floor, campaign: DrivenCampaign): Seat[] =>
  [...floor.seats.values()].filter((seat) => seat.offer?.campaign === campaign);
