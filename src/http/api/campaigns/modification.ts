// The parts of a request to modify a campaign: the contract's body, the handling of calls, or both.
import { campaignOf, vdnOf } from '../../../api/fields.ts';
import { readModifyCampaign } from '../../../contract/read/readCampaign.ts';
import type { Reading } from '../../../contract/rules/violation.ts';
import { flowCodesOf, type HandlingFault } from '../../../core/handling.ts';
import type { Modification } from '../../../core/modify.ts';
import type { CampaignRequest } from '../../../core/revise.ts';
import type { Millis, VdnId } from '../../../core/units.ts';
import type { ChangeSubject } from '../../../store/campaigns/campaigns.ts';
import type { Connection } from '../../../store/database/connection.ts';
import { findVdn } from '../../../store/tenants/vdns.ts';

/** Null when there is no such VDN. */
export async function readBody(
  connection: Connection,
  vdnId: VdnId,
  body: unknown,
  now: Millis,
): Promise<Reading<CampaignRequest> | null> {
  const vdn = await findVdn(connection, vdnId);
  if (vdn === null) return null;
  const { timeZone, apiTimes } = vdn.settings;
  return readModifyCampaign(body, { now, timeZone, apiTimes });
}

export const subjectOf = (
  params: { readonly vdnId: string; readonly id: string },
  { request, patch }: Modification,
): ChangeSubject => ({
  vdnId: vdnOf(params),
  campaignId: campaignOf(params),
  name: request?.name ?? null,
  skillId: request?.skill?.skillId ?? null,
  flowCodes: flowCodesOf(patch ?? {}),
});

/** Faults of a handling that stands in a larger body. */
export const inHandling = (faults: readonly HandlingFault[]): readonly HandlingFault[] =>
  faults.map((fault) => ({ ...fault, path: `handling.${fault.path}` }));
