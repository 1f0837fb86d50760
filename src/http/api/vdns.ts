// Tenants: their settings, and further ones, which only an administrator of the first VDN may make.

import { isIP } from 'node:net';
import { Type } from 'typebox';
import { mustBeFlow } from '../../core/handling.ts';
import { inBoth } from '../../core/language.ts';
import { maskableRoles } from '../../core/masking.ts';
import { passwordFlaw } from '../../core/password.ts';
import { toVdnId } from '../../core/units.ts';
import { runsTheHouse } from '../../core/user.ts';
import { type Vdn, type VdnSettings, vdnSettingsDefault } from '../../core/vdn.ts';
import { isTimeZone } from '../../core/zone.ts';
import { createAccessKey } from '../../store/accessKeys.ts';
import { addAuditEntry } from '../../store/audit.ts';
import { listFlows } from '../../store/flows.ts';
import { createUser } from '../../store/users.ts';
import { createVdn, findVdn, saveVdn } from '../../store/vdns.ts';
import { hashPassword } from './password.ts';
import { refuse, refuseRules } from './problem.ts';
import { type ApiAnswer, type ApiRoute, audit, created, ok, route } from './route.ts';
import { flowCode, nameText, password, patterned, userName, vdnOf, vdnParams } from './schemas.ts';
import { sentences } from './sentences.ts';

const mustNameAddresses = inBoth(
  'must be a host name, an address or a network such as 10.0.0.0/8',
  '必须是主机名、地址或网段，例如 10.0.0.0/8',
);
const mustBePrefix = inBoth('must be 1 to 15 of 0-9 * # +', '必须是 1 到 15 位，仅含 0-9 * # +');
const mustBeZone = inBoth('must be an IANA time zone', '必须是 IANA 时区');

/** The ranges are those that core/vdn.ts states. */
const settingsPatch = Type.Partial(
  Type.Object({
    timeZone: Type.String({ maxLength: 64, description: 'IANA time zone of every wall time' }),
    apiTimes: Type.Union([Type.Literal('local'), Type.Literal('utc')]),
    signatureReading: Type.Union([Type.Literal('A'), Type.Literal('B')]),
    signatureSkewMinutes: Type.Integer({ minimum: 1, maximum: 60 }),
    noticePushesMax: Type.Integer({ minimum: 1, maximum: 6 }),
    callbackTrustlist: Type.Array(
      patterned(
        '^([A-Za-z0-9_]([A-Za-z0-9_.-]{0,252})|[0-9A-Fa-f:.]{2,45}(/[0-9]{1,3})?)$',
        mustNameAddresses,
        { description: 'Host name, address or network (CIDR)' },
      ),
      { maxItems: 100 },
    ),
    unfinishedNumbersMax: Type.Integer({ minimum: 1, maximum: 100_000_000 }),
    skillCampaignsMax: Type.Integer({ minimum: 1, maximum: 10_000 }),
    ivrCampaignsMax: Type.Integer({ minimum: 1, maximum: 10_000 }),
    retentionDays: Type.Integer({ minimum: 1, maximum: 3650 }),
    abandonRatePercentMax: Type.Number({
      minimum: 0.1,
      maximum: 100,
      description: 'Abandoned calls among live answers, in 24 hours and in a block of 30 days',
    }),
    falseMachinePercent: Type.Number({
      minimum: 0,
      maximum: 20,
      description: 'Of the calls taken for machines, how many persons had answered; they count as abandoned',
    }),
    answerLimitSeconds: Type.Number({ minimum: 1, maximum: 16 }),
    quarantineHours: Type.Number({
      minimum: 0,
      maximum: 720,
      description: '0: no rest for abandoned numbers',
    }),
    abandonmentFlowCode: Type.Union([flowCode, Type.Null()]),
    wrapUpSecondsMax: Type.Integer({ minimum: 0, maximum: 3600 }),
    agentSilenceSecondsMax: Type.Integer({ minimum: 5, maximum: 300 }),
    queueSecondsMax: Type.Integer({
      minimum: 5,
      maximum: 3600,
      description: 'How long a person whom a flow has transferred waits for an agent',
    }),
    allowedPrefixes: Type.Array(patterned('^[0-9*#+]{1,15}$', mustBePrefix), {
      maxItems: 200,
      description: 'Beginnings of the numbers that may be dialed; empty: all may',
    }),
    predictedPacing: Type.Union([Type.Literal('contract'), Type.Literal('own')]),
    maskedFor: Type.Array(Type.Union(maskableRoles.map((role) => Type.Literal(role))), {
      uniqueItems: true,
      maxItems: maskableRoles.length,
      description: 'Roles that see called numbers masked, and nothing of what was imported with them',
    }),
  }),
  { additionalProperties: false },
);

const vdnAnswer = Type.Object({ id: Type.Integer(), name: Type.String(), settings: Type.Unknown() });

const getVdn = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId',
  tag: 'vdns',
  summary: 'The VDN and its settings',
  permission: 'vdn.read',
  params: vdnParams,
  answer: vdnAnswer,
  handle: async ({ database, params }) => {
    const vdn = await findVdn(database, vdnOf(params));
    return vdn === null ? noSuchVdn() : ok(vdn);
  },
});

