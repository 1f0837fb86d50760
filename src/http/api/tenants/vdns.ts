// Tenants: their settings, and further ones, which only an administrator of the first VDN may make.
import { vdnOf } from '../../../api/fields.ts';
import { getVdn, patchVdn, postVdn, type Vdn as ToldVdn } from '../../../api/routes/vdns.ts';
import { mustBeFlow } from '../../../core/handling.ts';
import { inBoth } from '../../../core/language.ts';
import { passwordFlaw } from '../../../core/password.ts';
import { toVdnId } from '../../../core/units.ts';
import { runsTheHouse } from '../../../core/user.ts';
import {
  boundsDefault,
  type Vdn,
  type VdnBounds,
  type VdnSettings,
  vdnSettingsDefault,
} from '../../../core/vdn.ts';
import { isTimeZone } from '../../../core/zone.ts';
import { listFlows } from '../../../store/agents/flows.ts';
import { createAccessKey } from '../../../store/tenants/accessKeys.ts';
import { createUser } from '../../../store/tenants/users.ts';
import { createVdn, findVdn, lockBounds, saveVdn } from '../../../store/tenants/vdns.ts';
import { noVdn, refuse, refuseRules } from '../door/problem.ts';
import { refusalTexts } from '../door/refusalTexts.ts';
import { audit, auditIn, type Refusal, type ServedRoute, serve } from '../door/route.ts';
import { refuseBeyond, refuseTelephonePrefix } from './bounds.ts';
import { hashPassword } from './password.ts';
import { trustlistFault } from './trustlist.ts';

const mustBeZone = inBoth('must be an IANA time zone', '必须是 IANA 时区');

const vdnWithSettings = serve(getVdn, async ({ database, params, ok }) => {
  const vdn = await findVdn(database, vdnOf(params));
  return vdn === null ? noVdn() : ok(describe(vdn));
});

const changedVdn = serve(patchVdn, async (call) => {
  const { database, params, body } = call;
  const refusal = refuseSettings(body.settings ?? {});
  if (refusal !== null) return refusal;
  return database.begin(async (transaction) => {
    const bounds = await lockBounds(transaction, vdnOf(params));
    const vdn = await findVdn(transaction, vdnOf(params));
    if (bounds === null || vdn === null) return noVdn();
    const beyond = refuseBeyond(given(body.settings ?? {}), bounds);
    if (beyond !== null) return beyond;
    const { abandonmentFlowCode = null } = body.settings ?? {};
    const flows = abandonmentFlowCode === null ? [] : await listFlows(transaction, vdn.id);
    if (abandonmentFlowCode !== null && !flows.some(({ code }) => code === abandonmentFlowCode)) {
      return refuseFlow(abandonmentFlowCode);
    }
    const after: Vdn = {
      ...vdn,
      name: body.name ?? vdn.name,
      settings: { ...vdn.settings, ...given(body.settings ?? {}) },
    };
    await saveVdn(transaction, after);
    await audit(transaction, call, 'vdn.change', `vdn ${vdn.id}`, { before: vdn, after });
    return call.ok(describe(after));
  });
});

const furtherVdn = serve(postVdn, async (call) => {
  const { deps, database, principal, now, body } = call;
  if (!runsTheHouse(principal.vdnId)) {
    return refuse('permissionMissing', refusalTexts.houseMakesVdns);
  }
  const refusal = refuseSettings(body.settings ?? {});
  if (refusal !== null) return refusal;
  // A VDN has no flows before it is there.
  const { abandonmentFlowCode = null } = body.settings ?? {};
  if (abandonmentFlowCode !== null) return refuseFlow(abandonmentFlowCode);
  const id = toVdnId(body.id);
  const settings = { ...vdnSettingsDefault, ...given(body.settings ?? {}) };
  const vdn: Vdn = { id, name: body.name, settings };
  // What the operator sets at the beginning is at the same time the bound, unless another one is given.
  const bounds: VdnBounds = {
    ...boundsDefault(id),
    callbackTrustlist: settings.callbackTrustlist,
    allowedPrefixes: settings.allowedPrefixes,
    ...given(body.bounds ?? {}),
  };
  const fault = trustlistFault('bounds.callbackTrustlist', bounds.callbackTrustlist ?? []);
  if (fault !== null) return refuseRules('invalid', [fault]);
  const beyond = refuseBeyond(settings, bounds);
  if (beyond !== null) return beyond;
  const flaw = passwordFlaw(body.administrator.password, body.administrator.name);
  if (flaw !== null) return refuseRules('invalid', [{ path: 'administrator.password', rule: flaw }]);
  const passwordHash = await hashPassword(body.administrator.password, `vdn ${principal.vdnId}`);
  return database.begin(async (transaction) => {
    const taken = await refuseTelephonePrefix(transaction, id, bounds.telephonePrefix);
    if (taken !== null) return taken;
    if (!(await createVdn(transaction, vdn, now, bounds))) {
      return refuse('alreadyThere', refusalTexts.vdnThere(id));
    }
    const { name } = body.administrator;
    await createUser(transaction, id, { name, role: 'administrator', passwordHash }, now);
    const key = await createAccessKey(transaction, id, 'the first key', deps.masterKey, now);
    await audit(transaction, call, 'vdn.create', `vdn ${id}`, vdn);
    await auditIn(id, transaction, call, 'vdn.create', `vdn ${id}`, vdn);
    return call.created({ ...describe(vdn), accessKey: { ak: key.ak, secret: key.secret } });
  });
});

export const vdnRoutes: readonly ServedRoute[] = [vdnWithSettings, changedVdn, furtherVdn];

const describe = ({ id, name, settings }: Vdn): ToldVdn => ({ id, name, settings });

/** A person whom no agent serves would hear nothing, and nobody would know. */
const refuseFlow = (received: string): Refusal =>
  refuse('invalid', refusalTexts.noFlowCalled(received), {
    violations: [{ path: 'settings.abandonmentFlowCode', rule: mustBeFlow, received }],
  });

type Patch = { readonly [Name in keyof VdnSettings]?: VdnSettings[Name] | undefined };

/** What no pattern can say: the zone must be one, and a network one that an address can lie in. */
function refuseSettings({ timeZone, callbackTrustlist = [] }: Patch): Refusal | null {
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    const violations = [{ path: 'settings.timeZone', rule: mustBeZone, received: timeZone }];
    return refuse('invalid', refusalTexts.noTimeZone(timeZone), { violations });
  }
  const fault = trustlistFault('settings.callbackTrustlist', callbackTrustlist);
  if (fault === null) return null;
  return refuse('invalid', refusalTexts.noAddresses(fault.path, String(fault.received)), {
    violations: [fault],
  });
}

/** The fields that were given; an absent one must not hide the stored value. */
function given<Fields extends object>(patch: Fields) {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]?: Exclude<Fields[Name], undefined>;
  };
}
