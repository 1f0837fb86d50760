// How an agent moves between statuses and states: the agent after a command or an event. A move that does
// not fit the state leaves the agent as it is, so events that come late, twice or out of order do no harm.
// routing.ts decides who is joined with whom; nothing here touches a call.

import type { AgentSkill, Telephone } from './agent.ts';
import type { AgentCommand, AgentRefusal, AgentState, Offer, WorkingAgent } from './agentState.ts';
import { type Bilingual, inBoth } from './language.ts';
import { addSeconds, type CallId, type CampaignId, type Millis } from './units.ts';

/** What is left to do after a command, besides the new state of the agent. */
export type AgentDeed = 'dialOffer' | 'skipOffer' | 'withdrawOffer' | 'hangUp' | 'endWrapUp';

export type Obeyed =
  | { readonly agent: WorkingAgent; readonly deed: AgentDeed | null }
  | { readonly refusal: AgentRefusal; readonly detail: Bilingual };

/** An agent who has just signed in: on break without a reason, until the person says ready. */
export function signedInAgent(
  id: string,
  skills: readonly AgentSkill[],
  telephone: Telephone,
  signOffAt: Millis | null,
  now: Millis,
): WorkingAgent {
  return {
    id,
    skills,
    status: 'onBreak',
    breakReason: null,
    state: 'idle',
    since: now,
    signedInAt: now,
    signOffAt,
    seenAt: now,
    telephone,
    isReachable: telephone.line === 'onDemand',
    campaignId: null,
    callId: null,
    called: null,
    offer: null,
    wrapUpEndsAt: null,
  };
}

/** True for one who takes a call at once. */
export const isFree = (agent: WorkingAgent): boolean =>
  agent.status === 'ready' && agent.state === 'idle' && agent.isReachable;

/** True for one who has signed out and whose call and wrap-up are over: the seat is empty. */
export const hasLeft = (agent: WorkingAgent): boolean =>
  agent.status === 'signedOut' && agent.state === 'idle';

const signedOut = inBoth(
  'Signed out after the present call. Sign in again first.',
  '已在当前通话后签出，请先重新签入。',
);
export const noOffer = inBoth('No contact is offered.', '当前没有待呼叫的联系人。');
const noTalk = (state: AgentState): Bilingual =>
  inBoth(`There is no talk to end: the state is ${state}.`, '当前没有可结束的通话。');
const noWrapUp = (state: AgentState): Bilingual =>
  inBoth(`There is no wrap-up to end: the state is ${state}.`, '当前没有可结束的话后处理。');

/**
 * What a command makes of an agent who is signed in. The status changes at once; who is busy finishes the
 * call and its wrap-up first, and an offer is withdrawn. The deed is the caller's to do.
 */
export function obey(agent: WorkingAgent, command: AgentCommand, now: Millis): Obeyed {
  if (agent.status === 'signedOut' && (command.kind === 'ready' || command.kind === 'break'))
    return { refusal: 'notSignedIn', detail: signedOut };
  switch (command.kind) {
    case 'alive':
      return { agent, deed: null };
    case 'signIn':
      return { agent: signInAgain(agent, command.signOffAt, now), deed: null };
    case 'ready':
      if (agent.status === 'ready') return { agent, deed: null };
      return { agent: { ...agent, status: 'ready', breakReason: null, since: now }, deed: null };
    case 'break':
      if (agent.status === 'onBreak' && agent.breakReason === command.reason) return { agent, deed: null };
      return stepBack({ ...agent, status: 'onBreak', breakReason: command.reason, since: now }, now);
    case 'signOut':
      if (agent.status === 'signedOut') return { agent, deed: null };
      return stepBack({ ...agent, status: 'signedOut', breakReason: null, since: now }, now);
    case 'dialOffer':
    case 'skipOffer':
      if (agent.offer === null || agent.state !== 'previewing')
        return { refusal: 'noOffer', detail: noOffer };
      return { agent, deed: command.kind };
    case 'hangUp':
      if (agent.state !== 'talking') return { refusal: 'wrongState', detail: noTalk(agent.state) };
      return { agent, deed: 'hangUp' };
    case 'endWrapUp':
      if (agent.state !== 'wrapUp') return { refusal: 'wrongState', detail: noWrapUp(agent.state) };
      return { agent, deed: 'endWrapUp' };
  }
}

