// The numbers of a campaign, one by one: their states, and when each may be called.
import { campaignOf, instantText, instantTextOrNull, limitOf, vdnOf } from '../../../api/fields.ts';
import { type CampaignNumber, getNumbers, numberStates } from '../../../api/routes/numbers.ts';
import { toMillis } from '../../../core/units.ts';
import { findCampaign } from '../../../store/campaigns/campaigns.ts';
import { type ContactPlace, type ListedContact, listContacts } from '../../../store/numbers/contactList.ts';
import { noCampaign, refuse } from '../door/problem.ts';
import { refusalTexts } from '../door/refusalTexts.ts';
import { type ServedRoute, serve } from '../door/route.ts';

const numbers = serve(getNumbers, async ({ database, params, query, principal, ok }) => {
  const { called, prefix } = query;
  if (called !== undefined && prefix !== undefined) {
    return refuse('invalid', refusalTexts.calledOrPrefix);
  }
  // Digit by digit, beginnings would tell what is hidden.
  if (prefix !== undefined && principal.masking !== 'none') {
    return refuse('permissionMissing', refusalTexts.wholeNumbersOnly);
  }
  const [vdnId, campaignId] = [vdnOf(params), campaignOf(params)];
  if ((await findCampaign(database, vdnId, campaignId)) === null) return noCampaign();
  const text = called ?? prefix;
  const page = await listContacts(database, vdnId, campaignId, {
    state: numberStates.find((one) => one === query.state) ?? null,
    called: text === undefined ? null : { text, isWhole: called !== undefined },
    after: query.after === undefined ? null : placeIn(query.after),
    limit: limitOf(query.limit),
  });
  return ok({
    items: page.contacts.map(describeNumber),
    next: page.next === null ? null : placeText(page.next, text !== undefined),
  });
});

export const numberRoutes: readonly ServedRoute[] = [numbers];

/** The number is part of a place only where the order goes by it: it is not everybody's to see. */
const placeText = ({ contactId, priority, dueAt, called }: ContactPlace, isByCalled: boolean): string =>
  `${contactId}-${priority}-${dueAt}-${isByCalled ? called : ''}`;

function placeIn(text: string): ContactPlace {
  const [contactId = '', priority, dueAt, called = ''] = text.split('-');
  return { contactId, priority: Number(priority), dueAt: toMillis(Number(dueAt)), called };
}

const describeNumber = (contact: ListedContact): CampaignNumber => ({
  contactId: contact.id,
  called: contact.called,
  caller: contact.caller,
  state: contact.state,
  priority: contact.priority,
  attempts: contact.attempts,
  dueAt: instantTextOrNull(contact.dueAt),
  attemptedAt: instantTextOrNull(contact.claimedAt),
  cause: contact.cause,
  sessionId: contact.sessionId,
  customField: contact.customField,
  callData: contact.callData,
  recycleAt: instantTextOrNull(contact.recycleAt),
  importId: contact.importId,
  createdAt: instantText(contact.createdAt),
});
