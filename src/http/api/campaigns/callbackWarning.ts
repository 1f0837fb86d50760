// Whether results for a URL would be sent at all, shown at the URL's field and on the campaign's page,
// since a URL that the trustlist refuses is accepted like any other (R19) and would show only at the first
// result.

import { vdnOf } from '../../../api/fields.ts';
import { getCallbackWarning } from '../../../api/routes/campaigns.ts';
import type { Bilingual } from '../../../core/language.ts';
import { pushFailureText } from '../../../core/pushFailure.ts';
import type { VdnId } from '../../../core/units.ts';
import { findVdn } from '../../../store/tenants/vdns.ts';
import type { HttpDeps } from '../../deps.ts';
import { type ServedRoute, serve } from '../door/route.ts';

/** Why no result would be sent to `url` under the trustlist of the VDN; null when one would be tried. */
export async function callbackWarning(deps: HttpDeps, vdnId: VdnId, url: string): Promise<Bilingual | null> {
  const vdn = await findVdn(deps.database, vdnId);
  if (vdn === null) return null;
  const refusal = await deps.callbackRefusal(url, vdn.settings.callbackTrustlist);
  return refusal === null ? null : pushFailureText(refusal);
}

const warning = serve(getCallbackWarning, async ({ deps, params, query, okIn }) => {
  const found = await callbackWarning(deps, vdnOf(params), query.url);
  return okIn((language) => ({ warning: found?.[language] ?? null }));
});

export const callbackWarningRoutes: readonly ServedRoute[] = [warning];
