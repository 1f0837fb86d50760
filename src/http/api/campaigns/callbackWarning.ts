// Whether results for a URL would be sent at all: said where the URL is entered and on the campaign's page,
// since a URL that the trustlist refuses is accepted like any other (R19) and found out at the first result.
import { Type } from 'typebox';
import { patterned, vdnOf, vdnParams } from '../../../api/fields.ts';
import { type Bilingual, inBoth } from '../../../core/language.ts';
import { pushFailureText } from '../../../core/pushFailure.ts';
import type { VdnId } from '../../../core/units.ts';
import { findVdn } from '../../../store/tenants/vdns.ts';
import type { HttpDeps } from '../../deps.ts';
import { type ApiRoute, okIn, route } from '../door/route.ts';

/** Why no result would be sent to `url` under the trustlist of the VDN; null when one would be tried. */
export async function callbackWarning(deps: HttpDeps, vdnId: VdnId, url: string): Promise<Bilingual | null> {
  const vdn = await findVdn(deps.database, vdnId);
  if (vdn === null) return null;
  const refusal = await deps.callbackRefusal(url, vdn.settings.callbackTrustlist);
  return refusal === null ? null : pushFailureText(refusal);
}

const getWarning = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/callback-warning',
  tag: 'campaigns',
  summary: 'Whether the address of a callBackUrl lets results be sent there',
  description:
    'warning says why none would be: the address, written or resolved, is an inner one and the callback ' +
    'trustlist of the VDN does not name it. null: they would be tried. Every URL is accepted all the same.',
  permission: 'campaign.read',
  params: vdnParams,
  query: Type.Object(
    {
      url: patterned(
        '^https?://',
        inBoth('must begin with http:// or https://', '必须以 http:// 或 https:// 开头'),
        {
          maxLength: 1024,
        },
      ),
    },
    { additionalProperties: false },
  ),
  answer: Type.Object({ warning: Type.Union([Type.String(), Type.Null()]) }),
  handle: async ({ deps, params, query }) => {
    const warning = await callbackWarning(deps, vdnOf(params), query.url);
    return okIn((language) => ({ warning: warning?.[language] ?? null }));
  },
});

export const callbackWarningRoutes: readonly ApiRoute[] = [getWarning];
