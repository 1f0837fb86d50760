// The campaign and the person that an agent is dealing with at the moment.
import { type CampaignId, type ContactId, type Millis, toContactId, type VdnId } from '../../core/units.ts';
import { parseCallId } from '../calls/callIds.ts';
import type { Connection } from '../database/connection.ts';
import { findContact } from '../numbers/contacts.ts';

/** As the numbers of the campaign have them; null fields were not given. */
export interface CaseContact {
  readonly called: string;
  readonly customField: string | null;
  readonly callData: string | null;
  /** Calls to this number that are over. */
  readonly attempts: number;
}

/** The person of a call, or of an offer; null when the number is no longer in the campaign. */
export async function findCaseContact(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  of: { readonly contactId: ContactId } | { readonly callId: string },
): Promise<CaseContact | null> {
  const contactId = 'contactId' in of ? of.contactId : await findContactOfCall(connection, vdnId, of.callId);
  const contact = contactId === null ? null : await findContact(connection, vdnId, campaignId, contactId);
  if (contact === null) return null;
  const { called, customField, callData, attempts } = contact;
  return { called, customField, callData, attempts };
}

async function findContactOfCall(
  connection: Connection,
  vdnId: VdnId,
  callId: string,
): Promise<ContactId | null> {
  const place = parseCallId(callId);
  if (place === null) return null;
  const from: Millis = place.secondStartMillis;
  const [row] = await connection<{ contact_id: string }[]>`
    select contact_id from calls
    where vdn_id = ${vdnId} and call_id = ${place.number}::bigint
      and claimed_at >= ${from}::timestamptz and claimed_at < ${from + 1000}::timestamptz`;
  return row === undefined ? null : toContactId(row.contact_id);
}
