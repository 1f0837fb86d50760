// Changing a campaign while it runs: try it (dry run), do it, see who did what, go one step back. The
// body is that of the contract's own PUT, and the decision is the same function, so a dry run that is
// accepted says what the change will do.

import { Type } from 'typebox';
import { campaignOf, campaignParams, limitOf, limitText, patterned, vdnOf } from '../../../api/fields.ts';
import { toWire } from '../../../api/wire.ts';
import { readModifyCampaign } from '../../../contract/readCampaign.ts';
import type { ReadContext, Reading } from '../../../contract/violation.ts';
import { type Campaign, type CampaignSettings, stateAt } from '../../../core/campaign.ts';
import { callHandlingDefault, flowCodesOf, handlingFaults } from '../../../core/handling.ts';
import { inBoth } from '../../../core/language.ts';
import { isProblem, type Problem } from '../../../core/problem.ts';
import {
  type CampaignRequest,
  type Change,
  changesBetween,
  handlingChanges,
  revise,
} from '../../../core/revise.ts';
import { rollBack } from '../../../core/rollback.ts';
import { decideSchedule } from '../../../core/schedule.ts';
import { type CampaignId, type Millis, toMillis, type VdnId } from '../../../core/units.ts';
import {
  type CampaignAndFacts,
  type ChangeSubject,
  changeCampaign,
  type Decision,
  findCampaign,
  readForChange,
} from '../../../store/campaigns/campaigns.ts';
import { countDueNumbers } from '../../../store/campaigns/progress.ts';
import {
  findLastModification,
  findRevision,
  listRevisions,
  type Snapshot,
} from '../../../store/campaigns/revisions.ts';
import { loadViews } from '../../../store/campaigns/views.ts';
import type { Database } from '../../../store/database/connection.ts';
import { findVdn } from '../../../store/tenants/vdns.ts';
import { type BrokenRule, refuse, rulesIn } from '../door/problem.ts';
import { type ApiAnswer, type ApiCall, type ApiRoute, audit, ok, okIn, route } from '../door/route.ts';
import { sentences } from '../door/sentences.ts';
import { callbackWarning } from './callbackWarning.ts';
import { describeCampaign, noCampaign } from './campaigns.ts';
import { brokenRules, refuseProblem, refuseViolations, ruleOfProblem } from './contractWords.ts';
import { refuseFaults } from './handlingSchemas.ts';

export const revisionNumber = Type.Integer({ minimum: 1, maximum: 2_147_483_647 });

/** The contract's reader judges the rest, in the contract's codes. */
const contractBody = Type.Object(
  { ifRevision: Type.Optional(revisionNumber) },
  { additionalProperties: true, description: 'The body of the contract’s modify interface' },
);

const dryRun = route({
  method: 'POST',
  path: '/v1/vdns/:vdnId/campaigns/:id/dry-run',
  tag: 'changes',
  summary: 'What a modification would do; changes nothing',
  description:
    'Takes the body of the contract’s modify interface. Answers the violations or the problem that would ' +
    'refuse it, or the changes, the numbers that could be called at once under the new settings (whatever ' +
    'the state), the next opening when they are closed now, and the revision that was looked at.',
  permission: 'campaign.read',
  params: campaignParams,
  body: contractBody,
  answer: Type.Object({
    accepted: Type.Boolean(),
    violations: Type.Optional(Type.Array(Type.Unknown())),
    changes: Type.Optional(Type.Array(Type.Unknown())),
    warnings: Type.Optional(
      Type.Array(Type.Object({ path: Type.String(), rule: Type.String() }), {
        description: 'What is accepted and will not work as things stand',
      }),
    ),
    callableNow: Type.Optional(Type.Integer()),
    nextOpening: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    state: Type.Optional(Type.String()),
    revisionNow: Type.Optional(Type.Integer()),
  }),
  handle: async ({ deps, database, params, body, now }) => {
    const [vdnId, campaignId] = [vdnOf(params), campaignOf(params)];
    const reading = await readBody(database, vdnId, body, now);
    if (reading === null) return noCampaign();
    if (!reading.ok) return refused(brokenRules(reading.violations));
    const stored = await readForChange(database, subjectOf(vdnId, campaignId, reading.value), false);
    if (stored === null) return noCampaign();
    const after = revise(stored.campaign, reading.value, { ...stored, now });
    const revisionNow = stored.campaign.revision;
    if (isProblem(after)) return refused([ruleOfProblem(after)], revisionNow);
    const told = {
      accepted: true,
      changes: describeChanges(stored.campaign, { ...stored.campaign, settings: after }),
      ...(await callable(database, stored.campaign, after, now)),
      state: stateAt({ ...stored.campaign, settings: after }, now),
      revisionNow,
    };
    const warning = await callbackWarning(deps, vdnId, after.callBackUrl);
    return okIn((language) => ({
      ...told,
      ...(warning === null ? {} : { warnings: [{ path: 'callBackUrl', rule: warning[language] }] }),
    }));
  },
});

const putCampaign = route({
  method: 'PUT',
  path: '/v1/vdns/:vdnId/campaigns/:id',
  tag: 'changes',
  summary: 'Modify a campaign in any state but ended',
  description:
    'The body of the contract’s modify interface. With ifRevision the change is refused with 409 when another ' +
    'revision came between.',
  permission: 'campaign.change',
  params: campaignParams,
  body: contractBody,
  handle: async (call) => {
    const { database, params, body, now } = call;
    const [vdnId, campaignId] = [vdnOf(params), campaignOf(params)];
    const reading = await readBody(database, vdnId, body, now);
    if (reading === null) return noCampaign();
    if (!reading.ok) return refuseViolations(reading.violations);
    const request = reading.value;
    return change(call, subjectOf(vdnId, campaignId, request), body.ifRevision, 'modify', (stored) => {
      const settings = revise(stored.campaign, request, { ...stored, now });
      return isProblem(settings) ? settings : { settings, handling: stored.campaign.handling };
    });
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
    return change(call, subject, ifRevision, 'rollback', (stored) => {
      const settings = rollBack(stored.campaign, earlier, { ...stored, now });
      if (isProblem(settings)) return settings;
      const wanted = handling ?? stored.campaign.handling;
      return refuseFaults(handlingFaults(wanted, stored.missingFlows)) ?? { settings, handling: wanted };
    });
  },
});

