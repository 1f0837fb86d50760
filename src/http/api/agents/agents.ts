// Skill queues, agents with their skills, and IVR flows: each is saved whole by PUT, so the same
// request twice leaves the same thing.

import { limitOf, vdnOf } from '../../../api/fields.ts';
import {
  type Agent as AgentAnswer,
  type Flow as FlowAnswer,
  getAgent,
  getAgents,
  getFlows,
  getSkillQueues,
  putAgent,
  putFlow,
  putSkillQueue,
  removeAgent,
  removeFlow,
  removeSkillQueue,
  type SkillQueue as SkillQueueAnswer,
} from '../../../api/routes/agents.ts';
import type { Agent, Flow, SkillQueue } from '../../../core/agent.ts';
import { inBoth } from '../../../core/language.ts';
import { deleteAgent, findAgent, listAgents, saveAgent } from '../../../store/agents/agents.ts';
import { deleteFlow, listFlows, saveFlow } from '../../../store/agents/flows.ts';
import { deleteSkillQueue, listSkillQueues, saveSkillQueue } from '../../../store/agents/skillQueues.ts';
import type { Transaction } from '../../../store/database/connection.ts';
import { beginUndoable, Undone } from '../../../store/database/undo.ts';
import { findVdn, lockBounds } from '../../../store/tenants/vdns.ts';
import { refuse, refuseRules } from '../door/problem.ts';
import { refusalTexts } from '../door/refusalTexts.ts';
import {
  audit,
  done,
  type Refusal,
  type ServedRoute,
  serve,
  type Told,
  type UncheckedCall,
} from '../door/route.ts';

const noSkillQueue = (): Refusal => refuse('notFound', refusalTexts.noSkillQueue);

/**
 * Saves in a transaction. With `If-None-Match: *` (RFC 9110, 13.1.2) only what is not there yet: of two
 * people who add the same one, the second is told and overwrites nothing.
 */
async function saved<Body>(
  { database, headers }: Pick<UncheckedCall, 'database' | 'headers'>,
  save: (transaction: Transaction) => Promise<Told<Body> | Refusal>,
): Promise<Told<Body> | Refusal> {
  const mustBeNew = headers['if-none-match'] === '*';
  return beginUndoable(database, async (transaction): Promise<Told<Body> | Refusal> => {
    const answer = await save(transaction);
    if (mustBeNew && answer.status === 200)
      throw new Undone<Refusal>(refuse('alreadyThere', refusalTexts.thereAlready));
    return answer;
  });
}

const describeQueue = ({ id, name }: SkillQueue): SkillQueueAnswer => ({ id, name });

const skillQueues = serve(getSkillQueues, async ({ database, params, ok }) =>
  ok({ items: (await listSkillQueues(database, vdnOf(params))).map(describeQueue) }),
);

const keptSkillQueue = serve(putSkillQueue, async (call) => {
  const { params, body } = call;
  return saved(call, async (transaction) => {
    const queue = { vdnId: vdnOf(params), id: Number(params.skillId), name: body.name };
    const outcome = await saveSkillQueue(transaction, queue.vdnId, queue);
    await audit(transaction, call, 'skill.save', `skill queue ${queue.id}`, { name: queue.name });
    return outcome === 'added' ? call.created(describeQueue(queue)) : call.ok(describeQueue(queue));
  });
});

const noMoreSkillQueue = serve(removeSkillQueue, async (call) => {
  const { database, params, now } = call;
  return database.begin(async (transaction) => {
    const outcome = await deleteSkillQueue(transaction, vdnOf(params), Number(params.skillId), now);
    if (outcome === 'noSuchSkillQueue') return noSkillQueue();
    if (outcome === 'inUse') return refuse('inUse', refusalTexts.queueInUse);
    await audit(transaction, call, 'skill.delete', `skill queue ${params.skillId}`);
    return done();
  });
});

