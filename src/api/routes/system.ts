// The state of the installation, for VDN 1: processes, database, gateways; and the demo world of an empty
// VDN.
import { type TSchema, Type } from 'typebox';
import type { GatewayState } from '../../core/carrier.ts';
import { choice, instant, orNull, vdnParams } from '../fields.ts';
import { route, type Value } from '../route.ts';

export const getSystem = route({
  method: 'GET',
  path: '/v1/system',
  tag: 'system',
  summary: 'Version, database, processes, and results that wait for delivery',
  description: 'For VDN 1, of all VDNs together.',
  permission: 'system.read',
  answer: Type.Object({
    at: instant,
    version: Type.String({ description: 'Of the process that answers' }),
    database: Type.Object({ version: Type.String(), bytes: Type.Integer() }),
    processes: Type.Array(
      Type.Object({
        owner: Type.String({ description: 'Name of the process' }),
        campaigns: Type.Integer({ description: 'Campaigns that it drives' }),
        seats: Type.Integer({ description: 'VDNs whose agents it seats' }),
      }),
    ),
    notices: Type.Object({
      waiting: Type.Integer(),
      undelivered: Type.Integer(),
      oldestAt: orNull(instant, { description: 'Time since which the oldest waits' }),
    }),
  }),
});

const trouble = Type.Object({
  kind: choice(['pbxAway', 'held']),
  sentence: Type.String({ description: 'In the language of the header `locale`' }),
  since: instant,
  trialAt: orNull(instant, {
    description: 'When one call may try again; null: one is trying, or the PBX does not answer',
  }),
});

const gateway = Type.Object({
  name: Type.String(),
  isUp: Type.Boolean({ description: 'It takes calls' }),
  trouble: orNull(trouble, {
    description: 'Why it takes no calls: its PBX does not answer, or it is held after failures on our side',
  }),
  channels: Type.Integer({
    description: 'Calls that it holds, ringing or talking, of all processes',
  }),
  channelsMax: Type.Integer(),
  callsPerSecondMax: Type.Integer(),
  servesAgents: Type.Boolean({ description: 'Calls that need an agent may go through it' }),
} satisfies Record<keyof GatewayState, TSchema>);
export type Gateway = Value<typeof gateway>;

export const getGateways = route({
  method: 'GET',
  path: '/v1/system/gateways',
  tag: 'system',
  summary: 'State of the gateways',
  description:
    'For VDN 1. Each process has its own connections; the answer shows those of the process that answers.',
  permission: 'system.read',
  answer: Type.Object({ items: Type.Array(gateway) }),
});

const demo = Type.Object({
  isCarrierSimulated: Type.Boolean({ description: 'False: calls reach real telephones' }),
  campaigns: Type.Integer(),
  skillQueues: Type.Integer(),
  agents: Type.Integer(),
  flows: Type.Integer(),
  campaignId: orNull(Type.Integer(), { description: 'The demo’s own campaign, neither deleted nor ended' }),
  obstacles: Type.Array(
    Type.Union([
      Type.Object({ kind: choice(['skillQueue', 'agent', 'flow']), id: Type.String() }),
      Type.Object({ kind: choice(['allowedPrefixes', 'skillCampaignsMax']), id: Type.Null() }),
    ]),
    { description: 'What the demo would have to replace, or which settings leave it no room' },
  ),
});
export type Demo = Value<typeof demo>;

export const getDemo = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/demo',
  tag: 'vdns',
  summary: 'What the VDN has, which carrier it dials over, and whether the demo world can be added',
  permission: 'vdn.read',
  params: vdnParams,
  answer: demo,
});

export const postDemo = route({
  method: 'POST',
  path: '/v1/vdns/:vdnId/demo',
  tag: 'vdns',
  summary: 'Add the demo world, with a campaign that dials',
  description:
    'Skill queues, simulated agents, flows, and a started predicted campaign with made-up numbers. ' +
    'The same request again answers with the existing campaign. Refused when calls reach real ' +
    'telephones, and when something would have to be replaced.',
  permission: 'vdn.change',
  params: vdnParams,
  answer: Type.Object({ campaignId: Type.Integer() }),
});
