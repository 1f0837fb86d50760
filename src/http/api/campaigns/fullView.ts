// The view of a plan: the rows, and what only the workers know: the carrier's limits and the agents.
import { noCarrierLimit } from '../../../core/carrier.ts';
import { type CampaignExplanation, explainCampaign, withLockedRows } from '../../../core/explain.ts';
import type { Millis } from '../../../core/units.ts';
import type { CampaignView } from '../../../core/view.ts';
import { type StoredView, withShare } from '../../../store/campaigns/views.ts';
import type { HttpDeps } from '../../deps.ts';

/** Why the campaign dials or does not, as a beat at this moment would have it. */
export function explainNow(deps: HttpDeps, view: StoredView, now: Millis): CampaignExplanation {
  const explanation = explainCampaign(fullView(deps, view), now);
  return deps.hasLockedRows(view.campaign.vdnId, view.campaign.id)
    ? withLockedRows(explanation)
    : explanation;
}

/** The view as a beat at this moment would have it. */
export function fullView(deps: HttpDeps, view: StoredView): CampaignView {
  const { vdnId, id, settings } = view.campaign;
  const agents = settings.ivr === null ? deps.agentsView(vdnId, id, settings.maxAlertingSeconds) : null;
  return withShare(view, deps.carrierShare(view) ?? noCarrierLimit, agents);
}
