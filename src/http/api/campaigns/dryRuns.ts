// Trying a modification: the same bodies and the same decision as the change itself, so a dry run that is
// accepted says what the change will do.

import { instantText, vdnOf } from '../../../api/fields.ts';
import { dryRun, handlingDryRun } from '../../../api/routes/changes.ts';
import { type Campaign, type CampaignSettings, stateAt } from '../../../core/campaign.ts';
import type { Language } from '../../../core/language.ts';
import { modify } from '../../../core/modify.ts';
import { isProblem } from '../../../core/problem.ts';
import { decideSchedule } from '../../../core/schedule.ts';
import { type Millis, toMillis } from '../../../core/units.ts';
import { readForChange } from '../../../store/campaigns/campaigns.ts';
import { countDueNumbers } from '../../../store/campaigns/progress.ts';
import { loadViews } from '../../../store/campaigns/views.ts';
import type { Database } from '../../../store/database/connection.ts';
import { brokenRules, ruleOfProblem } from '../door/contractRefusal.ts';
import { type BrokenRule, noCampaign, rulesIn } from '../door/problem.ts';
import { type ServedRoute, serve } from '../door/route.ts';
import { callbackWarning } from './callbackWarning.ts';
import { describeChanges } from './described.ts';
import { inHandling, readBody, subjectOf } from './modification.ts';

const tried = serve(dryRun, async ({ deps, database, params, body, now, okIn }) => {
  const { handling: patch = null } = body;
  const reading = await readBody(database, vdnOf(params), body, now);
  if (reading === null) return noCampaign();
  const modification = { request: reading.ok ? reading.value : null, patch };
  const subject = subjectOf(params, modification);
  const stored = await database.begin((transaction) => readForChange(transaction, subject, false));
  if (stored === null) return noCampaign();
  const { campaign, ...facts } = stored;
  const rules = modify(campaign, modification, { ...facts, now });
  const violations = reading.ok ? [] : brokenRules(reading.violations);
  if ('faults' in rules)
    return okIn(refused([...violations, ...inHandling(rules.faults)], campaign.revision));
  if (isProblem(rules)) return okIn(refused([...violations, ruleOfProblem(rules)], campaign.revision));
  if (violations.length > 0) return okIn(refused(violations, campaign.revision));
  const told = {
    accepted: true,
    changes: describeChanges(campaign, rules),
    ...(await callable(database, campaign, rules.settings, now)),
    state: stateAt({ ...campaign, settings: rules.settings }, now),
    revisionNow: campaign.revision,
  };
  const warning = await callbackWarning(deps, campaign.vdnId, rules.settings.callBackUrl);
  return okIn((language) => ({
    ...told,
    ...(warning === null ? {} : { warnings: [{ path: 'callBackUrl', rule: warning[language] }] }),
  }));
});

const triedHandling = serve(handlingDryRun, async ({ database, params, body: patch, now, ok, okIn }) => {
  const modification = { request: null, patch };
  const subject = subjectOf(params, modification);
  const stored = await database.begin((transaction) => readForChange(transaction, subject, false));
  if (stored === null) return noCampaign();
  const { campaign, ...facts } = stored;
  const rules = modify(campaign, modification, { ...facts, now });
  if ('faults' in rules) return okIn(refused(rules.faults, campaign.revision));
  if (isProblem(rules)) return okIn(refused([ruleOfProblem(rules)], campaign.revision));
  const { handling } = rules;
  const changes = describeChanges(campaign, rules);
  return ok({ accepted: true, changes, handling, revisionNow: campaign.revision });
});

export const dryRunRoutes: readonly ServedRoute[] = [tried, triedHandling];

const refused = (rules: readonly BrokenRule[], revisionNow: number) => (language: Language) => ({
  accepted: false,
  violations: rulesIn(rules, language),
  revisionNow,
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
  return { callableNow: 0, nextOpening: isTooLate ? null : instantText(opensAt) };
}
