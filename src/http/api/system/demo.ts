// The demo world, for whoever has an empty VDN and wants to see it dial: what of it is there, and making
// it. Over a simulated carrier only: its numbers are made up, and a PBX would call them.
import { Type } from 'typebox';
import { vdnOf, vdnParams } from '../../../api/fields.ts';
import type { DemoObstacle } from '../../../core/demoWorld.ts';
import { type Bilingual, together } from '../../../core/language.ts';
import { holdAdditions } from '../../../store/campaigns/newCampaigns.ts';
import {
  addDemoCampaign,
  demoAction,
  fillDemoWorld,
  readDemoStanding,
} from '../../../store/system/demoWorld.ts';
import { findVdn } from '../../../store/tenants/vdns.ts';
import { refuse } from '../door/problem.ts';
import { type ApiRoute, audit, created, ok, route } from '../door/route.ts';
import { sentences } from '../door/sentences.ts';

const path = '/v1/vdns/:vdnId/demo';
const tag = 'vdns';

const getDemo = route({
  method: 'GET',
  path,
  tag,
  summary: 'What the VDN has, over what it dials, and whether the demo world can be made',
  permission: 'vdn.read',
  params: vdnParams,
  answer: Type.Object({
    isCarrierSimulated: Type.Boolean({ description: 'False: calls reach real telephones' }),
    campaigns: Type.Integer(),
    skillQueues: Type.Integer(),
    agents: Type.Integer(),
    flows: Type.Integer(),
    campaignId: Type.Union([Type.Integer(), Type.Null()], {
      description: 'The demo’s own campaign, neither deleted nor ended',
    }),
    obstacles: Type.Array(
      Type.Object({
        kind: Type.String({ description: 'skillQueue, agent, flow, allowedPrefixes, skillCampaignsMax' }),
        id: Type.Union([Type.String(), Type.Null()]),
      }),
      { description: 'What the demo would have to replace, or where the settings leave it no room' },
    ),
  }),
  handle: async ({ deps, database, params, now }) => {
    const vdn = await findVdn(database, vdnOf(params));
    if (vdn === null) return noSuchVdn();
    const isCarrierSimulated = deps.isCarrierSimulated();
    return ok({ isCarrierSimulated, ...(await readDemoStanding(database, vdn, now)) });
  },
});

const postDemo = route({
  method: 'POST',
  path,
  tag,
  summary: 'Make the demo world, with a campaign that dials',
  description:
    'Skill queues, simulated agents, flows, and a started predicted campaign with made-up numbers. ' +
    'The same request again answers with the campaign that is there. Refused where calls reach real ' +
    'telephones, and where something would have to be replaced.',
  permission: 'vdn.change',
  params: vdnParams,
  answer: Type.Object({ campaignId: Type.Integer() }),
  handle: async (call) => {
    const { deps, database, params, principal, now } = call;
    if (!deps.isCarrierSimulated()) return refuse('wrongState', sentences.demoIsSimulated);
    return database.begin(async (transaction) => {
      const vdnId = vdnOf(params);
      await holdAdditions(transaction, vdnId);
      const vdn = await findVdn(transaction, vdnId);
      if (vdn === null) return noSuchVdn();
      const { campaignId, obstacles } = await readDemoStanding(transaction, vdn, now);
      if (campaignId !== null) return ok({ campaignId });
      if (obstacles.length > 0) {
        return refuse('inUse', together(obstacles.map(sentenceOf)), { fields: { obstacles } });
      }
      await fillDemoWorld(transaction, vdn.id);
      const madeId = await addDemoCampaign(transaction, vdn, { actor: principal.actor, now });
      await audit(transaction, call, demoAction, `campaign ${madeId}`);
      return created({ campaignId: madeId });
    });
  },
});

export const demoRoutes: readonly ApiRoute[] = [getDemo, postDemo];

const noSuchVdn = () => refuse('notFound', sentences.noVdn);

function sentenceOf({ kind, id }: DemoObstacle): Bilingual {
  switch (kind) {
    case 'skillQueue':
      return sentences.demoQueue(id);
    case 'agent':
      return sentences.demoAgent(id);
    case 'flow':
      return sentences.demoFlow(id);
    case 'allowedPrefixes':
      return sentences.demoPrefixes;
    case 'skillCampaignsMax':
      return sentences.demoCampaigns;
  }
}
