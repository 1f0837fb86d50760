// What the operator lets each VDN set. Only administrators of VDN 1 change it, and only those who have
// signed in with a password: programs hold access keys, and a stolen key must not lift this protection.
import { getBounds, putBounds } from '../../../api/routes/vdns.ts';
import { inBoth } from '../../../core/language.ts';
import { overlapping } from '../../../core/telephoneName.ts';
import { toVdnId, type VdnId } from '../../../core/units.ts';
import { runsTheHouse } from '../../../core/user.ts';
import {
  arePrefixesWithin,
  entriesBeyond,
  settingsWithin,
  type VdnBounds,
  type VdnSettings,
} from '../../../core/vdn.ts';
import { hasTelephonesOfOthers } from '../../../store/agents/agents.ts';
import type { Connection } from '../../../store/database/connection.ts';
import {
  findVdn,
  listTelephonePrefixes,
  lockBounds,
  saveBounds,
  saveVdn,
} from '../../../store/tenants/vdns.ts';
import { type BrokenRule, noVdn, refuse, refuseRules } from '../door/problem.ts';
import { refusalTexts } from '../door/refusalTexts.ts';
import { audit, auditIn, type Principal, type Refusal, type ServedRoute, serve } from '../door/route.ts';
import { trustlistFault } from './trustlist.ts';

const boundsOfVdn = serve(getBounds, async ({ database, principal, params: { ofVdn }, ok }) => {
  const vdnId = toVdnId(Number(ofVdn));
  if (!runsTheHouse(principal.vdnId) && principal.vdnId !== vdnId) {
    return refuse('otherVdn', refusalTexts.otherVdn(principal.vdnId));
  }
  const bounds = await database.begin((transaction) => lockBounds(transaction, vdnId));
  return bounds === null ? noVdn() : ok(bounds);
});

const changedBounds = serve(putBounds, async (call) => {
  const { database, principal, body } = call;
  if (!isOperator(principal)) return refuse('permissionMissing', refusalTexts.operatorSigned);
  const fault = trustlistFault('callbackTrustlist', body.callbackTrustlist ?? []);
  if (fault !== null) return refuseRules('invalid', [fault]);
  const vdnId = toVdnId(Number(call.params.ofVdn));
  return database.begin(async (transaction) => {
    const before = await lockBounds(transaction, vdnId);
    const vdn = await findVdn(transaction, vdnId);
    if (before === null || vdn === null) return noVdn();
    const after: VdnBounds = {
      callbackTrustlist:
        body.callbackTrustlist === undefined ? before.callbackTrustlist : body.callbackTrustlist,
      allowedPrefixes: body.allowedPrefixes ?? before.allowedPrefixes,
      telephonePrefix: body.telephonePrefix ?? before.telephonePrefix,
    };
    const taken = await refuseTelephonePrefix(transaction, vdnId, after.telephonePrefix);
    if (taken !== null) return taken;
    const settings = settingsWithin(vdn.settings, after);
    if (settings === null) return refuse('wrongState', refusalTexts.noNumberLeft);
    await saveBounds(transaction, vdnId, after);
    await saveVdn(transaction, { ...vdn, settings });
    const detail = { before, after };
    await audit(transaction, call, 'vdn.bound', `vdn ${vdnId}`, detail);
    if (vdnId !== principal.vdnId)
      await auditIn(vdnId, transaction, call, 'vdn.bound', `vdn ${vdnId}`, detail);
    return call.ok(after);
  });
});

/** What speaks against the prefix: another VDN's, or an agent of another VDN; null: nothing. */
export async function refuseTelephonePrefix(
  transaction: Connection,
  vdnId: VdnId,
  prefix: string,
): Promise<Refusal | null> {
  if (prefix === '') return null;
  const other = overlapping(vdnId, prefix, await listTelephonePrefixes(transaction));
  if (other !== null) return refuse('alreadyThere', refusalTexts.prefixThere(other.prefix, other.vdnId));
  const isUsed = await hasTelephonesOfOthers(transaction, vdnId, prefix);
  return isUsed ? refuse('inUse', refusalTexts.prefixUsed(prefix)) : null;
}

const isOperator = ({ vdnId, session }: Principal): boolean => runsTheHouse(vdnId) && session !== null;

/** What is wrong with settings that a VDN gives itself; null when they lie within its bounds. */
export function refuseBeyond(
  { callbackTrustlist, allowedPrefixes }: Partial<Pick<VdnSettings, 'callbackTrustlist' | 'allowedPrefixes'>>,
  bounds: VdnBounds,
): Refusal | null {
  const faults: BrokenRule[] = [];
  const [beyond] = entriesBeyond(callbackTrustlist ?? [], bounds);
  if (beyond !== undefined) {
    const path = `settings.callbackTrustlist.${callbackTrustlist?.indexOf(beyond)}`;
    faults.push({ path, rule: mustBeTrusted(bounds.callbackTrustlist ?? []), received: beyond });
  }
  if (allowedPrefixes !== undefined && !arePrefixesWithin(allowedPrefixes, bounds.allowedPrefixes)) {
    const rule = mustLieWithin(bounds.allowedPrefixes);
    faults.push({ path: 'settings.allowedPrefixes', rule, received: allowedPrefixes });
  }
  return faults.length === 0 ? null : refuseRules('invalid', faults);
}

const mustBeTrusted = (bound: readonly string[]) =>
  bound.length === 0
    ? inBoth(
        'names an address that the operator has not allowed: results of this VDN go to public addresses only',
        '未获运营方许可：此 VDN 的结果只能发送到公网地址',
      )
    : inBoth(
        `must lie within what the operator allows: ${bound.join(', ')}`,
        `必须在运营方许可的范围内：${bound.join('、')}`,
      );

const mustLieWithin = (bound: readonly string[]) =>
  inBoth(
    `must name beginnings of numbers within those that the operator allows: ${bound.join(', ')}`,
    `必须填写运营方许可范围内的号码前缀：${bound.join('、')}`,
  );

export const boundsRoutes: readonly ServedRoute[] = [boundsOfVdn, changedBounds];
