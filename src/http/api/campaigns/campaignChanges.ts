// Changing a campaign while it runs: do it, see who did what, go one step back. The body is that of the
// contract's own PUT, and the same function decides.
import { Type } from 'typebox';
import { campaignOf, campaignParams, limitOf, limitText, patterned, vdnOf } from '../../../api/fields.ts';
import { toWire } from '../../../api/wire.ts';
import { callHandlingDefault, flowCodesOf } from '../../../core/handling.ts';
import { inBoth } from '../../../core/language.ts';
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
import { noCampaign, refuse } from '../door/problem.ts';
import { type ApiRoute, ok, route } from '../door/route.ts';
import { sentences } from '../door/sentences.ts';
import { answerChange, change } from './change.ts';
import { refuseViolations } from './contractWords.ts';
import { describeChanges } from './described.ts';
import { bodyText, inHandling, modifyBody, readBody, revisionNumber, subjectOf } from './modification.ts';

const putCampaign = route({
  method: 'PUT',
  path: '/v1/vdns/:vdnId/campaigns/:id',
  tag: 'changes',
  summary: 'Modify a campaign in any state but ended',
  description:
    'The body of the contract’s modify interface. With handling, the handling of calls is changed in the same ' +
    'revision: both or neither. With ifRevision the change is refused with 409 when another revision came between.',
  permission: 'campaign.change',
  params: campaignParams,
  body: Type.Object(
    { ...modifyBody.properties, ifRevision: Type.Optional(revisionNumber) },
    { additionalProperties: true, description: bodyText },
  ),
  handle: async (call) => {
    const { database, params, body, now } = call;
    const { handling: patch = null, ifRevision } = body;
    const reading = await readBody(database, vdnOf(params), body, now);
    if (reading === null) return noCampaign();
    if (!reading.ok) return refuseViolations(reading.violations);
    const modification = { request: reading.value, patch };
    const subject = subjectOf(params, modification);
    const changed = await change(call, subject, ifRevision, ({ campaign, ...facts }) => {
      const rules = modify(campaign, modification, { ...facts, now });
      if ('faults' in rules) return { faults: inHandling(rules.faults) };
      return isProblem(rules) ? rules : { ...rules, action: 'modify' };
    });
    return answerChange(changed, now);
  },
});

const rollbackCampaign = route({
  method: 'POST',
  path: '/v1/vdns/:vdnId/campaigns/:id/rollback',
  tag: 'changes',
  summary: 'Go back to earlier settings and handling of calls, as a new revision',
  description:
    'Without a revision: settings and handling before the latest change of either, so a second call goes forward ' +
    'again. With one: what it brought; the handling of calls stays when the revision was written before there was ' +
    'any. The state stays. Judged like any modification.',
  permission: 'campaign.change',
  params: campaignParams,
  body: Type.Object(
    { revision: Type.Optional(revisionNumber), ifRevision: Type.Optional(revisionNumber) },
    { additionalProperties: false },
  ),
  handle: async (call) => {
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
        ? refuse('wrongState', sentences.neverChanged)
        : refuse('notFound', sentences.noRevision(revision));
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
    const changed = await change(call, subject, ifRevision, (stored) => {
      const settings = rollBack(stored.campaign, earlier, { ...stored, now });
      if (isProblem(settings)) return settings;
      const wanted = judgeHandling(handling ?? stored.campaign.handling, stored.missingFlows);
      return 'faults' in wanted ? wanted : { settings, handling: wanted, action: 'rollback' };
    });
    return answerChange(changed, now);
  },
});

const getRevisions = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/campaigns/:id/revisions',
  tag: 'changes',
  summary: 'Revisions, newest first: author, time, changes, and since when each is in effect',
  permission: 'campaign.read',
  params: campaignParams,
  query: Type.Object(
    {
      before: Type.Optional(
        patterned('^[1-9][0-9]{0,8}$', inBoth('must be the number of a revision', '必须是版本号')),
      ),
      limit: limitText,
    },
    { additionalProperties: false },
  ),
  handle: async ({ database, params, query }) => {
    const [vdnId, campaignId] = [vdnOf(params), campaignOf(params)];
    if ((await findCampaign(database, vdnId, campaignId)) === null) return noCampaign();
    const limit = limitOf(query.limit);
    const before = query.before === undefined ? null : Number(query.before);
    const revisions = await listRevisions(database, vdnId, campaignId, { before, limit });
    const next = revisions.length === limit ? (revisions.at(-1)?.revision ?? null) : null;
    const items = revisions.map((revision) => ({
      ...Object(toWire(revision)),
      changes:
        revision.before === null ? [] : describeChanges(rulesOf(revision.before), rulesOf(revision.after)),
    }));
    return ok({ items, next });
  },
});

export const changeRoutes: readonly ApiRoute[] = [putCampaign, rollbackCampaign, getRevisions];

/** A revision from before there was any handling has the default. */
const rulesOf = ({ settings, handling }: Snapshot): Rules => ({
  settings,
  handling: handling ?? callHandlingDefault,
});
