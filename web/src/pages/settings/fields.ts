// The settings of a VDN as a form shows them: in which group, of what kind, with the ranges that
// core/vdn.ts states. A setting that is missing here does not compile.
import type { VdnSettings } from '../../../../src/core/vdn.ts';

export type SettingName = keyof VdnSettings;
export const groups = ['general', 'law', 'limits', 'agents', 'interfaces'] as const;
type Group = (typeof groups)[number];
type Unit = 'days' | 'hours' | 'minutes' | 'seconds' | 'percent' | 'pieces';

export type Kind =
  | { readonly is: 'zone' | 'flow' | 'roles' }
  | { readonly is: 'choice'; readonly of: readonly ('local' | 'utc' | 'A' | 'B' | 'contract' | 'own')[] }
  | { readonly is: 'texts'; readonly each: RegExp; readonly most: number }
  | {
      readonly is: 'number';
      readonly least: number;
      readonly most: number;
      readonly unit: Unit;
      readonly step: number;
    };

const whole = (least: number, most: number, unit: Unit): Kind => ({
  is: 'number',
  least,
  most,
  unit,
  step: 1,
});
const tenths = (least: number, most: number, unit: Unit): Kind => ({
  is: 'number',
  least,
  most,
  unit,
  step: 0.1,
});

export const fields: Readonly<Record<SettingName, { readonly group: Group; readonly kind: Kind }>> = {
  timeZone: { group: 'general', kind: { is: 'zone' } },
  retentionDays: { group: 'general', kind: whole(1, 3650, 'days') },
  maskedFor: { group: 'general', kind: { is: 'roles' } },
  abandonRatePercentMax: { group: 'law', kind: tenths(0.1, 100, 'percent') },
  answerLimitSeconds: { group: 'law', kind: tenths(1, 16, 'seconds') },
  quarantineHours: { group: 'law', kind: whole(0, 720, 'hours') },
  falseMachinePercent: { group: 'law', kind: tenths(0, 20, 'percent') },
  abandonmentFlowCode: { group: 'law', kind: { is: 'flow' } },
  predictedPacing: { group: 'law', kind: { is: 'choice', of: ['contract', 'own'] } },
  allowedPrefixes: { group: 'limits', kind: { is: 'texts', each: /^[0-9*#+]{1,15}$/, most: 200 } },
  unfinishedNumbersMax: { group: 'limits', kind: whole(1, 100_000_000, 'pieces') },
  skillCampaignsMax: { group: 'limits', kind: whole(1, 10_000, 'pieces') },
  ivrCampaignsMax: { group: 'limits', kind: whole(1, 10_000, 'pieces') },
  wrapUpSecondsMax: { group: 'agents', kind: whole(0, 3600, 'seconds') },
  agentSilenceSecondsMax: { group: 'agents', kind: whole(5, 300, 'seconds') },
  queueSecondsMax: { group: 'agents', kind: whole(5, 3600, 'seconds') },
  callbackTrustlist: {
    group: 'interfaces',
    kind: {
      is: 'texts',
      each: /^(?:[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}|[0-9A-Fa-f:.]{2,45}(?:\/[0-9]{1,3})?)$/,
      most: 100,
    },
  },
  noticePushesMax: { group: 'interfaces', kind: whole(1, 6, 'pieces') },
  apiTimes: { group: 'interfaces', kind: { is: 'choice', of: ['local', 'utc'] } },
  signatureReading: { group: 'interfaces', kind: { is: 'choice', of: ['A', 'B'] } },
  signatureSkewMinutes: { group: 'interfaces', kind: whole(1, 60, 'minutes') },
};

const isSettingName = (name: string): name is SettingName => Object.hasOwn(fields, name);

/** The settings of a group, in their order. */
export const namesOf = (group: Group): readonly SettingName[] =>
  Object.keys(fields)
    .filter(isSettingName)
    .filter((name) => fields[name].group === group);

/** The settings that were changed; lists are compared by what they hold. */
export function changesOf(before: VdnSettings, now: Partial<VdnSettings>): Partial<VdnSettings> {
  const isChanged = ([name, value]: [string, unknown]): boolean =>
    isSettingName(name) && JSON.stringify(before[name]) !== JSON.stringify(value);
  return Object.fromEntries(Object.entries(now).filter(isChanged));
}
