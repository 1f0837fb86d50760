// What the house stands on, for those who run it: the people of VDN 1. Gateways carry the calls of all
// VDNs, so how busy they are is not for other tenants to see; explain tells them what holds them back.
import { readFileSync } from 'node:fs';
import { Type } from 'typebox';
import { runsTheHouse } from '../../core/user.ts';
import { readSystem } from '../../store/systemRows.ts';
import { refuse } from './problem.ts';
import { type ApiRoute, ok, route } from './route.ts';
import { instantText, instantTextOrNull } from './schemas.ts';
import { sentences } from './sentences.ts';

const gateway = Type.Object({
  name: Type.String(),
  isUp: Type.Boolean({ description: 'It takes calls' }),
  channels: Type.Integer({
    description: 'Calls that it holds, ringing or talking, whatever process has placed them',
  }),
  channelsMax: Type.Integer(),
  callsPerSecondMax: Type.Integer(),
  servesAgents: Type.Boolean({ description: 'Calls that need an agent may go through it' }),
});

const getGateways = route({
  method: 'GET',
  path: '/v1/system/gateways',
  tag: 'system',
  summary: 'How the gateways stand',
  description: 'For VDN 1. As the process sees them that is asked: each has its own connections.',
  permission: 'system.read',
  answer: Type.Object({ items: Type.Array(gateway) }),
  handle: async ({ deps, principal }) =>
    runsTheHouse(principal.vdnId)
      ? ok({ items: deps.gateways() })
      : refuse('permissionMissing', sentences.houseSeesGateways),
});

const { version }: { version: string } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
);

const getSystem = route({
  method: 'GET',
  path: '/v1/system',
  tag: 'system',
  summary: 'Version, database, which process does what, and what waits to be delivered',
  description: 'For VDN 1, of all VDNs together.',
  permission: 'system.read',
  answer: Type.Object({
    at: Type.String(),
    version: Type.String({ description: 'Of the process that is asked' }),
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
      oldestAt: Type.Union([Type.String(), Type.Null()], { description: 'Since when the oldest waits' }),
    }),
  }),
  handle: async ({ database, principal, now }) => {
    if (!runsTheHouse(principal.vdnId)) {
      return refuse('permissionMissing', sentences.houseSeesSystem);
    }
    const { notices, ...rows } = await readSystem(database);
    const { oldestAt } = notices;
    return ok({
      at: instantText(now),
      version,
      ...rows,
      notices: { ...notices, oldestAt: instantTextOrNull(oldestAt) },
    });
  },
});

export const systemRoutes: readonly ApiRoute[] = [getSystem, getGateways];
