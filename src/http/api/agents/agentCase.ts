// The person and the campaign that an agent is dealing with. An agent may read no campaign and no list of
// numbers, but must know what the present call is about, also after reloading the page.

import { vdnOf } from '../../../api/fields.ts';
import { type AgentCase, getCase } from '../../../api/routes/agentWork.ts';
import type { WorkingAgent } from '../../../core/agentState.ts';
import type { CampaignId, VdnId } from '../../../core/units.ts';
import { findCaseContact } from '../../../store/agents/agentCase.ts';
import { findAgent } from '../../../store/agents/agents.ts';
import { findCampaign } from '../../../store/campaigns/campaigns.ts';
import type { HttpDeps } from '../../deps.ts';
import { refuse } from '../door/problem.ts';
import { refusalTexts } from '../door/refusalTexts.ts';
import { type ServedRoute, serve } from '../door/route.ts';
import { refuseOtherAgent } from './agentWork.ts';
import { refuseElsewhere } from './seat.ts';

const presentCase = serve(getCase, async ({ deps, database, principal, params, ok }) => {
  const vdnId = vdnOf(params);
  const { agentId } = params;
  const refusal = refuseOtherAgent(principal, agentId) ?? (await refuseElsewhere(deps, vdnId));
  if (refusal !== null) return refusal;
  const agent = await findAgent(database, vdnId, agentId);
  if (agent === null) return refuse('notFound', refusalTexts.noAgent);
  const working = deps.desk.agent(vdnId, agentId);
  const campaignId = working?.campaignId ?? null;
  if (working === null || campaignId === null) {
    return ok({ name: agent.name, campaign: null, contact: null });
  }
  return ok({ name: agent.name, ...(await readCase(deps, vdnId, campaignId, working)) });
});

async function readCase(
  { database }: HttpDeps,
  vdnId: VdnId,
  campaignId: CampaignId,
  { offer, callId }: WorkingAgent,
): Promise<Omit<AgentCase, 'name'>> {
  const of = offer !== null ? { contactId: offer.contactId } : callId !== null ? { callId } : null;
  const [campaign, contact] = await Promise.all([
    findCampaign(database, vdnId, campaignId),
    of === null ? null : findCaseContact(database, vdnId, campaignId, of),
  ]);
  const settings = campaign?.settings ?? null;
  return {
    campaign:
      settings === null ? null : { id: campaignId, name: settings.name, description: settings.description },
    contact,
  };
}

export const agentCaseRoutes: readonly ServedRoute[] = [presentCase];
