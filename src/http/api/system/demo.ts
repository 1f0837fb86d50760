// The demo world, to see an empty VDN dial: its present parts, and adding it. Over a simulated carrier
// only: its numbers are made up, and a PBX would call them.
import { vdnOf } from '../../../api/fields.ts';
import { getDemo, postDemo } from '../../../api/routes/system.ts';
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
import { noVdn, refuse } from '../door/problem.ts';
import { refusalTexts } from '../door/refusalTexts.ts';
import { audit, type ServedRoute, serve } from '../door/route.ts';

const standing = serve(getDemo, async ({ deps, database, params, now, ok }) => {
  const vdn = await findVdn(database, vdnOf(params));
  if (vdn === null) return noVdn();
  const found = await readDemoStanding(database, vdn, now);
  const { campaigns, skillQueues, agents, flows, campaignId, obstacles } = found;
  const isCarrierSimulated = deps.isCarrierSimulated();
  return ok({ isCarrierSimulated, campaigns, skillQueues, agents, flows, campaignId, obstacles });
});

const madeDemo = serve(postDemo, async (call) => {
  const { deps, database, params, principal, now } = call;
  if (!deps.isCarrierSimulated()) return refuse('wrongState', refusalTexts.demoIsSimulated);
  return database.begin(async (transaction) => {
    const vdnId = vdnOf(params);
    await holdAdditions(transaction, vdnId);
    const vdn = await findVdn(transaction, vdnId);
    if (vdn === null) return noVdn();
    const { campaignId, obstacles } = await readDemoStanding(transaction, vdn, now);
    if (campaignId !== null) return call.ok({ campaignId });
    if (obstacles.length > 0) {
      return refuse('inUse', together(obstacles.map(sentenceOf)), { fields: { obstacles } });
    }
    await fillDemoWorld(transaction, vdn.id);
    const madeId = await addDemoCampaign(transaction, vdn, { actor: principal.actor, now });
    await audit(transaction, call, demoAction, `campaign ${madeId}`);
    return call.created({ campaignId: madeId });
  });
});

export const demoRoutes: readonly ServedRoute[] = [standing, madeDemo];

function sentenceOf({ kind, id }: DemoObstacle): Bilingual {
  switch (kind) {
    case 'skillQueue':
      return refusalTexts.demoQueue(id);
    case 'agent':
      return refusalTexts.demoAgent(id);
    case 'flow':
      return refusalTexts.demoFlow(id);
    case 'allowedPrefixes':
      return refusalTexts.demoPrefixes;
    case 'skillCampaignsMax':
      return refusalTexts.demoCampaigns;
  }
}
