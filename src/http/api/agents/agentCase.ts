// Whom an agent is talking to, and for which campaign. An agent may read no campaign and no list of
// numbers, but must know what the call before them is about, also after the page was loaded anew.
import { Type } from 'typebox';
import { vdnOf } from '../../../api/fields.ts';
import type { WorkingAgent } from '../../../core/agentState.ts';
import type { CampaignId, VdnId } from '../../../core/units.ts';
import { findCaseContact } from '../../../store/agents/agentCase.ts';
import { findAgent } from '../../../store/agents/agents.ts';
import { findCampaign } from '../../../store/campaigns/campaigns.ts';
import type { HttpDeps } from '../../deps.ts';
import { refuse } from '../door/problem.ts';
import { type ApiRoute, ok, route } from '../door/route.ts';
import { sentences } from '../door/sentences.ts';
import { agentParams } from './agents.ts';
import { refuseOtherAgent } from './agentWork.ts';
import { refuseElsewhere } from './seat.ts';

const textOrNull = Type.Union([Type.String(), Type.Null()]);

const caseAnswer = Type.Object({
  name: Type.String({ description: 'The agent’s' }),
  campaign: Type.Union([
    Type.Object({ id: Type.Integer(), name: Type.String(), description: Type.String() }),
    Type.Null(),
  ]),
  contact: Type.Union([
    Type.Object({
      called: Type.String(),
      customField: textOrNull,
      callData: textOrNull,
      attempts: Type.Integer({ description: 'Calls to this number that are over' }),
    }),
    Type.Null(),
  ]),
});

const getCase = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/agents/:agentId/work/case',
  tag: 'agents at work',
  summary: 'The campaign and the person that the agent has before them',
  description: 'Of the offer, the call or the wrap-up; both are null when there is none.',
  permission: 'agent.work.own',
  params: agentParams,
  answer: caseAnswer,
  handle: async ({ deps, database, principal, params }) => {
    const vdnId = vdnOf(params);
    const { agentId } = params;
    const refusal = refuseOtherAgent(principal, agentId) ?? (await refuseElsewhere(deps, vdnId));
    if (refusal !== null) return refusal;
    const agent = await findAgent(database, vdnId, agentId);
    if (agent === null) return refuse('notFound', sentences.noAgent);
    const working = deps.desk.agent(vdnId, agentId);
    const campaignId = working?.campaignId ?? null;
    if (working === null || campaignId === null) {
      return ok({ name: agent.name, campaign: null, contact: null });
    }
    return ok({ name: agent.name, ...(await readCase(deps, vdnId, campaignId, working)) });
  },
});

async function readCase(
  { database }: HttpDeps,
  vdnId: VdnId,
  campaignId: CampaignId,
  { offer, callId }: WorkingAgent,
) {
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

export const agentCaseRoutes: readonly ApiRoute[] = [getCase];
