// What a plan depends on: the rows, and what only the workers know, the carrier's limits and who is there.
import { noCarrierLimit } from '../../core/carrier.ts';
import type { CampaignView } from '../../core/view.ts';
import { type StoredView, withShare } from '../../store/views.ts';
import type { HttpDeps } from '../deps.ts';

/** The view as a beat at this moment would have it. */
export function fullView(deps: HttpDeps, view: StoredView): CampaignView {
  const { vdnId, id, settings } = view.campaign;
  const agents = settings.ivr === null ? deps.agentsView(vdnId, id, settings.maxAlertingSeconds) : null;
  return withShare(view, deps.carrierShare(view) ?? noCarrierLimit, agents);
}
