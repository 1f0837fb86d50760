// Skill queues, agents with their skills, and IVR flows: each is saved whole by PUT, so the same
// request twice leaves the same thing.

import { Type } from 'typebox';
import {
  agentIdText,
  flowCode,
  limitOf,
  limitText,
  nameText,
  patterned,
  skillId,
  skillIdText,
  vdnIdText,
  vdnOf,
  vdnParams,
} from '../../../api/fields.ts';
import type { Agent, Flow, SkillQueue } from '../../../core/agent.ts';
import { inBoth } from '../../../core/language.ts';
import { deleteAgent, findAgent, listAgents, saveAgent } from '../../../store/agents/agents.ts';
import { deleteFlow, listFlows, saveFlow } from '../../../store/agents/flows.ts';
import { deleteSkillQueue, listSkillQueues, saveSkillQueue } from '../../../store/agents/skillQueues.ts';
import type { Connection } from '../../../store/database/connection.ts';
import { findVdn, lockBounds } from '../../../store/tenants/vdns.ts';
import { refuse, refuseRules } from '../door/problem.ts';
import {
  type ApiAnswer,
  type ApiRoute,
  audit,
  created,
  done,
  ok,
  route,
  type UncheckedCall,
} from '../door/route.ts';
import { sentences } from '../door/sentences.ts';

const noSkillQueue = () => refuse('notFound', sentences.noSkillQueue);
const answerOf = (outcome: 'added' | 'changed', body: unknown) =>
  outcome === 'added' ? created(body) : ok(body);

const notNew = new Error('it is there already');

/**
 * Saves in a transaction. With `If-None-Match: *` (RFC 9110, 13.1.2) only what is not there yet: of two
 * people who add the same one, the second is told and overwrites nothing.
 */
async function saved(
  { database, headers }: Pick<UncheckedCall, 'database' | 'headers'>,
  save: (transaction: Connection) => Promise<ApiAnswer>,
): Promise<ApiAnswer> {
  const mustBeNew = headers['if-none-match'] === '*';
  try {
    return await database.begin(async (transaction) => {
      const answer = await save(transaction);
      if (mustBeNew && answer.status === 200) throw notNew;
      return answer;
    });
  } catch (error) {
    if (error === notNew) return refuse('alreadyThere', sentences.thereAlready);
    throw error;
  }
}

const onlyNew = 'With the header `If-None-Match: *` one that is there already is refused and stays as it is.';

const skillParams = Type.Object({ vdnId: vdnIdText, skillId: skillIdText });
const describeQueue = ({ id, name }: SkillQueue) => ({ id, name });

const getSkillQueues = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/skill-queues',
  tag: 'skill queues',
  summary: 'All skill queues',
  permission: 'skill.read',
  params: vdnParams,
  handle: async ({ database, params }) =>
    ok({ items: (await listSkillQueues(database, vdnOf(params))).map(describeQueue) }),
});

const putSkillQueue = route({
  method: 'PUT',
  path: '/v1/vdns/:vdnId/skill-queues/:skillId',
  tag: 'skill queues',
  summary: 'Add or rename a skill queue',
  description: onlyNew,
  permission: 'skill.change',
  params: skillParams,
  body: Type.Object({ name: nameText(100) }, { additionalProperties: false }),
  handle: async (call) => {
    const { params, body } = call;
    return saved(call, async (transaction) => {
      const queue = { vdnId: vdnOf(params), id: Number(params.skillId), name: body.name };
      const outcome = await saveSkillQueue(transaction, queue.vdnId, queue);
      await audit(transaction, call, 'skill.save', `skill queue ${queue.id}`, { name: queue.name });
      return answerOf(outcome, describeQueue(queue));
    });
  },
});

const removeSkillQueue = route({
  method: 'DELETE',
  path: '/v1/vdns/:vdnId/skill-queues/:skillId',
  tag: 'skill queues',
  summary: 'Delete a skill queue that no campaign and no flow uses',
  permission: 'skill.change',
  params: skillParams,
  handle: async (call) => {
    const { database, params, now } = call;
    return database.begin(async (transaction) => {
      const outcome = await deleteSkillQueue(transaction, vdnOf(params), Number(params.skillId), now);
      if (outcome === 'noSuchSkillQueue') return noSkillQueue();
      if (outcome === 'inUse') return refuse('inUse', sentences.queueInUse);
      await audit(transaction, call, 'skill.delete', `skill queue ${params.skillId}`);
      return done();
    });
  },
});

