// Skill queues, agents with their skills, and IVR flows. Each is saved whole, so the same request twice
// leaves the same thing.
import { Type } from 'typebox';
import { inBoth } from '../../core/language.ts';
import {
  agentIdText,
  choice,
  flowCode,
  limitText,
  nameText,
  orNull,
  patterned,
  skillId,
  skillIdText,
  vdnIdText,
  vdnParams,
} from '../fields.ts';
import { route, type Value } from '../route.ts';

const onlyNew = 'With the header `If-None-Match: *` one that is there already is refused and stays as it is.';

const skillQueue = Type.Object({ id: Type.Integer({ description: '1 to 1000' }), name: Type.String() });
export type SkillQueue = Value<typeof skillQueue>;

const skillParams = Type.Object({ vdnId: vdnIdText, skillId: skillIdText });

export const getSkillQueues = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/skill-queues',
  tag: 'skill queues',
  summary: 'All skill queues',
  permission: 'skill.read',
  params: vdnParams,
  answer: Type.Object({ items: Type.Array(skillQueue) }),
});

export const putSkillQueue = route({
  method: 'PUT',
  path: '/v1/vdns/:vdnId/skill-queues/:skillId',
  tag: 'skill queues',
  summary: 'Add or rename a skill queue',
  description: onlyNew,
  permission: 'skill.change',
  params: skillParams,
  body: Type.Object({ name: nameText(100) }, { additionalProperties: false }),
  answer: skillQueue,
});

export const removeSkillQueue = route({
  method: 'DELETE',
  path: '/v1/vdns/:vdnId/skill-queues/:skillId',
  tag: 'skill queues',
  summary: 'Delete a skill queue that no campaign and no flow uses',
  permission: 'skill.change',
  params: skillParams,
});

/** In answers. */
export const agentSkills = Type.Array(Type.Object({ skillId: Type.Integer(), priority: Type.Integer() }));
export const telephone = Type.Object({
  endpoint: Type.String({ description: 'The telephone’s name at the PBX' }),
  line: choice(['open', 'onDemand']),
});

const agent = Type.Object({
  id: Type.String(),
  name: Type.String(),
  skills: agentSkills,
  simulated: Type.Boolean({ description: 'Played by the server' }),
  telephone,
});
export type Agent = Value<typeof agent>;

export const agentParams = Type.Object({ vdnId: vdnIdText, agentId: agentIdText });

/** In the query of a page of agents: where the page begins. */
export const afterAgentId = Type.Optional(
  patterned('^[A-Za-z0-9]{0,32}$', inBoth('must be at most 32 letters and digits', '最多 32 个字母和数字'), {
    description: 'Ids after this one',
  }),
);

export const getAgents = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/agents',
  tag: 'agents',
  summary: 'Agents by id, a page at a time',
  permission: 'agent.read',
  params: vdnParams,
  query: Type.Object(
    { after: afterAgentId, limit: limitText, skillId: Type.Optional(skillIdText) },
    { additionalProperties: false },
  ),
  answer: Type.Object({ items: Type.Array(agent), next: orNull(Type.String()) }),
});

export const getAgent = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/agents/:agentId',
  tag: 'agents',
  summary: 'An agent',
  permission: 'agent.read',
  params: agentParams,
  answer: agent,
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
            'The telephone’s name at the PBX; default: the VDN’s prefix and the agent’s id. Two VDNs cannot share a telephone',
        },
      ),
    ),
    line: Type.Optional(
      Type.Union([Type.Literal('open'), Type.Literal('onDemand')], {
        description:
          'open (default): called at sign-in, and the line stays open, so people are joined at once. ' +
          'onDemand: it rings for each person',
      }),
    ),
  },
  { additionalProperties: false },
);

export const putAgent = route({
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
  answer: agent,
});

export const removeAgent = route({
  method: 'DELETE',
  path: '/v1/vdns/:vdnId/agents/:agentId',
  tag: 'agents',
  summary: 'Delete an agent',
  permission: 'agent.change',
  params: agentParams,
});

const flow = Type.Object({
  code: Type.String(),
  description: Type.String(),
  playSeconds: Type.Integer(),
  transferSkillId: orNull(Type.Integer(), { description: 'null: it hangs up after playing' }),
});
export type Flow = Value<typeof flow>;

const flowParams = Type.Object({ vdnId: vdnIdText, code: flowCode });

export const getFlows = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/flows',
  tag: 'flows',
  summary: 'All IVR flows',
  permission: 'flow.read',
  params: vdnParams,
  answer: Type.Object({ items: Type.Array(flow) }),
});

export const putFlow = route({
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
      transferSkillId: Type.Optional(orNull(skillId)),
    },
    { additionalProperties: false },
  ),
  answer: flow,
});

export const removeFlow = route({
  method: 'DELETE',
  path: '/v1/vdns/:vdnId/flows/:code',
  tag: 'flows',
  summary: 'Delete an IVR flow that no setting and no handling of calls names',
  permission: 'flow.change',
  params: flowParams,
});
