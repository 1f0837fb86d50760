// An agent at work as JSON, the same in answers and on streams. Whether the number is shown is decided
// where an answer or a frame is sent (core/masking.ts).
import { Type } from 'typebox';
import { instantText, instantTextOrNull } from '../../../api/fields.ts';
import type { Agent } from '../../../core/agent.ts';
import type { Offer, WorkingAgent } from '../../../core/agentState.ts';

const textOrNull = Type.Union([Type.String(), Type.Null()]);
const numberOrNull = Type.Union([Type.Integer(), Type.Null()]);

/** The schema of `describeWorkingAgent`, for the description of the interface. */
export const workingAgentAnswer = Type.Object({
  id: Type.String(),
  skills: Type.Array(Type.Object({ skillId: Type.Integer(), priority: Type.Integer() })),
  telephone: Type.Object({
    endpoint: Type.String({ description: 'The telephone’s name at the PBX' }),
    line: Type.String({ description: 'open or onDemand' }),
  }),
  isReachable: Type.Boolean({
    description: 'A person can be joined: the open line is up, or the telephone rings on demand',
  }),
  status: Type.String({ description: 'signedOut, ready or onBreak: what the person chose' }),
  breakReason: textOrNull,
  state: Type.String({
    description: 'idle, reserved, previewing, talking or wrapUp: what is happening',
  }),
  since: textOrNull,
  signedInAt: textOrNull,
  signOffAt: textOrNull,
  seenAt: textOrNull,
  campaignId: numberOrNull,
  callId: textOrNull,
  called: textOrNull,
  offer: Type.Unknown({
    description:
      'The contact that is shown before it is called: contactId, called, customField, callData, offeredAt, dialsAt',
  }),
  wrapUpEndsAt: textOrNull,
});

export function describeWorkingAgent(agent: WorkingAgent) {
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

export type AgentAnswer = ReturnType<typeof describeWorkingAgent>;

const describeOffer = ({ contactId, called, customField, callData, offeredAt, dialsAt }: Offer) => ({
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
}: Pick<Agent, 'id' | 'skills' | 'telephone'>): AgentAnswer => ({
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