const patchVdn = route({
  method: 'PATCH',
  path: '/v1/vdns/:vdnId',
  tag: 'vdns',
  summary: 'Change the name or some of the settings',
  permission: 'vdn.change',
  params: vdnParams,
  body: Type.Object(
    { name: Type.Optional(nameText(100)), settings: Type.Optional(settingsPatch) },
    { additionalProperties: false },
  ),
  answer: vdnAnswer,
  handle: async (call) => {
    const { database, params, body } = call;
    const refusal = refuseSettings(body.settings ?? {});
    if (refusal !== null) return refusal;
    return database.begin(async (transaction) => {
      const vdn = await findVdn(transaction, vdnOf(params));
      if (vdn === null) return noSuchVdn();
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
      return ok(after);
    });
  },
});

const postVdn = route({
  method: 'POST',
  path: '/v1/vdns',
  tag: 'vdns',
  summary: 'Make a further VDN with its first administrator and access key',
  description: 'For administrators of VDN 1. The secret of the key is told here and never again.',
  permission: 'vdn.create',
  body: Type.Object(
    {
      id: Type.Integer({ minimum: 1, maximum: 9999 }),
      name: nameText(100),
      settings: Type.Optional(settingsPatch),
      administrator: Type.Object({ name: userName, password }, { additionalProperties: false }),
    },
    { additionalProperties: false },
  ),
  handle: async (call) => {
    const { deps, database, principal, now, body } = call;
    if (!runsTheHouse(principal.vdnId)) {
      return refuse('permissionMissing', sentences.houseMakesVdns);
    }
    const refusal = refuseSettings(body.settings ?? {});
    if (refusal !== null) return refusal;
    // A VDN has no flows before it is there.
    const { abandonmentFlowCode = null } = body.settings ?? {};
    if (abandonmentFlowCode !== null) return refuseFlow(abandonmentFlowCode);
    const id = toVdnId(body.id);
    const settings = { ...vdnSettingsDefault, ...given(body.settings ?? {}) };
    const vdn: Vdn = { id, name: body.name, settings };
    const flaw = passwordFlaw(body.administrator.password, body.administrator.name);
    if (flaw !== null) return refuseRules('invalid', [{ path: 'administrator.password', rule: flaw }]);
    const passwordHash = await hashPassword(body.administrator.password, `vdn ${principal.vdnId}`);
    return database.begin(async (transaction) => {
      if (!(await createVdn(transaction, vdn, now))) {
        return refuse('alreadyThere', sentences.vdnThere(id));
      }
      const { name } = body.administrator;
      await createUser(transaction, id, { name, role: 'administrator', passwordHash }, now);
      const key = await createAccessKey(transaction, id, 'the first key', deps.masterKey, now);
      await audit(transaction, call, 'vdn.create', `vdn ${id}`, vdn);
      await addAuditEntry(transaction, id, {
        at: now,
        actor: `${principal.actor} of VDN ${principal.vdnId}`,
        action: 'vdn.create',
        subject: `vdn ${id}`,
        detail: vdn,
      });
      return created({ ...vdn, accessKey: { ak: key.ak, secret: key.secret } });
    });
  },
});

export const vdnRoutes: readonly ApiRoute[] = [getVdn, patchVdn, postVdn];

const noSuchVdn = (): ApiAnswer => refuse('notFound', sentences.noVdn);

/** A person whom no agent serves would hear nothing, and nobody would know. */
const refuseFlow = (received: string): ApiAnswer =>
  refuse('invalid', sentences.noFlowCalled(received), {
    violations: [{ path: 'settings.abandonmentFlowCode', rule: mustBeFlow, received }],
  });

type Patch = { readonly [Name in keyof VdnSettings]?: VdnSettings[Name] | undefined };

/** What no pattern can say: the zone must be one, and a network one that an address can lie in. */
function refuseSettings({ timeZone, callbackTrustlist = [] }: Patch): ApiAnswer | null {
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    const violations = [{ path: 'settings.timeZone', rule: mustBeZone, received: timeZone }];
    return refuse('invalid', sentences.noTimeZone(timeZone), { violations });
  }
  // An entry that names nothing would be kept in silence, and the notices refused all the same.
  const at = callbackTrustlist.findIndex((entry) => !namesAddresses(entry));
  if (at === -1) return null;
  const [path, received] = [`settings.callbackTrustlist.${at}`, callbackTrustlist[at]];
  const violations = [{ path, rule: mustNameAddresses, received }];
  return refuse('invalid', sentences.noAddresses(path, received), { violations });
}

function namesAddresses(entry: string): boolean {
  const [address = '', bits] = entry.split('/');
  const family = isIP(address);
  if (bits !== undefined) return family !== 0 && Number(bits) <= (family === 6 ? 128 : 32);
  return family !== 0 || /^(?![\d.]+$)[^:]+$/.test(entry);
}

/** The fields that were given; an absent one must not hide the stored value. */
function given(patch: Patch) {
  const fields: Partial<VdnSettings> = Object.fromEntries(
    Object.entries(patch).filter(([, value]) => value !== undefined),
  );
  return fields;
}
