// Why a campaign dials or does not, and why a number is or is not called: the same gates as the beats ask,
// each with the value that decided and the next instant at which it would let through.

import { campaignOf, mustBeInstant, readInstant, vdnOf } from '../../../api/fields.ts';
import { type ContactExplained, getContactExplain, getExplain } from '../../../api/routes/explain.ts';
import { explainContact } from '../../../core/explain.ts';
import type { Language } from '../../../core/language.ts';
import type { CampaignId, VdnId } from '../../../core/units.ts';
import { isNumberAllowed } from '../../../core/vdn.ts';
import { findContactView, loadViews, type StoredView } from '../../../store/campaigns/views.ts';
import type { HttpDeps } from '../../deps.ts';
import { noCampaign, refuse, refuseRules } from '../door/problem.ts';
import { refusalTexts } from '../door/refusalTexts.ts';
import { type Refusal, type ServedRoute, serve } from '../door/route.ts';
import { campaignExplained, contactExplained } from './explained.ts';
import { explainNow, fullView } from './fullView.ts';
import { explainPastBeat } from './pastBeat.ts';

const ofCampaign = serve(getExplain, async ({ deps, params, query, now, okIn }) => {
  const [vdnId, campaignId] = [vdnOf(params), campaignOf(params)];
  const view = await findView(deps, vdnId, campaignId);
  if (view === null) return noCampaign();
  if (query.at !== undefined) {
    const dials = query.dials === undefined ? null : Number(query.dials);
    const at = readInstant(query.at);
    if (at === null) return refuseRules('invalid', [{ path: 'at', rule: mustBeInstant, received: query.at }]);
    const beat = await explainPastBeat(deps.database, vdnId, campaignId, { at, dials });
    return typeof beat === 'function' ? okIn(beat) : beat;
  }
  if (query.dials !== undefined) return refuse('invalid', refusalTexts.dialsNeedAt);
  if (query.called !== undefined) {
    const number = await explainNumber(deps, view, { called: query.called });
    return typeof number === 'function' ? okIn(number) : number;
  }
  const explanation = explainNow(deps, view, now);
  return okIn((language) => campaignExplained(explanation, language));
});

const ofContact = serve(getContactExplain, async ({ deps, params, okIn }) => {
  const view = await findView(deps, vdnOf(params), campaignOf(params));
  if (view === null) return noCampaign();
  const number = await explainNumber(deps, view, { contactId: params.dataId });
  return typeof number === 'function' ? okIn(number) : number;
});

export const explainRoutes: readonly ServedRoute[] = [ofCampaign, ofContact];

async function explainNumber(
  deps: HttpDeps,
  view: StoredView,
  by: { readonly contactId: string } | { readonly called: string },
): Promise<((language: Language) => ContactExplained) | Refusal> {
  const { vdnId, id } = view.campaign;
  const contact = await findContactView(deps.database, vdnId, id, by);
  if (contact === null) return refuse('notFound', refusalTexts.noNumber);
  const isAllowed = isNumberAllowed(contact.called, view.vdn);
  const explanation = explainContact(fullView(deps, view), { ...contact, isAllowed }, deps.clock.now());
  return (language) => contactExplained(explanation, language);
}

async function findView(deps: HttpDeps, vdnId: VdnId, campaignId: CampaignId): Promise<StoredView | null> {
  const [view] = await loadViews(deps.database, [{ vdnId, campaignId }]);
  return view ?? null;
}
