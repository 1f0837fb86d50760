// Offers: contacts that were shown to agents before they were called, and the end of each offer. A contact
// that is offered still waits in its campaign; the claim comes when the agent dials.
import type { Contact } from '../../core/contact.ts';
import { type CampaignId, type ContactId, type Millis, toContactId, type VdnId } from '../../core/units.ts';
import type { Connection } from '../database/connection.ts';

/** How an offer ended. */
export type OfferEnding = 'dialed' | 'automatic' | 'skipped' | 'withdrawn';

export interface OfferRow {
  readonly campaignId: CampaignId;
  readonly contactId: ContactId;
  readonly agentId: string;
  readonly offeredAt: Millis;
  /** Null while it is open. */
  readonly endedAt: Millis | null;
  readonly ending: OfferEnding | null;
  readonly reason: string | null;
}

export type OfferedContact = Pick<Contact, 'id' | 'called' | 'customField' | 'callData'>;

/** The next contacts of a campaign that are due, in the order of a claim, without those named. */
export async function nextContacts(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  without: readonly ContactId[],
  limit: number,
  now: Millis,
): Promise<OfferedContact[]> {
  const rows = await connection<
    { contact_id: string; called: string; custom_field: string | null; call_data: string | null }[]
  >`
    select k.contact_id, k.called, k.custom_field, k.call_data
    from (values (1::smallint), (2::smallint), (3::smallint), (4::smallint), (5::smallint)) as rank (priority)
    cross join lateral (
      select w.contact_id, w.called, w.custom_field, w.call_data from contacts w
      where w.vdn_id = ${vdnId} and w.campaign_id = ${campaignId} and w.state = 'waiting'
        and w.priority = rank.priority and w.due_at <= ${now}::timestamptz
        and w.contact_id <> all(${[...without]}::bigint[])
      order by w.due_at, w.contact_id
      limit ${limit}
    ) as k
    limit ${limit}`;
  return rows.map((row) => ({
    id: toContactId(row.contact_id),
    called: row.called,
    customField: row.custom_field,
    callData: row.call_data,
  }));
}

/** Adds offers, open or ended already. */
export async function addOffers(
  connection: Connection,
  vdnId: VdnId,
  offers: readonly OfferRow[],
): Promise<void> {
  if (offers.length === 0) return;
  await connection`
    insert into offers (vdn_id, campaign_id, contact_id, agent_id, offered_at, ended_at, ending, reason)
    select ${vdnId}, g.campaign_id, g.contact_id, g.agent_id, g.offered_at, g.ended_at, g.ending, g.reason
    from ${offerValues(connection, offers)}
    -- A campaign that was deleted for good meanwhile takes its offers with it.
    where exists (select 1 from campaigns c where c.vdn_id = ${vdnId} and c.campaign_id = g.campaign_id)
    on conflict do nothing`;
}

/** Ends offers that were added open. */
export async function endOffers(
  connection: Connection,
  vdnId: VdnId,
  offers: readonly OfferRow[],
): Promise<void> {
  if (offers.length === 0) return;
  await connection`
    update offers o set ended_at = g.ended_at, ending = g.ending, reason = g.reason
    from ${offerValues(connection, offers)}
    where o.vdn_id = ${vdnId} and o.campaign_id = g.campaign_id and o.contact_id = g.contact_id
      and o.agent_id = g.agent_id and o.ended_at is null`;
}

const offerValues = (connection: Connection, offers: readonly OfferRow[]) => connection`
  unnest(
    ${offers.map((offer) => offer.campaignId)}::integer[],
    ${offers.map((offer) => offer.contactId)}::bigint[],
    ${offers.map((offer) => offer.agentId)}::text[],
    ${offers.map((offer) => offer.offeredAt)}::timestamptz[],
    ${offers.map((offer) => offer.endedAt)}::timestamptz[],
    ${offers.map((offer) => offer.ending)}::text[],
    ${offers.map((offer) => offer.reason)}::text[]
  ) as g (campaign_id, contact_id, agent_id, offered_at, ended_at, ending, reason)`;

/** Skipped contacts wait until `dueAt`. */
export async function postponeContacts(
  connection: Connection,
  vdnId: VdnId,
  contacts: readonly { readonly campaignId: CampaignId; readonly contactId: ContactId }[],
  dueAt: readonly Millis[],
): Promise<void> {
  if (contacts.length === 0) return;
  await connection`
    update contacts k set due_at = greatest(k.due_at, g.due_at)
    from unnest(
      ${contacts.map((contact) => contact.campaignId)}::integer[],
      ${contacts.map((contact) => contact.contactId)}::bigint[],
      ${[...dueAt]}::timestamptz[]
    ) as g (campaign_id, contact_id, due_at)
    where k.vdn_id = ${vdnId} and k.campaign_id = g.campaign_id and k.contact_id = g.contact_id
      and k.state = 'waiting'`;
}

/** Ends every open offer of a VDN: what a desk that died has left. */
export async function withdrawOpenOffers(
  connection: Connection,
  vdnId: VdnId,
  reason: string,
  now: Millis,
): Promise<void> {
  await connection`
    update offers set ended_at = ${now}::timestamptz, ending = 'withdrawn', reason = ${reason}
    where vdn_id = ${vdnId} and ended_at is null`;
}

/** Rows that one sweep takes away at most. */
const sweptMax = 10_000;

/** Takes away offers made before `before`, of whichever VDN, 10,000 at most. True when nothing is left to take. */
export async function sweepOffers(connection: Connection, before: Millis): Promise<boolean> {
  const swept = await connection`
    delete from offers where ctid = any(array(
      select ctid from offers where offered_at < ${before}::timestamptz and ended_at is not null
      limit ${sweptMax} for update skip locked))`;
  return swept.count < sweptMax;
}
