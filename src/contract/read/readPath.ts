// Reads the parameters of a path, which come before everything but the signature (ruling R1). A number too
// big for the database is not a violation: it is read as 0, an id that is never given, so the answer is
// that it does not exist.
import {
  type CallId,
  type CampaignId,
  type ContactId,
  toCallId,
  toCampaignId,
  toContactId,
  toVdnId,
  type VdnId,
} from '../../core/units.ts';
import { readShape } from '../rules/shape.ts';
import { accepted, type Reading, refusal } from '../rules/violation.ts';
import { callPath, campaignPath, contactPath, specialDatePath, vdnPath } from '../schemas/path.ts';

const integerMax = 2_147_483_647;
const bigIntegerMax = 9_223_372_036_854_775_807n;

/** An id that the database can be asked for. */
export const storableId = (id: number): number => (Math.abs(id) > integerMax ? 0 : id);

/** 1 to 9999 (seed, Table 1). */
export function readVdnId(text: string): Reading<VdnId> {
  const { value, violations } = readShape(vdnPath, { vdnId: text }, 'text');
  return refusal(violations) ?? accepted(toVdnId(value.vdnId));
}

export function readCampaignId(text: string): Reading<CampaignId> {
  const { value, violations } = readShape(campaignPath, { campaignId: text }, 'text');
  return refusal(violations) ?? accepted(toCampaignId(storableId(value.campaignId)));
}

export function readSpecialDateId(text: string): Reading<number> {
  const { value, violations } = readShape(specialDatePath, { holidayId: text }, 'text');
  return refusal(violations) ?? accepted(storableId(value.holidayId));
}

export function readContactId(text: string): Reading<ContactId> {
  const { value, violations } = readShape(contactPath, { dataId: text }, 'text');
  const refused = refusal(violations);
  if (refused !== null) return refused;
  const id = value.dataId.length <= 20 ? BigInt(value.dataId) : 0n;
  return accepted(toContactId(id > 0n && id <= bigIntegerMax ? String(id) : '0'));
}

export function readCallId(text: string): Reading<CallId> {
  const { value, violations } = readShape(callPath, { callId: text }, 'text');
  return refusal(violations) ?? accepted(toCallId(value.callId));
}