const describeAgent = ({ id, name, skills, simulated, telephone }: Agent): AgentAnswer => ({
  id,
  name,
  skills,
  simulated,
  telephone,
});

const agents = serve(getAgents, async ({ database, params, query, ok }) => {
  const limit = limitOf(query.limit);
  const found = await listAgents(database, vdnOf(params), {
    afterId: query.after ?? '',
    limit,
    skillId: query.skillId === undefined ? null : Number(query.skillId),
  });
  const next = found.length === limit ? (found.at(-1)?.id ?? null) : null;
  return ok({ items: found.map(describeAgent), next });
});

const oneAgent = serve(getAgent, async ({ database, params, ok }) => {
  const agent = await findAgent(database, vdnOf(params), params.agentId);
  return agent === null ? refuse('notFound', refusalTexts.noAgent) : ok(describeAgent(agent));
});

const keptAgent = serve(putAgent, async (call) => {
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
    return outcome === 'added' ? call.created(describeAgent(agent)) : call.ok(describeAgent(agent));
  });
});

const mustNameOnce = inBoth('must name each skill queue once', '每个技能队列只能出现一次');

function refuseTelephone(received: string): Refusal {
  const rule = inBoth(
    'must name a telephone that no agent of another VDN has',
    '必须是其他 VDN 的座席未使用的话机',
  );
  return refuse('alreadyThere', refusalTexts.telephoneThere(received), {
    violations: [{ path: 'telephone.endpoint', rule, received }],
  });
}

function refusePrefix(received: string, prefix: string): Refusal {
  const rule =
    prefix === ''
      ? inBoth('must not begin like the telephones of another VDN', '不能以其他 VDN 的话机前缀开头')
      : inBoth(`must begin with ${prefix}`, `必须以 ${prefix} 开头`);
  return refuseRules('invalid', [{ path: 'telephone.endpoint', rule, received }]);
}

const noMoreAgent = serve(removeAgent, async (call) => {
  const { database, params } = call;
  return database.begin(async (transaction) => {
    if (!(await deleteAgent(transaction, vdnOf(params), params.agentId))) {
      return refuse('notFound', refusalTexts.noAgent);
    }
    await audit(transaction, call, 'agent.delete', `agent ${params.agentId}`);
    return done();
  });
});

const describeFlow = ({ code, description, playSeconds, transferSkillId }: Flow): FlowAnswer => ({
  code,
  description,
  playSeconds,
  transferSkillId,
});

const flows = serve(getFlows, async ({ database, params, ok }) =>
  ok({ items: (await listFlows(database, vdnOf(params))).map(describeFlow) }),
);

const keptFlow = serve(putFlow, async (call) => {
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
    return outcome === 'added' ? call.created(describeFlow(flow)) : call.ok(describeFlow(flow));
  });
});

const noMoreFlow = serve(removeFlow, async (call) => {
  const { database, params, now } = call;
  return database.begin(async (transaction) => {
    const vdn = await findVdn(transaction, vdnOf(params));
    if (vdn?.settings.abandonmentFlowCode === params.code) {
      return refuse('inUse', refusalTexts.flowOfVdn);
    }
    const outcome = await deleteFlow(transaction, vdnOf(params), params.code, now);
    if (outcome === 'noSuchFlow') return refuse('notFound', refusalTexts.noFlow);
    if (outcome !== 'deleted') {
      return refuse('inUse', refusalTexts.flowOfCampaign(outcome.inUseBy));
    }
    await audit(transaction, call, 'flow.delete', `flow ${params.code}`);
    return done();
  });
});

export const skillQueueRoutes: readonly ServedRoute[] = [skillQueues, keptSkillQueue, noMoreSkillQueue];
export const agentRoutes: readonly ServedRoute[] = [agents, oneAgent, keptAgent, noMoreAgent];
export const flowRoutes: readonly ServedRoute[] = [flows, keptFlow, noMoreFlow];
