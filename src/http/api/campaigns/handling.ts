// How a campaign's calls are handled, beside the contract: weight, announcement, machine detection,
// recording. A change is a revision like any other (campaignChanges.ts).
import { patchHandling } from '../../../api/routes/changes.ts';
import { modify } from '../../../core/modify.ts';
import { type ServedRoute, serve } from '../door/route.ts';
import { answerChange, change } from './change.ts';
import { subjectOf } from './modification.ts';

const handled = serve(patchHandling, async (call) => {
  const { params, now } = call;
  const { ifRevision, ...patch } = call.body;
  const modification = { request: null, patch };
  const subject = subjectOf(params, modification);
  const outcome = await change(call, subject, ifRevision, ({ campaign, ...facts }) => {
    const rules = modify(campaign, modification, { ...facts, now });
    return 'settings' in rules ? { ...rules, action: 'handling' } : rules;
  });
  return answerChange(call, outcome);
});

export const handlingRoutes: readonly ServedRoute[] = [handled];
