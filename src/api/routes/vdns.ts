// Tenants: their settings, their bounds, and adding more. The ranges are those that core/vdn.ts states.
import { type TSchema, Type } from 'typebox';
import { inBoth } from '../../core/language.ts';
import { type MaskableRole, maskableRoles } from '../../core/masking.ts';
import type { VdnBounds, VdnSettings } from '../../core/vdn.ts';
import {
  flowCode,
  nameText,
  orNull,
  password,
  patterned,
  userName,
  vdnIdText,
  vdnParams,
} from '../fields.ts';
import { route, type Value } from '../route.ts';

export const mustNameAddresses = inBoth(
  'must be a host name, an address or a network such as 10.0.0.0/8',
  '必须是主机名、地址或网段，例如 10.0.0.0/8',
);
const trustlist = Type.Array(
  patterned('^([A-Za-z0-9_]([A-Za-z0-9_.-]{0,252})|[0-9A-Fa-f:.]{2,45}(/[0-9]{1,3})?)$', mustNameAddresses, {
    description: 'Host name, address or network (CIDR)',
  }),
  { maxItems: 100 },
);

const prefixes = Type.Array(
  patterned('^[0-9*#+]{1,15}$', inBoth('must be 1 to 15 of 0-9 * # +', '必须是 1 到 15 位，仅含 0-9 * # +')),
  { maxItems: 200, description: 'Beginnings of the numbers that may be dialed; empty: all' },
);

const maskableRole = Type.Unsafe<MaskableRole>(Type.Union(maskableRoles.map((role) => Type.Literal(role))));

const settings = Type.Object({
  timeZone: Type.String({ maxLength: 64, description: 'IANA time zone of every wall time' }),
  apiTimes: Type.Union([Type.Literal('local'), Type.Literal('utc')]),
  signatureReading: Type.Union([Type.Literal('A'), Type.Literal('B')]),
  signatureSkewMinutes: Type.Integer({ minimum: 1, maximum: 60 }),
  noticePushesMax: Type.Integer({ minimum: 1, maximum: 6 }),
  callbackTrustlist: trustlist,
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
    description: 'The share of the calls taken for machines that people answered; they count as abandoned',
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
  allowedPrefixes: prefixes,
  predictedPacing: Type.Union([Type.Literal('contract'), Type.Literal('own')]),
  maskedFor: Type.Array(maskableRole, {
    uniqueItems: true,
    maxItems: maskableRoles.length,
    description: 'Roles that see called numbers masked, and nothing of what was imported with them',
  }),
} satisfies Record<keyof VdnSettings, TSchema>);
const settingsPatch = Type.Partial(settings, { additionalProperties: false });

const vdnFields = { id: Type.Integer(), name: Type.String(), settings };
const vdn = Type.Object(vdnFields);
export type Vdn = Value<typeof vdn>;

const bounds = Type.Object({
  callbackTrustlist: orNull(trustlist, {
    description: 'What the VDN’s trustlist may name: these entries and parts of them; null: anything',
  }),
  allowedPrefixes: prefixes,
  telephonePrefix: patterned(
    '^[A-Za-z0-9_-]{0,30}$',
    inBoth('must be at most 30 letters, digits, - and _', '最多 30 个字母、数字、- 或 _'),
    { description: 'The beginning of the names of the VDN’s telephones, and of no other VDN’s' },
  ),
} satisfies Record<keyof VdnBounds, TSchema>);
const boundsPatch = Type.Partial(bounds, { additionalProperties: false });

export const getVdn = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId',
  tag: 'vdns',
  summary: 'The VDN and its settings',
  permission: 'vdn.read',
  params: vdnParams,
  answer: vdn,
});

export const patchVdn = route({
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
  answer: vdn,
});

export const postVdn = route({
  method: 'POST',
  path: '/v1/vdns',
  tag: 'vdns',
  summary: 'Add a VDN with its first administrator and access key',
  description: 'For administrators of VDN 1. The secret of the key is shown only in this answer.',
  permission: 'vdn.create',
  body: Type.Object(
    {
      id: Type.Integer({ minimum: 1, maximum: 9999 }),
      name: nameText(100),
      settings: Type.Optional(settingsPatch),
      bounds: Type.Optional(boundsPatch),
      administrator: Type.Object({ name: userName, password }, { additionalProperties: false }),
    },
    { additionalProperties: false },
  ),
  answer: Type.Object({
    ...vdnFields,
    accessKey: Type.Object({ ak: Type.String(), secret: Type.String() }),
  }),
});

/** A parameter of another name: a VDN in the path is otherwise the one that who asks belongs to. */
const boundsParams = Type.Object({ ofVdn: vdnIdText });

export const getBounds = route({
  method: 'GET',
  path: '/v1/bounds/:ofVdn',
  tag: 'vdns',
  summary: 'Bounds of a VDN: what the operator lets it set; those of other VDNs for VDN 1 only',
  permission: 'vdn.read',
  params: boundsParams,
  answer: bounds,
});

export const putBounds = route({
  method: 'PUT',
  path: '/v1/bounds/:ofVdn',
  tag: 'vdns',
  summary:
    'Set the bounds of a VDN: where results may go, which numbers may be dialed, how its telephones begin',
  description:
    'For administrators of VDN 1 who have signed in; an access key cannot. What is not given stays. Settings of ' +
    'the VDN that lie beyond are cut back in the same step.',
  permission: 'vdn.create',
  params: boundsParams,
  body: boundsPatch,
  answer: bounds,
});
