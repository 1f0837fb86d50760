// Changing a campaign while it runs: the change, the history, and the way back. The body is that of the
// contract's own PUT, and the same function decides.

import { campaignOf, limitOf, vdnOf } from '../../../api/fields.ts';
import { getRevisions, putCampaign, rollbackCampaign } from '../../../api/routes/changes.ts';
import { toWire } from '../../../api/wire.ts';
import { callHandlingDefault, flowCodesOf } from '../../../core/handling.ts';
import { judgeHandling, modify } from '../../../core/modify.ts';
import { isProblem } from '../../../core/problem.ts';
import type { Rules } from '../../../core/revise.ts';
import { rollBack } from '../../../core/rollback.ts';
import { findCampaign } from '../../../store/campaigns/campaigns.ts';
import {
  findLastModification,
  findRevision,
  listRevisions,
  type Snapshot,
} from '../../../store/campaigns/revisions.ts';
import { refuseViolations } from '../door/contractRefusal.ts';
import { noCampaign, refuse } from '../door/problem.ts';
import { refusalTexts } from '../door/refusalTexts.ts';
import { type ServedRoute, serve } from '../door/route.ts';
import { answerChange, change } from './change.ts';
import { describeChanges } from './described.ts';
import { inHandling, readBody, subjectOf } from './modification.ts';

const changed = serve(putCampaign, async (call) => {
  const { database, params, body, now } = call;
  const { handling: patch = null, ifRevision } = body;
  const reading = await readBody(database, vdnOf(params), body, now);
  if (reading === null) return noCampaign();
  if (!reading.ok) return refuseViolations(reading.violations);
  const modification = { request: reading.value, patch };
  const subject = subjectOf(params, modification);
  const outcome = await change(call, subject, ifRevision, ({ campaign, ...facts }) => {
    const rules = modify(campaign, modification, { ...facts, now });
    if ('faults' in rules) return { faults: inHandling(rules.faults) };
    return isProblem(rules) ? rules : { ...rules, action: 'modify' };
  });
  return answerChange(call, outcome);
});

const rolledBack = serve(rollbackCampaign, async (call) => {
  const { database, params, body, now } = call;
  const [vdnId, campaignId] = [vdnOf(params), campaignOf(params)];
  const found = await findCampaign(database, vdnId, campaignId);
  if (found === null) return noCampaign();
  const { revision } = body;
  const source =
    revision === undefined
      ? (await findLastModification(database, vdnId, campaignId))?.before
      : (await findRevision(database, vdnId, campaignId, revision))?.after;
  if (source === undefined || source === null) {
    return revision === undefined
      ? refuse('wrongState', refusalTexts.neverChanged)
      : refuse('notFound', refusalTexts.noRevision(revision));
  }
  const earlier = source.settings;
  // One step back from the first handling leads to the default; an old revision asked for by its number
  // says nothing about handling, and who wants its settings has not asked for that.
  const handling = source.handling ?? (revision === undefined ? callHandlingDefault : null);
  // Which step is the last one was just read: another change since then must not be undone unseen.
  const ifRevision = body.ifRevision ?? (revision === undefined ? found.revision : undefined);
  const subject = {
    vdnId,
    campaignId,
    name: earlier.name,
    skillId: earlier.skill?.skillId ?? null,
    flowCodes: flowCodesOf(handling ?? {}),
  };
  const outcome = await change(call, subject, ifRevision, (stored) => {
    const settings = rollBack(stored.campaign, earlier, { ...stored, now });
    if (isProblem(settings)) return settings;
    const wanted = judgeHandling(handling ?? stored.campaign.handling, stored.missingFlows);
    return 'faults' in wanted ? wanted : { settings, handling: wanted, action: 'rollback' };
  });
  return answerChange(call, outcome);
});

const revisions = serve(getRevisions, async ({ database, params, query, ok }) => {
  const [vdnId, campaignId] = [vdnOf(params), campaignOf(params)];
  if ((await findCampaign(database, vdnId, campaignId)) === null) return noCampaign();
  const limit = limitOf(query.limit);
  const before = query.before === undefined ? null : Number(query.before);
  const found = await listRevisions(database, vdnId, campaignId, { before, limit });
  const next = found.length === limit ? (found.at(-1)?.revision ?? null) : null;
  const items = found.map((revision) => ({
    ...toWire(revision),
    changes:
      revision.before === null ? [] : describeChanges(rulesOf(revision.before), rulesOf(revision.after)),
  }));
  return ok({ items, next });
});

export const changeRoutes: readonly ServedRoute[] = [changed, rolledBack, revisions];

/** A revision that is older than the handling of calls has the default. */
const rulesOf = ({ settings, handling }: Snapshot): Rules => ({
  settings,
  handling: handling ?? callHandlingDefault,
});
