// A new campaign by /api/v1: the body is that of the contract's own add interface and the decision the
// same, for people with a session, who have no access key to sign with.
import { Type } from 'typebox';
import { readAddCampaign } from '../../contract/readCampaign.ts';
import { isProblem } from '../../core/problem.ts';
import { newSettings } from '../../core/revise.ts';
import { addCampaign } from '../../store/newCampaigns.ts';
import { findVdn } from '../../store/vdns.ts';
import { describeCampaign } from './campaigns.ts';
import { refuseProblem, refuseViolations } from './contractWords.ts';
import { refuse } from './problem.ts';
import { type ApiRoute, audit, created, route } from './route.ts';
import { vdnOf, vdnParams } from './schemas.ts';
import { sentences } from './sentences.ts';

const postCampaign = route({
  method: 'POST',
  path: '/v1/vdns/:vdnId/campaigns',
  tag: 'campaigns',
  summary: 'Add a campaign',
  description: 'The body of the contract’s add interface; refused with the contract’s codes.',
  permission: 'campaign.change',
  params: vdnParams,
  // The contract's reader judges it, in the contract's codes.
  body: Type.Object({}, { additionalProperties: true }),
  handle: async (call) => {
    const { database, params, body, principal, now } = call;
    const vdn = await findVdn(database, vdnOf(params));
    if (vdn === null) return refuse('notFound', sentences.noVdn);
    const { timeZone, apiTimes } = vdn.settings;
    const reading = readAddCampaign(body, { now, timeZone, apiTimes });
    if (!reading.ok) return refuseViolations(reading.violations);
    const { request, state } = reading.value;
    const author = { actor: principal.actor, now };
    const added = await addCampaign(database, vdn, newSettings(request), state, author);
    if (isProblem(added)) return refuseProblem(added);
    await audit(database, call, 'campaign.add', `campaign ${added.id}`, { revision: added.revision });
    return created(describeCampaign(added, undefined, now));
  },
});

export const additionRoutes: readonly ApiRoute[] = [postCampaign];
