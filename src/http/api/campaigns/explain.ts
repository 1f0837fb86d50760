// Why a campaign dials or does not, and why a number is or is not called: the same gates as the beats ask,
// each with the value that decided and the next instant at which it would let through.
import { Type } from 'typebox';
import {
  bigIdText,
  calledNumber,
  campaignIdText,
  campaignOf,
  campaignParams,
  instantOf,
  mustBeInstant,
  patterned,
  readInstant,
  vdnIdText,
  vdnOf,
} from '../../../api/fields.ts';
import { explainContact } from '../../../core/explain.ts';
import { inBoth } from '../../../core/language.ts';
import type { CampaignId, VdnId } from '../../../core/units.ts';
import { isNumberAllowed } from '../../../core/vdn.ts';
import { findContactView, loadViews, type StoredView } from '../../../store/campaigns/views.ts';
import type { HttpDeps } from '../../deps.ts';
import { noCampaign, refuse, refuseRules } from '../door/problem.ts';
import { type ApiAnswer, type ApiRoute, okIn, route } from '../door/route.ts';
import { sentences } from '../door/sentences.ts';
import { explained } from './explained.ts';
import { explainNow, fullView } from './fullView.ts';
import { explainPastBeat } from './pastBeat.ts';

const explanation = Type.Object({
  because: Type.Unknown({ description: 'The gate that decided' }),
  nextAt: Type.Union([Type.String(), Type.Null()]),
  gates: Type.Array(
    Type.Object({
      gate: Type.String(),
      passed: Type.Boolean(),
      value: Type.Unknown(),
      nextAt: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
});

const getExplain = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/campaigns/:id/explain',
  tag: 'explain',
  summary: 'Why the campaign dials or does not; with ?called= why that number is or is not called',
  description:
    'With `at` (campaigns with agents): why the beat at that instant, or the last one before it, placed as many ' +
    'calls as it did; with `dials` also why not so many. The sentences are in the language of the header `locale`.',
  permission: 'campaign.read',
  params: campaignParams,
  query: Type.Object(
    {
      called: Type.Optional(calledNumber),
      at: Type.Optional(instantOf),
      dials: Type.Optional(
        patterned('^[0-9]{1,5}$', inBoth('must be a number from 0 to 99999', '必须是 0 到 99999 的数字')),
      ),
    },
    { additionalProperties: false },
  ),
  handle: async ({ deps, params, query, now }) => {
    const [vdnId, campaignId] = [vdnOf(params), campaignOf(params)];
    const view = await findView(deps, vdnId, campaignId);
    if (view === null) return noCampaign();
    if (query.at !== undefined) {
      const dials = query.dials === undefined ? null : Number(query.dials);
      const at = readInstant(query.at);
      if (at === null)
        return refuseRules('invalid', [{ path: 'at', rule: mustBeInstant, received: query.at }]);
      return explainPastBeat(deps.database, vdnId, campaignId, { at, dials });
    }
    if (query.dials !== undefined) return refuse('invalid', sentences.dialsNeedAt);
    if (query.called !== undefined) return explainNumber(deps, view, { called: query.called });
    const explanation = explainNow(deps, view, now);
    return okIn((language) => explained(explanation, language));
  },
});

const getContactExplain = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/campaigns/:id/contacts/:dataId/explain',
  tag: 'explain',
  summary: 'Why a number is or is not called',
  permission: 'campaign.read',
  params: Type.Object({
    vdnId: vdnIdText,
    id: campaignIdText,
    dataId: bigIdText,
  }),
  answer: explanation,
  handle: async ({ deps, params }) => {
    const view = await findView(deps, vdnOf(params), campaignOf(params));
    return view === null ? noCampaign() : explainNumber(deps, view, { contactId: params.dataId });
  },
});

export const explainRoutes: readonly ApiRoute[] = [getExplain, getContactExplain];

async function explainNumber(
  deps: HttpDeps,
  view: StoredView,
  by: { readonly contactId: string } | { readonly called: string },
): Promise<ApiAnswer> {
  const { vdnId, id } = view.campaign;
  const contact = await findContactView(deps.database, vdnId, id, by);
  if (contact === null) return refuse('notFound', sentences.noNumber);
  const isAllowed = isNumberAllowed(contact.called, view.vdn);
  const explanation = explainContact(fullView(deps, view), { ...contact, isAllowed }, deps.clock.now());
  return okIn((language) => explained(explanation, language));
}

async function findView(deps: HttpDeps, vdnId: VdnId, campaignId: CampaignId): Promise<StoredView | null> {
  const [view] = await loadViews(deps.database, [{ vdnId, campaignId }]);
  return view ?? null;
}