/** An application that comes back finds its agent as it was; one who was about to leave is on break. */
function signInAgain(agent: WorkingAgent, signOffAt: Millis | null, now: Millis): WorkingAgent {
  if (agent.status === 'signedOut') return { ...agent, status: 'onBreak', signOffAt, since: now };
  return agent.signOffAt === signOffAt ? agent : { ...agent, signOffAt };
}

/** An agent who turns away from work gives an offer back; anything else is finished first. */
const stepBack = (agent: WorkingAgent, now: Millis): Obeyed =>
  agent.state === 'previewing'
    ? { agent: setFree(agent, now), deed: 'withdrawOffer' }
    : { agent, deed: null };

const withoutWork = { campaignId: null, callId: null, called: null, offer: null, wrapUpEndsAt: null };

/** The agent's telephone can be joined, or cannot: an open line came up, or was lost. */
export const reach = (agent: WorkingAgent, isReachable: boolean): WorkingAgent =>
  agent.isReachable === isReachable ? agent : { ...agent, isReachable };

/** Kept for a call: free no longer. */
export function reserve(agent: WorkingAgent, campaignId: CampaignId, now: Millis): WorkingAgent {
  if (!isFree(agent)) return agent;
  return { ...agent, ...withoutWork, state: 'reserved', campaignId, since: now };
}

/** The call for which the agent is reserved. */
export function giveCall(
  agent: WorkingAgent,
  call: { readonly id: CallId; readonly called: string },
): WorkingAgent {
  if (agent.state !== 'reserved' || agent.callId !== null) return agent;
  return { ...agent, callId: call.id, called: call.called };
}

export function showOffer(
  agent: WorkingAgent,
  campaignId: CampaignId,
  offer: Offer,
  now: Millis,
): WorkingAgent {
  if (!isFree(agent)) return agent;
  return { ...agent, ...withoutWork, state: 'previewing', campaignId, offer, since: now };
}

/** The offered contact is dialed now. */
export function takeOffer(
  agent: WorkingAgent,
  call: { readonly id: CallId; readonly called: string },
  now: Millis,
): WorkingAgent {
  if (agent.state !== 'previewing') return agent;
  const { campaignId } = agent;
  return {
    ...agent,
    ...withoutWork,
    state: 'reserved',
    campaignId,
    callId: call.id,
    called: call.called,
    since: now,
  };
}

/** Person and agent are joined. */
export function beginTalk(agent: WorkingAgent, callId: CallId, now: Millis): WorkingAgent {
  if (agent.state !== 'reserved' || agent.callId !== callId) return agent;
  return { ...agent, state: 'talking', since: now };
}

/** @param wrapUpSeconds how long wrap-up may last; 0: there is none */
export function endTalk(
  agent: WorkingAgent,
  callId: CallId,
  wrapUpSeconds: number,
  now: Millis,
): WorkingAgent {
  if (agent.state !== 'talking' || agent.callId !== callId) return agent;
  if (wrapUpSeconds <= 0) return setFree(agent, now);
  return { ...agent, state: 'wrapUp', since: now, wrapUpEndsAt: addSeconds(now, wrapUpSeconds) };
}

/** Whatever it was is over: a reservation without a talk, an offer, a wrap-up. */
export function setFree(agent: WorkingAgent, now: Millis): WorkingAgent {
  if (agent.state === 'idle') return agent;
  return { ...agent, ...withoutWork, state: 'idle', since: now };
}
