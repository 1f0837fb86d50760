// What an agent's application may ask for: one table for REST and for the stream, so that both take the
// same fields and say no in the same words. A command that finds done what it asks for succeeds, since
// an application that lost an answer asks again.

import { type Static, type TSchema, Type } from 'typebox';
import { bigIdText, instantOf, line, readInstant, text } from '../../../api/fields.ts';
import type { AgentCommand, AgentRefusal, WorkingAgent } from '../../../core/agentState.ts';
import { type Bilingual, inBoth } from '../../../core/language.ts';
import type { Millis, VdnId } from '../../../core/units.ts';
import { findAgent } from '../../../store/agents/agents.ts';
import type { HttpDeps } from '../../deps.ts';
import { type BrokenRule, refuse, refuseRules } from '../door/problem.ts';
import { audit, type Principal, type Refusal } from '../door/route.ts';
import { sentences } from '../door/sentences.ts';
import { type AgentAnswer, describeAbsentAgent, describeWorkingAgent } from './agentWords.ts';
import { tellOwner } from './seat.ts';

export interface CommandWords {
  readonly kind: AgentCommand['kind'];
  /** Below …/work. */
  readonly path: string;
  readonly summary: string;
  readonly body: TSchema;
  /** The command that a checked body means, or the rule that no schema could state. */
  read(body: unknown, now: Millis): AgentCommand | BrokenRule;
  /** The contact that the application means; null: whichever is offered. */
  contactOf(body: unknown): string | null;
}

/** A person does not plan to leave more than a day ahead. */
const signOffHoursMax = 24;

const contact = Type.Optional(bigIdText);

export const agentCommands: readonly CommandWords[] = [
  words({
    kind: 'signIn',
    path: '/sign-in',
    summary: 'Sign in; whoever has just signed in is on a break until ready',
    fields: { signOffAt: Type.Optional(instantOf) },
    read: ({ signOffAt }, now) => readSignIn(signOffAt ?? null, now),
  }),
  words({
    kind: 'ready',
    path: '/ready',
    summary: 'Be ready for calls',
    fields: {},
    read: () => ({ kind: 'ready' }),
  }),
  words({
    kind: 'break',
    path: '/break',
    summary: 'Take a break: at once when idle, else after the call and its wrap-up',
    fields: { reason: line(64) },
    read: ({ reason }) => ({ kind: 'break', reason }),
  }),
  words({
    kind: 'signOut',
    path: '/sign-out',
    summary: 'Sign out: at once when idle, else after the call and its wrap-up',
    fields: {},
    read: () => ({ kind: 'signOut' }),
  }),
  words({
    kind: 'dialOffer',
    path: '/offer/dial',
    summary: 'Have the contact called that is shown',
    fields: { contactId: contact },
    read: () => ({ kind: 'dialOffer' }),
  }),
  words({
    kind: 'skipOffer',
    path: '/offer/skip',
    summary: 'Give back the contact that is shown; it is called later',
    fields: { contactId: contact, reason: line(200) },
    read: ({ reason }) => ({ kind: 'skipOffer', reason }),
  }),
  words({
    kind: 'hangUp',
    path: '/call/hang-up',
    summary: 'End the call',
    fields: {},
    read: () => ({ kind: 'hangUp' }),
  }),
  words({
    kind: 'endWrapUp',
    path: '/wrap-up/end',
    summary: 'End the work after a call, with what came of it',
    fields: {
      businessResult: Type.Optional(line(100)),
      note: Type.Optional(text(2000)),
    },
    read: ({ businessResult, note }) => ({
      kind: 'endWrapUp',
      businessResult: businessResult ?? null,
      note: note ?? null,
    }),
  }),
  words({
    kind: 'alive',
    path: '/alive',
    summary: 'Nothing but a sign of life',
    fields: {},
    read: () => ({ kind: 'alive' }),
  }),
];

function words<Fields extends Record<string, TSchema>>(definition: {
  readonly kind: AgentCommand['kind'];
  readonly path: string;
  readonly summary: string;
  readonly fields: Fields;
  readonly read: (
    body: Static<ReturnType<typeof Type.Object<Fields>>>,
    now: Millis,
  ) => AgentCommand | BrokenRule;
}): CommandWords {
  const { kind, path, summary, fields, read } = definition;
  const body = Type.Object(fields, { additionalProperties: false });
  return {
    kind,
    path,
    summary,
    body,
    // The one place where a checked body gets its type.
    read: (value, now) => read(value as Static<typeof body>, now),
    contactOf: (value) =>
      typeof value === 'object' && value !== null && 'contactId' in value ? String(value.contactId) : null,
  };
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

export type CarriedOut = { readonly agent: AgentAnswer } | { readonly refused: Refusal };

/** Has a command carried out; the agent as it is afterwards, or the answer that refuses. */
export async function carryOut(
  call: CommandCall,
  commandWords: CommandWords,
  body: unknown,
): Promise<CarriedOut> {
  const outcome = await command(call, commandWords, body);
  const { deps, principal, agentId } = call;
  // An agent's own doings, and those of the application that holds the key, are told by the intervals.
  const isOwn = principal.userName === null || principal.userName === agentId;
  if (isOwn || 'refused' in outcome || commandWords.kind === 'alive') return outcome;
  const detail = { command: commandWords.kind };
  await audit(deps.database, { principal, now: deps.clock.now() }, 'agent.work', `agent ${agentId}`, detail);
  return outcome;
}

async function command(call: CommandCall, commandWords: CommandWords, body: unknown): Promise<CarriedOut> {
  const { deps, vdnId, agentId } = call;
  const asked = commandWords.read(body, deps.clock.now());
  if ('path' in asked) {
    return { refused: refuseRules('invalid', [asked]) };
  }
  const before = deps.desk.agent(vdnId, agentId);
  const contactId = commandWords.contactOf(body);
  if (contactId !== null && before?.offer?.contactId !== contactId) {
    const detail = sentences.notOffered(contactId);
    return { refused: refuseWith('wrongState', detail, before) };
  }
  const outcome = await deps.desk.command(vdnId, agentId, asked);
  if ('agent' in outcome) return { agent: describeWorkingAgent(outcome.agent) };
  if (outcome.refusal === 'agentsElsewhere') return { refused: await tellOwner(deps, vdnId) };
  const present = deps.desk.agent(vdnId, agentId);
  if (present !== null && isDone(asked, present)) return { agent: describeWorkingAgent(present) };
  if (outcome.refusal === 'notSignedIn' && present === null) {
    const agent = await findAgent(deps.database, vdnId, agentId);
    if (agent === null) return { refused: refuse('notFound', sentences.noAgentCalled(agentId)) };
    if (asked.kind === 'signOut') return { agent: describeAbsentAgent(agent) };
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
