// What the house stands on, for those who run it: the people of VDN 1. Gateways carry the calls of all
// VDNs, so how busy they are is not for other tenants to see; explain tells them what holds them back.
import { readFileSync } from 'node:fs';
import { type Static, Type } from 'typebox';
import { instantText, instantTextOrNull } from '../../../api/fields.ts';
import { type GatewayState, troubleText } from '../../../core/carrier.ts';
import type { Language } from '../../../core/language.ts';
import type { Millis } from '../../../core/units.ts';
import { runsTheHouse } from '../../../core/user.ts';
import { readSystem } from '../../../store/system/systemRows.ts';
import { refuse } from '../door/problem.ts';
import { type ApiRoute, ok, okIn, route } from '../door/route.ts';
import { sentences } from '../door/sentences.ts';

const troubleShape = Type.Object({
  kind: Type.Union([Type.Literal('pbxAway'), Type.Literal('held')]),
  sentence: Type.String({ description: 'In the language of the header `locale`' }),
  since: Type.String(),
  trialAt: Type.Union([Type.String(), Type.Null()], {
    description: 'When one call may try again; null: one is trying, or the PBX does not answer',
  }),
});

const gatewayShape = Type.Object({
  name: Type.String(),
  isUp: Type.Boolean({ description: 'It takes calls' }),
  trouble: Type.Union([troubleShape, Type.Null()], {
    description:
      'Why it takes none: its PBX does not answer, or it is held since calls through it failed on our side',
  }),
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
  answer: Type.Object({ items: Type.Array(gatewayShape) }),
  handle: async ({ deps, principal, now }) =>
    runsTheHouse(principal.vdnId)
      ? okIn((language) => ({ items: deps.gateways().map((one) => shownGateway(one, language, now)) }))
      : refuse('permissionMissing', sentences.houseSeesGateways),
});

const shownGateway = (
  gateway: GatewayState,
  language: Language,
  now: Millis,
): Static<typeof gatewayShape> => {
  const { trouble } = gateway;
  if (trouble === null) return { ...gateway, trouble };
  const sentence = troubleText(gateway.name, trouble, now)[language];
  const trialAt = trouble.kind === 'held' ? trouble.trialAt : null;
  return {
    ...gateway,
    trouble: {
      kind: trouble.kind,
      sentence,
      since: instantText(trouble.since),
      trialAt: instantTextOrNull(trialAt),
    },
  };
};

const { version }: { version: string } = JSON.parse(
  readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'),
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
