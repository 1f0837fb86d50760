// The commands of an agent's application: one table for REST and for the stream, so that both take the same
// fields and refuse in the same words. A command that changes nothing succeeds too, since an application
// that lost an answer asks again.

import { readInstant } from '../../../api/fields.ts';
import type { AgentAtWork, AskedCommand } from '../../../api/routes/agentWork.ts';
import type { AgentCommand, AgentRefusal, WorkingAgent } from '../../../core/agentState.ts';
import { type Bilingual, inBoth } from '../../../core/language.ts';
import type { Millis, VdnId } from '../../../core/units.ts';
import { findAgent } from '../../../store/agents/agents.ts';
import type { HttpDeps } from '../../deps.ts';
import { type BrokenRule, refuse, refuseRules } from '../door/problem.ts';
import { refusalTexts } from '../door/refusalTexts.ts';
import { audit, type Principal, type Refusal } from '../door/route.ts';
import { describeAbsentAgent, describeWorkingAgent } from './agentAtWork.ts';
import { tellOwner } from './seat.ts';

/** A person does not plan to leave more than a day ahead. */
const signOffHoursMax = 24;

/** The command that is meant, or the rule that no schema could state. */
function readCommand(asked: AskedCommand, now: Millis): AgentCommand | BrokenRule {
  switch (asked.command) {
    case 'signIn':
      return readSignIn(asked.signOffAt ?? null, now);
    case 'break':
    case 'skipOffer':
      return { kind: asked.command, reason: asked.reason };
    case 'endWrapUp':
      return {
        kind: 'endWrapUp',
        businessResult: asked.businessResult ?? null,
        note: asked.note ?? null,
      };
    case 'ready':
    case 'signOut':
    case 'dialOffer':
    case 'hangUp':
    case 'alive':
      return { kind: asked.command };
  }
}

function readSignIn(signOff: string | null, now: Millis): AgentCommand | BrokenRule {
  if (signOff === null) return { kind: 'signIn', signOffAt: null };
  const signOffAt = readInstant(signOff);
  const isAhead = signOffAt !== null && signOffAt > now && signOffAt - now <= signOffHoursMax * 3_600_000;
  if (isAhead) return { kind: 'signIn', signOffAt };
  return {
    path: 'signOffAt',
    rule: inBoth(
      `must lie ahead, by at most ${signOffHoursMax} hours`,
      `必须晚于当前时间，且不超过 ${signOffHoursMax} 小时`,
    ),
    received: signOff,
  };
}

export interface CommandCall {
  readonly deps: HttpDeps;
  readonly principal: Principal;
  readonly vdnId: VdnId;
  readonly agentId: string;
}

export type CarriedOut = { readonly agent: AgentAtWork } | { readonly refused: Refusal };

/** Has a command carried out; the agent as it is afterwards, or the answer that refuses. */
export async function carryOut(call: CommandCall, asked: AskedCommand): Promise<CarriedOut> {
  const outcome = await tryOut(call, asked);
  const { deps, principal, agentId } = call;
  // An agent's own doings, and those of the application that holds the key, are told by the intervals.
  const isOwn = principal.userName === null || principal.userName === agentId;
  if (isOwn || 'refused' in outcome || asked.command === 'alive') return outcome;
  const detail = { command: asked.command };
  const now = deps.clock.now();
  // The desk writes the agent's state by itself, a moment later.
  await deps.database.begin((transaction) =>
    audit(transaction, { principal, now }, 'agent.work', `agent ${agentId}`, detail),
  );
  return outcome;
}

async function tryOut(call: CommandCall, asked: AskedCommand): Promise<CarriedOut> {
  const { deps, vdnId, agentId } = call;
  const command = readCommand(asked, deps.clock.now());
  if ('path' in command) {
    return { refused: refuseRules('invalid', [command]) };
  }
  const before = deps.desk.agent(vdnId, agentId);
  // Null: whichever is offered.
  const contactId = 'contactId' in asked ? (asked.contactId ?? null) : null;
  if (contactId !== null && before?.offer?.contactId !== contactId) {
    const detail = refusalTexts.notOffered(contactId);
    return { refused: refuseWith('wrongState', detail, before) };
  }
  const outcome = await deps.desk.command(vdnId, agentId, command);
  if ('agent' in outcome) return { agent: describeWorkingAgent(outcome.agent) };
  if (outcome.refusal === 'agentsElsewhere') return { refused: await tellOwner(deps, vdnId) };
  const present = deps.desk.agent(vdnId, agentId);
  if (present !== null && isDone(command, present)) return { agent: describeWorkingAgent(present) };
  if (outcome.refusal === 'notSignedIn' && present === null) {
    const agent = await findAgent(deps.database, vdnId, agentId);
    if (agent === null) return { refused: refuse('notFound', refusalTexts.noAgentCalled(agentId)) };
    if (command.kind === 'signOut') return { agent: describeAbsentAgent(agent) };
  }
  return { refused: refuseCommand(outcome.refusal, outcome.detail, present) };
}

/** True when nothing is left to do for a command that was refused: most likely it was sent twice. */
function isDone(command: AgentCommand, agent: WorkingAgent): boolean {
  switch (command.kind) {
    case 'signIn':
      return agent.status !== 'signedOut';
    case 'ready':
      return agent.status === 'ready';
    case 'break':
      return agent.status === 'onBreak' && agent.breakReason === command.reason;
    case 'signOut':
      return agent.status === 'signedOut';
    case 'hangUp':
      return agent.state === 'wrapUp';
    case 'endWrapUp':
      return agent.state === 'idle' && command.businessResult === null && command.note === null;
    case 'dialOffer':
    case 'skipOffer':
      return false;
    case 'alive':
      return true;
  }
}

function refuseCommand(
  refusal: Exclude<AgentRefusal, 'agentsElsewhere'>,
  detail: Bilingual,
  present: WorkingAgent | null,
): Refusal {
  switch (refusal) {
    case 'noSuchAgent':
      return refuse('notFound', detail);
    case 'notSignedIn':
    case 'wrongState':
    case 'noOffer':
      return refuseWith('wrongState', detail, present);
  }
}

/** The refusal carries the agent as it is, so that an application that lost track finds itself again. */
const refuseWith = (type: 'wrongState', detail: Bilingual, agent: WorkingAgent | null): Refusal =>
  refuse(type, detail, { fields: { agent: agent === null ? null : describeWorkingAgent(agent) } });
