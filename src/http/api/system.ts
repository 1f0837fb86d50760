// What the house stands on, for those who run it: the people of VDN 1. Gateways carry the calls of all
// VDNs, so how busy they are is not for other tenants to see; explain tells them what holds them back.
import { Type } from 'typebox';
import { runsTheHouse } from '../../core/user.ts';
import { refuse } from './problem.ts';
import { type ApiRoute, ok, route } from './route.ts';

const gateway = Type.Object({
  name: Type.String(),
  isUp: Type.Boolean({ description: 'It takes calls' }),
  channels: Type.Integer({ description: 'Calls of this process that it holds, ringing or talking' }),
  channelsMax: Type.Integer(),
  callsPerSecondMax: Type.Integer(),
  servesAgents: Type.Boolean({ description: 'Calls that need an agent may go through it' }),
});

const getGateways = route({
  method: 'GET',
  path: '/v1/system/gateways',
  tag: 'system',
  summary: 'How the gateways stand',
  description:
    'For VDN 1. As the process sees them that is asked: each has its own connections and counts its own calls.',
  permission: 'system.read',
  answer: Type.Object({ items: Type.Array(gateway) }),
  handle: async ({ deps, principal }) =>
    runsTheHouse(principal.vdnId)
      ? ok({ items: deps.gateways() })
      : refuse('permissionMissing', 'Only people of VDN 1 see the gateways, which all VDNs share.'),
});

export const systemRoutes: readonly ApiRoute[] = [getGateways];
