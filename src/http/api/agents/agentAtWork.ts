// An agent at work as JSON, the same in answers and on streams. Whether the number is shown is decided
// where an answer or a frame is sent (core/masking.ts).

import { instantText, instantTextOrNull } from '../../../api/fields.ts';
import type { AgentAtWork } from '../../../api/routes/agentWork.ts';
import type { Agent } from '../../../core/agent.ts';
import type { Offer, WorkingAgent } from '../../../core/agentState.ts';

export function describeWorkingAgent(agent: WorkingAgent): AgentAtWork {
  const { id, skills, telephone, isReachable } = agent;
  const { status, breakReason, state, campaignId, callId, called, offer } = agent;
  return {
    id,
    skills,
    telephone,
    isReachable,
    status,
    breakReason,
    state,
    since: instantTextOrNull(agent.since),
    signedInAt: instantTextOrNull(agent.signedInAt),
    signOffAt: instantTextOrNull(agent.signOffAt),
    seenAt: instantTextOrNull(agent.seenAt),
    campaignId,
    callId,
    called,
    offer: offer === null ? null : describeOffer(offer),
    wrapUpEndsAt: instantTextOrNull(agent.wrapUpEndsAt),
  };
}

const describeOffer = ({
  contactId,
  called,
  customField,
  callData,
  offeredAt,
  dialsAt,
}: Offer): AgentAtWork['offer'] => ({
  contactId,
  called,
  customField,
  callData,
  offeredAt: instantText(offeredAt),
  dialsAt: instantText(dialsAt),
});

/** One who is not at work. */
export const describeAbsentAgent = ({
  id,
  skills,
  telephone,
}: Pick<Agent, 'id' | 'skills' | 'telephone'>): AgentAtWork => ({
  id,
  skills,
  telephone,
  isReachable: false,
  status: 'signedOut',
  breakReason: null,
  state: 'idle',
  since: null,
  signedInAt: null,
  signOffAt: null,
  seenAt: null,
  campaignId: null,
  callId: null,
  called: null,
  offer: null,
  wrapUpEndsAt: null,
});