const getRevisions = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/campaigns/:id/revisions',
  tag: 'changes',
  summary: 'Who changed what and when, and since when it rules the dialing; newest first',
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
        revision.before === null ? [] : describeChanges(revised(revision.before), revised(revision.after)),
    }));
    return ok({ items, next });
  },
});

export const changeRoutes: readonly ApiRoute[] = [dryRun, putCampaign, rollbackCampaign, getRevisions];

/** What a dry run answers of a change that would be refused. */
export const refused = (rules: readonly BrokenRule[], revisionNow?: number): ApiAnswer =>
  okIn((language) => ({ accepted: false, violations: rulesIn(rules, language), revisionNow }));

/** What a revision is about, beside the state. */
type Revised = Pick<Campaign, 'settings' | 'handling'>;

const revised = ({ settings, handling }: Snapshot): Revised => ({
  settings,
  handling: handling ?? callHandlingDefault,
});

/** Decides and saves a change; 409 when it was meant for another revision. */
export async function change(
  call: ApiCall<unknown, unknown, unknown>,
  subject: ChangeSubject,
  ifRevision: number | undefined,
  action: 'modify' | 'handling' | 'rollback',
  decide: (stored: CampaignAndFacts) => Revised | Problem | ApiAnswer,
): Promise<ApiAnswer> {
  const { database, principal, now } = call;
  const seen: { before: Campaign | null; refusal: ApiAnswer | null } = { before: null, refusal: null };
  const author = { actor: principal.actor, now };
  const changed = await changeCampaign(database, subject, author, (stored): Decision => {
    const { campaign } = stored;
    seen.before = campaign;
    const wanted = isMeantFor(campaign, ifRevision) ? decide(stored) : refuseRevision(campaign, ifRevision);
    seen.refusal = 'status' in wanted ? wanted : null;
    if ('status' in wanted) return 'unchanged';
    if (isProblem(wanted)) return wanted;
    // The same change twice is one revision (R10).
    if (differences(campaign, wanted).length === 0) return 'unchanged';
    return { ...wanted, state: campaign.state, action };
  });
  if (isProblem(changed)) return refuseProblem(changed);
  if (seen.refusal !== null) return seen.refusal;
  const changes = seen.before === null ? [] : describeChanges(seen.before, changed);
  if (changed.revision !== seen.before?.revision) {
    await audit(database, call, `campaign.${action}`, `campaign ${changed.id}`, {
      revision: changed.revision,
    });
  }
  return ok({ ...describeCampaign(changed, undefined, now), changes });
}

const isMeantFor = ({ revision }: Campaign, ifRevision: number | undefined): boolean =>
  ifRevision === undefined || revision === ifRevision;

const refuseRevision = ({ revision }: Campaign, ifRevision: number | undefined): ApiAnswer =>
  refuse('revisionChanged', sentences.revisionChanged(revision, ifRevision));

/** Null when there is no such VDN. */
async function readBody(
  database: Database,
  vdnId: VdnId,
  body: unknown,
  now: Millis,
): Promise<Reading<CampaignRequest> | null> {
  const vdn = await findVdn(database, vdnId);
  if (vdn === null) return null;
  const { timeZone, apiTimes } = vdn.settings;
  const context: ReadContext = { now, timeZone, apiTimes };
  return readModifyCampaign(body, context);
}

const subjectOf = (vdnId: VdnId, campaignId: CampaignId, request: CampaignRequest) => ({
  vdnId,
  campaignId,
  name: request.name,
  skillId: request.skill?.skillId ?? null,
});

const differences = (before: Revised, after: Revised): Change[] => [
  ...changesBetween(before.settings, after.settings),
  ...handlingChanges(before.handling, after.handling),
];

/** An instant of a change is named by the last part of its path. */
export const describeChanges = (before: Revised, after: Revised) =>
  differences(before, after).map(({ path, before: earlier, after: later }) => {
    const isInstant = path.endsWith('At');
    const shown = (value: unknown) =>
      isInstant && typeof value === 'number' ? new Date(value).toISOString() : toWire(value);
    return { path, before: shown(earlier), after: shown(later) };
  });

/** What of the waiting numbers could be called now under `settings`, and when it opens otherwise. */
async function callable(
  database: Database,
  { vdnId, id }: Campaign,
  settings: CampaignSettings,
  now: Millis,
): Promise<{ callableNow: number; nextOpening: string | null }> {
  const [view] = await loadViews(database, [{ vdnId, campaignId: id }]);
  if (view === undefined) return { callableNow: 0, nextOpening: null };
  const begin = toMillis(Math.max(now, settings.beginAt ?? now));
  const decision = decideSchedule(settings.schedule, view.specialDates, view.timeZone, begin);
  if (decision.open && begin === now) {
    return { callableNow: await countDueNumbers(database, vdnId, id, now), nextOpening: null };
  }
  const opensAt = decision.open ? begin : decision.opensAt;
  const isTooLate = opensAt === null || (settings.endAt !== null && opensAt >= settings.endAt);
  return { callableNow: 0, nextOpening: isTooLate ? null : new Date(opensAt).toISOString() };
}
