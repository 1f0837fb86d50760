// Agents at work through REST: how they stand, and what they ask for. A user with the role agent acts
// for the agent of the same name and for nobody else.

import { Type } from 'typebox';
import { limitOf, limitText, patterned, skillIdText, vdnOf, vdnParams } from '../../../api/fields.ts';
import type { WorkingAgent } from '../../../core/agentState.ts';
import { inBoth } from '../../../core/language.ts';
import { allows } from '../../../core/user.ts';
import { findAgent } from '../../../store/agents/agents.ts';
import { refuse } from '../door/problem.ts';
import { type ApiRoute, ok, type Principal, type Refusal, route } from '../door/route.ts';
import { sentences } from '../door/sentences.ts';
import { agentCommands, type CommandWords, carryOut } from './agentCommands.ts';
import { agentParams } from './agents.ts';
import { describeAbsentAgent, describeWorkingAgent, workingAgentAnswer } from './agentWords.ts';
import { refuseElsewhere } from './seat.ts';

/** The refusal of a principal who may work under their own name only, and this is not it; else null. */
export function refuseOtherAgent(principal: Principal, agentId: string): Refusal | null {
  if (allows(principal.role, 'agent.work') || principal.userName === agentId) return null;
  return refuse('permissionMissing', sentences.otherAgent(principal.userName));
}

const getWork = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/agents/:agentId/work',
  tag: 'agents at work',
  summary: 'How the agent stands',
  permission: 'agent.work.own',
  params: agentParams,
  answer: workingAgentAnswer,
  handle: async ({ deps, database, principal, params }) => {
    const refusal = refuseOtherAgent(principal, params.agentId);
    if (refusal !== null) return refusal;
    const elsewhere = await refuseElsewhere(deps, vdnOf(params));
    const working = elsewhere === null ? deps.desk.agent(vdnOf(params), params.agentId) : null;
    if (working !== null) return ok(describeWorkingAgent(working));
    const agent = await findAgent(database, vdnOf(params), params.agentId);
    // True in every process: one that does not seat the agents must not send the caller to another for it.
    if (agent === null) return refuse('notFound', sentences.noAgent);
    return elsewhere ?? ok(describeAbsentAgent(agent));
  },
});

const commandRoute = (words: CommandWords): ApiRoute =>
  route({
    method: 'POST',
    path: `/v1/vdns/:vdnId/agents/:agentId/work${words.path}`,
    tag: 'agents at work',
    summary: words.summary,
    description:
      'Answers the agent as it is afterwards. A request that finds done what it asks for succeeds. ' +
      '409: the state does not allow it, and `agent` tells the state.',
    permission: 'agent.work.own',
    params: agentParams,
    body: words.body,
    answer: workingAgentAnswer,
    handle: async (call) => {
      const { deps, principal, params, body } = call;
      const { agentId } = params;
      const refusal = refuseOtherAgent(principal, agentId);
      if (refusal !== null) return refusal;
      const outcome = await carryOut({ deps, principal, vdnId: vdnOf(params), agentId }, words, body);
      if ('refused' in outcome) return outcome.refused;
      return ok(outcome.agent);
    },
  });

const statuses = ['ready', 'onBreak'] as const;
const states = ['idle', 'reserved', 'previewing', 'talking', 'wrapUp'] as const;

const getAllWork = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/agents/work',
  tag: 'agents at work',
  summary: 'All agents who are signed in, by id, a page at a time',
  permission: 'agent.read',
  params: vdnParams,
  query: Type.Object(
    {
      after: Type.Optional(
        patterned(
          '^[A-Za-z0-9]{0,32}$',
          inBoth('must be at most 32 letters and digits', '最多 32 个字母和数字'),
          {
            description: 'Ids after this one',
          },
        ),
      ),
      limit: limitText,
      skillId: Type.Optional(skillIdText),
      status: Type.Optional(Type.Union(statuses.map((status) => Type.Literal(status)))),
      state: Type.Optional(Type.Union(states.map((state) => Type.Literal(state)))),
    },
    { additionalProperties: false },
  ),
  answer: Type.Object({
    items: Type.Array(workingAgentAnswer),
    next: Type.Union([Type.String(), Type.Null()]),
    total: Type.Integer({ description: 'Of those that the filters let through, on all pages' }),
  }),
  handle: async ({ deps, params, query }) => {
    const elsewhere = await refuseElsewhere(deps, vdnOf(params));
    if (elsewhere !== null) return elsewhere;
    const limit = limitOf(query.limit);
    const { after = '', status, state } = query;
    const skillId = query.skillId === undefined ? null : Number(query.skillId);
    const isWanted = (agent: WorkingAgent): boolean =>
      agent.status !== 'signedOut' &&
      (status === undefined || agent.status === status) &&
      (state === undefined || agent.state === state) &&
      (skillId === null || agent.skills.some((skill) => skill.skillId === skillId));
    const found = deps.desk.agents(vdnOf(params)).filter(isWanted);
    const rest = found.filter(({ id }) => id > after).sort((one, other) => (one.id < other.id ? -1 : 1));
    const items = rest.slice(0, limit);
    const next = rest.length > limit ? (items.at(-1)?.id ?? null) : null;
    return ok({ items: items.map(describeWorkingAgent), next, total: found.length });
  },
});

export const agentWorkRoutes: readonly ApiRoute[] = [getAllWork, getWork, ...agentCommands.map(commandRoute)];
