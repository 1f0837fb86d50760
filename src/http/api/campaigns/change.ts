// A change of a campaign by /api/v1: it is decided, saved and noted in the audit log in one transaction, or
// refused in words.

import type { AnswerOf } from '../../../api/route.ts';
import type { putCampaign } from '../../../api/routes/changes.ts';
import type { WrongHandling } from '../../../core/modify.ts';
import type { Problem } from '../../../core/problem.ts';
import type { Millis } from '../../../core/units.ts';
import {
  type CampaignAndFacts,
  type CampaignChange,
  type Changed,
  type ChangeSubject,
  changeCampaign,
} from '../../../store/campaigns/campaigns.ts';
import { refuseProblem } from '../door/contractRefusal.ts';
import { refuse, refuseRules } from '../door/problem.ts';
import { refusalTexts } from '../door/refusalTexts.ts';
import { type Answering, type ApiCall, audit, type Refusal, type Told } from '../door/route.ts';
import { describeCampaign, describeChanges } from './described.ts';

/** The change was meant for a revision that is not the present one. */
interface OtherRevision {
  readonly revisionNow: number;
  readonly ifRevision: number;
}

type ChangeRefusal = Problem | WrongHandling | OtherRevision;

/** @param ifRevision the change is meant for this revision and no other; undefined: for whatever rules */
export const change = (
  call: ApiCall<unknown, unknown, unknown>,
  subject: ChangeSubject,
  ifRevision: number | undefined,
  decide: (stored: CampaignAndFacts) => CampaignChange | Problem | WrongHandling,
): Promise<Changed | ChangeRefusal> =>
  changeCampaign<ChangeRefusal>(
    call.database,
    subject,
    { actor: call.principal.actor, now: call.now },
    (stored) => {
      const { revision } = stored.campaign;
      return ifRevision === undefined || revision === ifRevision
        ? decide(stored)
        : { revisionNow: revision, ifRevision };
    },
    (transaction, { after, action }) =>
      audit(transaction, call, `campaign.${action}`, `campaign ${after.id}`, { revision: after.revision }),
  );

/** The campaign as it is now, with what has changed, or the refusal. */
export function answerChange(
  { ok, now }: Answering<AnswerOf<typeof putCampaign>> & { readonly now: Millis },
  changed: Changed | ChangeRefusal,
): Told<AnswerOf<typeof putCampaign>> | Refusal {
  if (!('after' in changed)) return refuseChange(changed);
  const { before, after } = changed;
  return ok({ ...describeCampaign(after, now), changes: describeChanges(before, after) });
}

export function refuseChange(refusal: ChangeRefusal): Refusal {
  if ('problem' in refusal) return refuseProblem(refusal);
  if ('faults' in refusal) return refuseRules('invalid', refusal.faults);
  const { revisionNow, ifRevision } = refusal;
  return refuse('revisionChanged', refusalTexts.revisionChanged(revisionNow, ifRevision));
}