export const agentParams = Type.Object({ vdnId: vdnIdText, agentId: agentIdText });
const describeAgent = ({ id, name, skills, simulated, telephone }: Agent) => ({
  id,
  name,
  skills,
  simulated,
  telephone,
});

/** Its name is part of what the PBX is asked to dial. */
const telephoneBody = Type.Object(
  {
    endpoint: Type.Optional(
      patterned(
        '^[A-Za-z0-9_-]{1,40}$',
        inBoth('must be 1 to 40 letters, digits, - and _', '必须是 1 到 40 个字母、数字、- 或 _'),
        {
          description:
            'The telephone’s name at the PBX; default: the agent’s id behind the VDN’s prefix. Of one VDN only',
        },
      ),
    ),
    line: Type.Optional(
      Type.Union([Type.Literal('open'), Type.Literal('onDemand')], {
        description:
          'open (default): called at sign-in, and the line stays open, so a person is joined at once. ' +
          'onDemand: it rings for each person',
      }),
    ),
  },
  { additionalProperties: false },
);

const getAgents = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/agents',
  tag: 'agents',
  summary: 'Agents by id, a page at a time',
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
    },
    { additionalProperties: false },
  ),
  handle: async ({ database, params, query }) => {
    const limit = limitOf(query.limit);
    const agents = await listAgents(database, vdnOf(params), {
      afterId: query.after ?? '',
      limit,
      skillId: query.skillId === undefined ? null : Number(query.skillId),
    });
    const next = agents.length === limit ? (agents.at(-1)?.id ?? null) : null;
    return ok({ items: agents.map(describeAgent), next });
  },
});

const getAgent = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/agents/:agentId',
  tag: 'agents',
  summary: 'An agent',
  permission: 'agent.read',
  params: agentParams,
  handle: async ({ database, params }) => {
    const agent = await findAgent(database, vdnOf(params), params.agentId);
    return agent === null ? refuse('notFound', sentences.noAgent) : ok(describeAgent(agent));
  },
});

const putAgent = route({
  method: 'PUT',
  path: '/v1/vdns/:vdnId/agents/:agentId',
  tag: 'agents',
  summary: 'Add or replace an agent with all skills',
  description: onlyNew,
  permission: 'agent.change',
  params: agentParams,
  body: Type.Object(
    {
      name: nameText(100),
      skills: Type.Array(
        Type.Object(
          { skillId, priority: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })) },
          { additionalProperties: false },
        ),
        { maxItems: 100 },
      ),
      simulated: Type.Optional(Type.Boolean({ description: 'Played by the server; default false' })),
      telephone: Type.Optional(telephoneBody),
    },
    { additionalProperties: false },
  ),
  handle: async (call) => {
    const { params, body } = call;
    const skills = body.skills.map((skill) => ({ skillId: skill.skillId, priority: skill.priority ?? 1 }));
    if (new Set(skills.map((skill) => skill.skillId)).size !== skills.length) {
      return refuseRules('invalid', [{ path: 'skills', rule: mustNameOnce }]);
    }
    return saved(call, async (transaction) => {
      const { name, simulated = false } = body;
      const bounds = await lockBounds(transaction, vdnOf(params));
      const ownName = `${bounds?.telephonePrefix ?? ''}${params.agentId}`;
      const { endpoint = ownName, line: kind = 'open' } = body.telephone ?? {};
      const telephone = { endpoint, line: kind };
      const agent: Agent = { vdnId: vdnOf(params), id: params.agentId, name, skills, simulated, telephone };
      const outcome = await saveAgent(transaction, agent);
      if (outcome === 'noSuchSkillQueue') return noSkillQueue();
      if (outcome === 'telephoneTaken') return refuseTelephone(endpoint);
      if (outcome === 'telephoneOfOthers') return refusePrefix(endpoint, bounds?.telephonePrefix ?? '');
      const detail = { name, skills, simulated, telephone };
      await audit(transaction, call, 'agent.save', `agent ${agent.id}`, detail);
      return answerOf(outcome, describeAgent(agent));
    });
  },
});

const mustNameOnce = inBoth('must name each skill queue once', '每个技能队列只能出现一次');

