// The settings of a VDN as a request may change them: the ranges are those that core/vdn.ts states.

import { isIP } from 'node:net';
import { Type } from 'typebox';
import { flowCode, patterned } from '../../../api/fields.ts';
import { inBoth } from '../../../core/language.ts';
import { maskableRoles } from '../../../core/masking.ts';
import type { BrokenRule } from '../door/problem.ts';

const mustNameAddresses = inBoth(
  'must be a host name, an address or a network such as 10.0.0.0/8',
  '必须是主机名、地址或网段，例如 10.0.0.0/8',
);
const mustBePrefix = inBoth('must be 1 to 15 of 0-9 * # +', '必须是 1 到 15 位，仅含 0-9 * # +');
export const trustlist = Type.Array(
  patterned('^([A-Za-z0-9_]([A-Za-z0-9_.-]{0,252})|[0-9A-Fa-f:.]{2,45}(/[0-9]{1,3})?)$', mustNameAddresses, {
    description: 'Host name, address or network (CIDR)',
  }),
  { maxItems: 100 },
);

export const prefixes = Type.Array(patterned('^[0-9*#+]{1,15}$', mustBePrefix), {
  maxItems: 200,
  description: 'Beginnings of the numbers that may be dialed; empty: all may',
});

export const settingsPatch = Type.Partial(
  Type.Object({
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
    allowedPrefixes: prefixes,
    predictedPacing: Type.Union([Type.Literal('contract'), Type.Literal('own')]),
    maskedFor: Type.Array(Type.Union(maskableRoles.map((role) => Type.Literal(role))), {
      uniqueItems: true,
      maxItems: maskableRoles.length,
      description: 'Roles that see called numbers masked, and nothing of what was imported with them',
    }),
  }),
  { additionalProperties: false },
);

/** What no pattern can say: a network must be one that an address can lie in. Null: nothing is wrong. */
export function trustlistFault(path: string, entries: readonly string[]): BrokenRule | null {
  // An entry that names nothing would be kept in silence, and the notices refused all the same.
  const at = entries.findIndex((entry) => !namesAddresses(entry));
  return at === -1 ? null : { path: `${path}.${at}`, rule: mustNameAddresses, received: entries[at] };
}

function namesAddresses(entry: string): boolean {
  const [address = '', bits] = entry.split('/');
  const family = isIP(address);
  if (bits !== undefined) return family !== 0 && Number(bits) <= (family === 6 ? 128 : 32);
  return family !== 0 || /^(?![\d.]+$)[^:]+$/.test(entry);
}
