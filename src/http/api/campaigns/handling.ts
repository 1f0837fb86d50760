// How a campaign's calls are handled, where the contract has no words for it: weight, announcement,
// machine detection, recording. A change is a revision like any other (campaignChanges.ts).
import { type Static, Type } from 'typebox';
import { campaignOf, campaignParams, vdnOf } from '../../../api/fields.ts';
import { stateAt } from '../../../core/campaign.ts';
import { type CallHandling, changedHandling, flowCodesOf, handlingFaults } from '../../../core/handling.ts';
import type { Problem } from '../../../core/problem.ts';
import type { Millis } from '../../../core/units.ts';
import { type CampaignAndFacts, readForChange } from '../../../store/campaigns/campaigns.ts';
import { type ApiRoute, ok, route } from '../door/route.ts';
import { change, describeChanges, refused, revisionNumber } from './campaignChanges.ts';
import { noCampaign } from './campaigns.ts';
import { ruleOfProblem } from './contractWords.ts';
import { callHandling, handlingPatch, refuseFaults } from './handlingSchemas.ts';

const dryRunBody = Type.Object(handlingPatch, { additionalProperties: false });
const body = Type.Object(
  { ...handlingPatch, ifRevision: Type.Optional(revisionNumber) },
  { additionalProperties: false },
);

const patchHandling = route({
  method: 'PATCH',
  path: '/v1/vdns/:vdnId/campaigns/:id/handling',
  tag: 'changes',
  summary: 'Change how the calls of a campaign are handled, in any state but ended',
  description:
    'What is not given stays as it is. Takes effect with the next beat; calls that are dialed already keep what ' +
    'they were dialed with. With ifRevision the change is refused with 409 when another revision came between.',
  permission: 'campaign.change',
  params: campaignParams,
  body,
  handle: async (call) => {
    const { params, now } = call;
    const { ifRevision, ...patch } = call.body;
    return change(call, subjectOf(params, patch), ifRevision, 'handling', (stored) => {
      const handling = handled(stored, patch, now);
      if ('problem' in handling) return handling;
      const refusal = refuseFaults(handlingFaults(handling, stored.missingFlows));
      return refusal ?? { settings: stored.campaign.settings, handling };
    });
  },
});

const dryRun = route({
  method: 'POST',
  path: '/v1/vdns/:vdnId/campaigns/:id/handling/dry-run',
  tag: 'changes',
  summary: 'What a change of handling would do; changes nothing',
  permission: 'campaign.read',
  params: campaignParams,
  body: dryRunBody,
  answer: Type.Object({
    accepted: Type.Boolean(),
    violations: Type.Optional(Type.Array(Type.Unknown())),
    changes: Type.Optional(Type.Array(Type.Unknown())),
    handling: Type.Optional(callHandling),
    revisionNow: Type.Integer(),
  }),
  handle: async ({ database, params, body: patch, now }) => {
    const stored = await database.begin((transaction) =>
      readForChange(transaction, subjectOf(params, patch), false),
    );
    if (stored === null) return noCampaign();
    const { campaign, missingFlows } = stored;
    const revisionNow = campaign.revision;
    const handling = handled(stored, patch, now);
    if ('problem' in handling) return refused([ruleOfProblem(handling)], revisionNow);
    const violations = handlingFaults(handling, missingFlows);
    if (violations.length > 0) return refused(violations, revisionNow);
    const changes = describeChanges(campaign, { ...campaign, handling });
    return ok({ accepted: true, changes, handling, revisionNow });
  },
});

export const handlingRoutes: readonly ApiRoute[] = [patchHandling, dryRun];

const subjectOf = (params: Static<typeof campaignParams>, patch: Static<typeof dryRunBody>) => ({
  vdnId: vdnOf(params),
  campaignId: campaignOf(params),
  name: null,
  skillId: null,
  flowCodes: flowCodesOf(patch),
});

const handled = (
  { campaign }: CampaignAndFacts,
  patch: Static<typeof dryRunBody>,
  now: Millis,
): CallHandling | Problem =>
  stateAt(campaign, now) === 'ended'
    ? { problem: 'campaignEnded' }
    : changedHandling(campaign.handling, patch);
