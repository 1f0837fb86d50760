// How a campaign's calls are handled, where the contract has no words for it: weight, announcement,
// machine detection, recording. A change is a revision like any other (campaignChanges.ts).
import { Type } from 'typebox';
import { campaignParams } from '../../../api/fields.ts';
import { modify } from '../../../core/modify.ts';
import { type ApiRoute, route } from '../door/route.ts';
import { answerChange, change } from './change.ts';
import { handlingPatch } from './handlingSchemas.ts';
import { revisionNumber, subjectOf } from './modification.ts';

const patchHandling = route({
  method: 'PATCH',
  path: '/v1/vdns/:vdnId/campaigns/:id/handling',
  tag: 'changes',
  summary: 'Change how the calls of a campaign are handled, in any state but ended',
  description:
    'Fields that are not given stay as they are. Takes effect with the next beat; calls that are dialed already keep what ' +
    'they were dialed with. With ifRevision the change is refused with 409 when another revision came between.',
  permission: 'campaign.change',
  params: campaignParams,
  body: Type.Object(
    { ...handlingPatch, ifRevision: Type.Optional(revisionNumber) },
    { additionalProperties: false },
  ),
  handle: async (call) => {
    const { params, now } = call;
    const { ifRevision, ...patch } = call.body;
    const modification = { request: null, patch };
    const subject = subjectOf(params, modification);
    const changed = await change(call, subject, ifRevision, ({ campaign, ...facts }) => {
      const rules = modify(campaign, modification, { ...facts, now });
      return 'settings' in rules ? { ...rules, action: 'handling' } : rules;
    });
    return answerChange(changed, now);
  },
});

export const handlingRoutes: readonly ApiRoute[] = [patchHandling];
