// Agents at work: their state, their commands, and the person they are dealing with.
import { type TSchema, Type } from 'typebox';
import type { AgentState, AgentStatus } from '../../core/agentState.ts';
import {
  bigIdText,
  choice,
  instant,
  instantOf,
  instantOrNull,
  limitText,
  line,
  orNull,
  skillIdText,
  text,
  vdnParams,
} from '../fields.ts';
import { type BodyOf, route, type Value } from '../route.ts';
import { afterAgentId, agentParams, agentSkills, telephone } from './agents.ts';

const statuses = ['signedOut', 'ready', 'onBreak'] as const satisfies readonly AgentStatus[];
const states = [
  'idle',
  'reserved',
  'previewing',
  'talking',
  'wrapUp',
] as const satisfies readonly AgentState[];
const textOrNull = orNull(Type.String());

/** Also one who is not at work, who has no instants. */
export const agentAtWork = Type.Object({
  id: Type.String(),
  skills: agentSkills,
  telephone,
  isReachable: Type.Boolean({
    description: 'A person can be joined: the open line is up, or the telephone rings on demand',
  }),
  status: choice(statuses, { description: 'What the person chose' }),
  breakReason: textOrNull,
  state: choice(states, { description: 'What is happening' }),
  since: orNull(instant, { description: 'Since when status and state are what they are' }),
  signedInAt: instantOrNull,
  signOffAt: instantOrNull,
  seenAt: instantOrNull,
  campaignId: orNull(Type.Integer()),
  callId: textOrNull,
  called: textOrNull,
  offer: orNull(
    Type.Object({
      contactId: Type.String(),
      called: Type.String(),
      customField: Type.String(),
      callData: Type.String(),
      offeredAt: instant,
      dialsAt: instant,
    }),
    { description: 'The contact that is shown before it is called' },
  ),
  wrapUpEndsAt: instantOrNull,
});
export type AgentAtWork = Value<typeof agentAtWork>;

export const getAllWork = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/agents/work',
  tag: 'agents at work',
  summary: 'All signed-in agents, by id, a page at a time',
  permission: 'agent.read',
  params: vdnParams,
  query: Type.Object(
    {
      after: afterAgentId,
      limit: limitText,
      skillId: Type.Optional(skillIdText),
      status: Type.Optional(Type.Union([Type.Literal('ready'), Type.Literal('onBreak')])),
      state: Type.Optional(Type.Union(states.map((state) => Type.Literal(state)))),
    },
    { additionalProperties: false },
  ),
  answer: Type.Object({
    items: Type.Array(agentAtWork),
    next: orNull(Type.String()),
    total: Type.Integer({ description: 'The number of agents that match the filters, on all pages' }),
  }),
});

export const getWork = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/agents/:agentId/work',
  tag: 'agents at work',
  summary: 'Status and state of the agent',
  permission: 'agent.work.own',
  params: agentParams,
  answer: agentAtWork,
});

const commandRoute = <Fields extends Record<string, TSchema>>(
  path: string,
  summary: string,
  fields: Fields,
) =>
  route({
    method: 'POST',
    path: `/v1/vdns/:vdnId/agents/:agentId/work${path}`,
    tag: 'agents at work',
    summary,
    description:
      'Answers the agent after the command. A command that changes nothing succeeds too. ' +
      '409: the state does not allow it, and `agent` shows the state.',
    permission: 'agent.work.own',
    params: agentParams,
    body: Type.Object(fields, { additionalProperties: false }),
    answer: agentAtWork,
  });

/** The contact that the application means; when not given, the one that is offered. */
const contactId = Type.Optional(bigIdText);

/** What an agent's application may ask for, by request and on its stream: the same fields in both. */
export const agentCommands = {
  signIn: commandRoute('/sign-in', 'Sign in; the agent is on a break until ready', {
    signOffAt: Type.Optional(instantOf),
  }),
  ready: commandRoute('/ready', 'Be ready for calls', {}),
  break: commandRoute('/break', 'Take a break: at once when idle, else after the call and its wrap-up', {
    reason: line(64),
  }),
  signOut: commandRoute('/sign-out', 'Sign out: at once when idle, else after the call and its wrap-up', {}),
  dialOffer: commandRoute('/offer/dial', 'Dial the contact that is shown', { contactId }),
  skipOffer: commandRoute('/offer/skip', 'Skip the contact that is shown; it is called later', {
    contactId,
    reason: line(200),
  }),
  hangUp: commandRoute('/call/hang-up', 'End the call', {}),
  endWrapUp: commandRoute('/wrap-up/end', 'End wrap-up, with the result of the call', {
    businessResult: Type.Optional(line(100)),
    note: Type.Optional(text(2000)),
  }),
  alive: commandRoute('/alive', 'Give a sign of life only', {}),
} as const;
export type CommandName = keyof typeof agentCommands;
export const commandNames = Object.keys(agentCommands) as readonly CommandName[];

/** A command with the fields of its body. */
export type AskedCommand = {
  readonly [Name in CommandName]: { readonly command: Name } & BodyOf<(typeof agentCommands)[Name]>;
}[CommandName];

const agentCase = Type.Object({
  name: Type.String({ description: 'The agent’s' }),
  campaign: orNull(Type.Object({ id: Type.Integer(), name: Type.String(), description: textOrNull })),
  contact: orNull(
    Type.Object({
      called: Type.String(),
      customField: textOrNull,
      callData: textOrNull,
      attempts: Type.Integer({ description: 'Ended calls to this number' }),
    }),
  ),
});
export type AgentCase = Value<typeof agentCase>;

export const getCase = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/agents/:agentId/work/case',
  tag: 'agents at work',
  summary: 'The campaign and the person whom an agent is dealing with',
  description: 'Those of the offer, the call or the wrap-up; both are null without one.',
  permission: 'agent.work.own',
  params: agentParams,
  answer: agentCase,
});