function refuseTelephone(received: string) {
  const rule = inBoth(
    'must name a telephone that no agent of another VDN has',
    '必须是其他 VDN 的座席未使用的话机',
  );
  return refuse('alreadyThere', sentences.telephoneThere(received), {
    violations: [{ path: 'telephone.endpoint', rule, received }],
  });
}

function refusePrefix(received: string, prefix: string) {
  const rule =
    prefix === ''
      ? inBoth('must not begin like the telephones of another VDN', '不能以其他 VDN 的话机前缀开头')
      : inBoth(`must begin with ${prefix}`, `必须以 ${prefix} 开头`);
  return refuseRules('invalid', [{ path: 'telephone.endpoint', rule, received }]);
}

const removeAgent = route({
  method: 'DELETE',
  path: '/v1/vdns/:vdnId/agents/:agentId',
  tag: 'agents',
  summary: 'Delete an agent',
  permission: 'agent.change',
  params: agentParams,
  handle: async (call) => {
    const { database, params } = call;
    return database.begin(async (transaction) => {
      if (!(await deleteAgent(transaction, vdnOf(params), params.agentId))) {
        return refuse('notFound', sentences.noAgent);
      }
      await audit(transaction, call, 'agent.delete', `agent ${params.agentId}`);
      return done();
    });
  },
});

const flowParams = Type.Object({
  vdnId: vdnIdText,
  code: flowCode,
});
const describeFlow = ({ code, description, playSeconds, transferSkillId }: Flow) => ({
  code,
  description,
  playSeconds,
  transferSkillId,
});

const getFlows = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/flows',
  tag: 'flows',
  summary: 'All IVR flows',
  permission: 'flow.read',
  params: vdnParams,
  handle: async ({ database, params }) =>
    ok({ items: (await listFlows(database, vdnOf(params))).map(describeFlow) }),
});

const putFlow = route({
  method: 'PUT',
  path: '/v1/vdns/:vdnId/flows/:code',
  tag: 'flows',
  summary: 'Add or replace an IVR flow',
  description: onlyNew,
  permission: 'flow.change',
  params: flowParams,
  body: Type.Object(
    {
      description: nameText(200),
      playSeconds: Type.Integer({ minimum: 0, maximum: 3600 }),
      transferSkillId: Type.Optional(Type.Union([skillId, Type.Null()])),
    },
    { additionalProperties: false },
  ),
  handle: async (call) => {
    const { params, body } = call;
    return saved(call, async (transaction) => {
      const flow: Flow = {
        vdnId: vdnOf(params),
        code: params.code,
        description: body.description,
        playSeconds: body.playSeconds,
        transferSkillId: body.transferSkillId ?? null,
      };
      const outcome = await saveFlow(transaction, flow);
      if (outcome === 'noSuchSkillQueue') return noSkillQueue();
      await audit(transaction, call, 'flow.save', `flow ${flow.code}`, describeFlow(flow));
      return answerOf(outcome, describeFlow(flow));
    });
  },
});

const removeFlow = route({
  method: 'DELETE',
  path: '/v1/vdns/:vdnId/flows/:code',
  tag: 'flows',
  summary: 'Delete an IVR flow that no setting and no handling of calls names',
  permission: 'flow.change',
  params: flowParams,
  handle: async (call) => {
    const { database, params, now } = call;
    return database.begin(async (transaction) => {
      const vdn = await findVdn(transaction, vdnOf(params));
      if (vdn?.settings.abandonmentFlowCode === params.code) {
        return refuse('inUse', sentences.flowOfVdn);
      }
      const outcome = await deleteFlow(transaction, vdnOf(params), params.code, now);
      if (outcome === 'noSuchFlow') return refuse('notFound', sentences.noFlow);
      if (outcome !== 'deleted') {
        return refuse('inUse', sentences.flowOfCampaign(outcome.inUseBy));
      }
      await audit(transaction, call, 'flow.delete', `flow ${params.code}`);
      return done();
    });
  },
});

export const skillQueueRoutes: readonly ApiRoute[] = [getSkillQueues, putSkillQueue, removeSkillQueue];
export const agentRoutes: readonly ApiRoute[] = [getAgents, getAgent, putAgent, removeAgent];
export const flowRoutes: readonly ApiRoute[] = [getFlows, putFlow, removeFlow];
