// The state of the installation, for users of VDN 1. Gateways carry the calls of all VDNs, so other tenants
// do not see how busy they are; explain tells them what holds them back.
import { readFileSync } from 'node:fs';
import { instantText, instantTextOrNull } from '../../../api/fields.ts';
import { type Gateway, getGateways, getSystem } from '../../../api/routes/system.ts';
import { type GatewayState, troubleText } from '../../../core/carrier.ts';
import type { Language } from '../../../core/language.ts';
import type { Millis } from '../../../core/units.ts';
import { runsTheHouse } from '../../../core/user.ts';
import { readSystem } from '../../../store/system/systemRows.ts';
import { refuse } from '../door/problem.ts';
import { refusalTexts } from '../door/refusalTexts.ts';
import { type ServedRoute, serve } from '../door/route.ts';

const gateways = serve(getGateways, async ({ deps, principal, now, okIn }) =>
  runsTheHouse(principal.vdnId)
    ? okIn((language) => ({ items: deps.gateways().map((one) => shownGateway(one, language, now)) }))
    : refuse('permissionMissing', refusalTexts.houseSeesGateways),
);

const shownGateway = (gateway: GatewayState, language: Language, now: Millis): Gateway => {
  const { trouble } = gateway;
  if (trouble === null) return { ...gateway, trouble };
  const sentence = troubleText(gateway.name, trouble, now)[language];
  const trialAt = trouble.kind === 'held' ? trouble.trialAt : null;
  return {
    ...gateway,
    trouble: {
      kind: trouble.kind,
      sentence,
      since: instantText(trouble.since),
      trialAt: instantTextOrNull(trialAt),
    },
  };
};

const { version }: { version: string } = JSON.parse(
  readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'),
);

const house = serve(getSystem, async ({ database, principal, now, ok }) => {
  if (!runsTheHouse(principal.vdnId)) {
    return refuse('permissionMissing', refusalTexts.houseSeesSystem);
  }
  const rows = await readSystem(database);
  const { waiting, undelivered, oldestAt } = rows.notices;
  return ok({
    at: instantText(now),
    version,
    database: rows.database,
    processes: rows.processes,
    notices: { waiting, undelivered, oldestAt: instantTextOrNull(oldestAt) },
  });
});

export const systemRoutes: readonly ServedRoute[] = [house, gateways];
