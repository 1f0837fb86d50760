// What the operator lets each VDN set. Only administrators of VDN 1 change it, and only those who have signed
// in with a password: an access key is in the hands of programs, and whoever stole one must not lift what
// protects the house.
import { Type } from 'typebox';
import { patterned, vdnIdText } from '../../../api/fields.ts';
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
import { addAuditEntry } from '../../../store/tenants/audit.ts';
import {
  findVdn,
  listTelephonePrefixes,
  lockBounds,
  saveBounds,
  saveVdn,
} from '../../../store/tenants/vdns.ts';
import { type BrokenRule, refuse, refuseRules } from '../door/problem.ts';
import { type ApiRoute, audit, ok, type Principal, type Refusal, route } from '../door/route.ts';
import { sentences } from '../door/sentences.ts';
import { prefixes, trustlist, trustlistFault } from './vdnSchemas.ts';

export const boundsBody = Type.Object(
  {
    callbackTrustlist: Type.Optional(
      Type.Union([trustlist, Type.Null()], {
        description:
          'What the VDN’s trustlist may name: these entries and what lies within them; null: anything',
      }),
    ),
    allowedPrefixes: Type.Optional(prefixes),
    telephonePrefix: Type.Optional(
      patterned(
        '^[A-Za-z0-9_-]{0,30}$',
        inBoth('must be at most 30 letters, digits, - and _', '最多 30 个字母、数字、- 或 _'),
        { description: 'How the names of the VDN’s telephones begin, and of no other VDN’s' },
      ),
    ),
  },
  { additionalProperties: false },
);

/** A parameter of another name: a VDN in the path is otherwise the one that who asks belongs to. */
const params = Type.Object({ ofVdn: vdnIdText });

const getBounds = route({
  method: 'GET',
  path: '/v1/bounds/:ofVdn',
  tag: 'vdns',
  summary: 'What the operator lets a VDN set; of other VDNs for VDN 1 only',
  permission: 'vdn.read',
  params,
  handle: async ({ database, principal, params: { ofVdn } }) => {
    const vdnId = toVdnId(Number(ofVdn));
    if (!runsTheHouse(principal.vdnId) && principal.vdnId !== vdnId) {
      return refuse('otherVdn', sentences.otherVdn(principal.vdnId));
    }
    const bounds = await database.begin((transaction) => lockBounds(transaction, vdnId));
    return bounds === null ? refuse('notFound', sentences.noVdn) : ok(bounds);
  },
});

const putBounds = route({
  method: 'PUT',
  path: '/v1/bounds/:ofVdn',
  tag: 'vdns',
  summary:
    'Say what a VDN may set: where results may go, which numbers may be dialed, how its telephones begin',
  description:
    'For administrators of VDN 1 who have signed in; an access key cannot. What is not given stays. Settings of ' +
    'the VDN that lie beyond are cut back in the same step.',
  permission: 'vdn.create',
  params,
  body: boundsBody,
  handle: async (call) => {
    const { database, principal, body, now } = call;
    if (!isOperator(principal)) return refuse('permissionMissing', sentences.operatorSigned);
    const fault = trustlistFault('callbackTrustlist', body.callbackTrustlist ?? []);
    if (fault !== null) return refuseRules('invalid', [fault]);
    const vdnId = toVdnId(Number(call.params.ofVdn));
    return database.begin(async (transaction) => {
      const before = await lockBounds(transaction, vdnId);
      const vdn = await findVdn(transaction, vdnId);
      if (before === null || vdn === null) return refuse('notFound', sentences.noVdn);
      const after: VdnBounds = {
        callbackTrustlist:
          body.callbackTrustlist === undefined ? before.callbackTrustlist : body.callbackTrustlist,
        allowedPrefixes: body.allowedPrefixes ?? before.allowedPrefixes,
        telephonePrefix: body.telephonePrefix ?? before.telephonePrefix,
      };
      const taken = await refuseTelephonePrefix(transaction, vdnId, after.telephonePrefix);
      if (taken !== null) return taken;
      const settings = settingsWithin(vdn.settings, after);
      if (settings === null) return refuse('wrongState', sentences.noNumberLeft);
      await saveBounds(transaction, vdnId, after);
      await saveVdn(transaction, { ...vdn, settings });
      const detail = { before, after };
      await audit(transaction, call, 'vdn.bound', `vdn ${vdnId}`, detail);
      if (vdnId !== principal.vdnId) {
        const actor = `${principal.actor} of VDN ${principal.vdnId}`;
        const entry = { at: now, actor, action: 'vdn.bound', subject: `vdn ${vdnId}`, detail };
        await addAuditEntry(transaction, vdnId, entry);
      }
      return ok(after);
    });
  },
});

/** What speaks against the prefix: another VDN's, or an agent of another VDN; null: nothing. */
export async function refuseTelephonePrefix(
  transaction: Connection,
  vdnId: VdnId,
  prefix: string,
): Promise<Refusal | null> {
  if (prefix === '') return null;
  const other = overlapping(vdnId, prefix, await listTelephonePrefixes(transaction));
  if (other !== null) return refuse('alreadyThere', sentences.prefixThere(other.prefix, other.vdnId));
  const isUsed = await hasTelephonesOfOthers(transaction, vdnId, prefix);
  return isUsed ? refuse('inUse', sentences.prefixUsed(prefix)) : null;
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
        'names what the operator has not allowed: results of this VDN go to public addresses only',
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

export const boundsRoutes: readonly ApiRoute[] = [getBounds, putBounds];
