// Changing a campaign while it runs: try it, do it, see who did what, go back.
import { Type } from 'typebox';
import { inBoth } from '../../core/language.ts';
import { campaignParams, choice, instant, instantOrNull, limitText, orNull, patterned } from '../fields.ts';
import { violation } from '../problem.ts';
import { route, type Value } from '../route.ts';
import { callHandling, campaign, campaignSettings, handlingFields } from './campaigns.ts';

const { weight, abandonmentFlowCode, reaction, messageFlowCode, recording } = handlingFields;
const revisionNumber = Type.Integer({ minimum: 1, maximum: 2_147_483_647 });
const ifRevision = Type.Optional(revisionNumber);

/** What is not given stays as it is. The ranges are those that core/handling.ts states. */
const patch = {
  weight: Type.Optional(weight),
  abandonmentFlowCode: Type.Optional(abandonmentFlowCode),
  machineDetection: Type.Optional(
    orNull(
      Type.Object(
        {
          machine: Type.Optional(reaction),
          unsure: Type.Optional(reaction),
          messageFlowCode: Type.Optional(messageFlowCode),
        },
        { additionalProperties: false },
      ),
      {
        description:
          'null: every answer counts as a person. {} turns detection on: machine hangUp, unsure passOn. ' +
          'messageFlowCode names the flow for leaveMessage and is given only with it',
      },
    ),
  ),
  recording: Type.Optional(recording),
};
const handlingPatch = Type.Object(patch, { additionalProperties: false });

const contractBody = 'The body of the contract’s modify interface, judged in the contract’s codes';

/** The value of any field. */
const value = Type.Unknown();
const change = Type.Object({
  path: Type.String({ description: 'Of a setting, or handling. and one of the handling of calls' }),
  before: value,
  after: value,
});
export type ShownChange = Value<typeof change>;

const changedCampaign = Type.Object({ ...campaign.properties, changes: Type.Array(change) });

const tried = {
  accepted: Type.Boolean(),
  violations: Type.Optional(Type.Array(violation)),
  changes: Type.Optional(Type.Array(change)),
  revisionNow: Type.Integer(),
};

export const dryRun = route({
  method: 'POST',
  path: '/v1/vdns/:vdnId/campaigns/:id/dry-run',
  tag: 'changes',
  summary: 'Dry run: what a modification would do',
  description:
    'Takes the body of the contract’s modify interface, and with handling a change of the handling of calls. ' +
    'Answers the violations or the problem that would refuse it, or the changes, the numbers that could be ' +
    'called at once under the new settings (whatever the state), the next opening when they are closed now, and ' +
    'the revision that was looked at.',
  permission: 'campaign.read',
  params: campaignParams,
  body: Type.Object(
    { handling: Type.Optional(handlingPatch) },
    { additionalProperties: true, description: contractBody },
  ),
  answer: Type.Object({
    ...tried,
    warnings: Type.Optional(
      Type.Array(Type.Object({ path: Type.String(), rule: Type.String() }), {
        description: 'What would be accepted but would not work at present',
      }),
    ),
    callableNow: Type.Optional(Type.Integer()),
    nextOpening: Type.Optional(instantOrNull),
    state: Type.Optional(campaign.properties.state),
  }),
});

export const putCampaign = route({
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
    { handling: Type.Optional(handlingPatch), ifRevision },
    { additionalProperties: true, description: contractBody },
  ),
  answer: changedCampaign,
});

export const patchHandling = route({
  method: 'PATCH',
  path: '/v1/vdns/:vdnId/campaigns/:id/handling',
  tag: 'changes',
  summary: 'Change how the calls of a campaign are handled, in any state but ended',
  description:
    'Fields that are not given stay as they are. Takes effect with the next beat; calls that are dialed already keep what ' +
    'they were dialed with. With ifRevision the change is refused with 409 when another revision came between.',
  permission: 'campaign.change',
  params: campaignParams,
  body: Type.Object({ ...patch, ifRevision }, { additionalProperties: false }),
  answer: changedCampaign,
});

export const handlingDryRun = route({
  method: 'POST',
  path: '/v1/vdns/:vdnId/campaigns/:id/handling/dry-run',
  tag: 'changes',
  summary: 'Dry run: what a change of handling would do',
  permission: 'campaign.read',
  params: campaignParams,
  body: handlingPatch,
  answer: Type.Object({ ...tried, handling: Type.Optional(callHandling) }),
});

export const rollbackCampaign = route({
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
  body: Type.Object({ revision: Type.Optional(revisionNumber), ifRevision }, { additionalProperties: false }),
  answer: changedCampaign,
});

const snapshot = Type.Object({
  settings: campaignSettings,
  state: choice(['draft', 'started', 'paused']),
  handling: orNull(callHandling, { description: 'null: the revision is older than the handling of calls' }),
});

const revision = Type.Object({
  revision: Type.Integer(),
  at: instant,
  actor: Type.String({ description: 'user:sam, key:AK…' }),
  action: Type.String({ description: 'add, modify, handling, pause, resume, rollback, delete' }),
  before: orNull(snapshot, { description: 'null: the first revision' }),
  after: snapshot,
  effectiveAt: orNull(instant, { description: 'The first beat that worked with it; null: none so far' }),
  changes: Type.Array(change),
});
export type ShownRevision = Value<typeof revision>;

export const getRevisions = route({
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
  answer: Type.Object({ items: Type.Array(revision), next: orNull(Type.Integer()) }),
});
