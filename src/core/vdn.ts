// A tenant and its settings. Every limit of the contract that the vendor leaves to the tenant
// (contract.md 15) is a setting here; a stored object may lack a field, `readVdnSettings` fills it.
import { isWithinBound } from './callbackTrust.ts';
import type { MaskableRole } from './masking.ts';
import type { VdnId } from './units.ts';
import { runsTheHouse } from './user.ts';

export interface VdnSettings {
  /** IANA zone of every wall time of this tenant (R13). */
  readonly timeZone: string;
  /** `utc`: campaign begin and end are read and written as UTC (R13). */
  readonly apiTimes: 'local' | 'utc';
  /** `B`: the second reading of the request signature is accepted as well (R20). */
  readonly signatureReading: 'A' | 'B';
  /** How far a request's timestamp may be off, 1 to 60 minutes (R20). */
  readonly signatureSkewMinutes: number;
  /** Pushes of one notice in all, 1 to 6 (R17). */
  readonly noticePushesMax: number;
  /** Hosts, addresses and networks (CIDR) to which notices may go although they are private (R19). */
  readonly callbackTrustlist: readonly string[];
  /** Numbers of one campaign that are not finished, 1 to 100,000,000 (contract.md 7.1: 200,000). */
  readonly unfinishedNumbersMax: number;
  /** Campaigns with a skill queue, and with an IVR, that are not ended (contract.md 3.3). */
  readonly skillCampaignsMax: number;
  readonly ivrCampaignsMax: number;
  /** Calls, call events and notices older than this are dropped, 1 to 3650 days. */
  readonly retentionDays: number;
  /**
   * Abandoned calls among live answers, in percent, that no campaign may exceed in a day of 24 hours or
   * a block of 30 days; 0.1 to 100. The law's ceiling is 3 (pacing.md 4).
   */
  readonly abandonRatePercentMax: number;
  /**
   * Of the calls that detection took for machines, how many persons had answered, in percent, 0 to 20: what
   * an audit finds. They count as abandoned (pacing.md 4).
   */
  readonly falseMachinePercent: number;
  /** An agent must be there this long after the greeting ends, or the call counts as abandoned; 1 to 16. */
  readonly answerLimitSeconds: number;
  /**
   * How long an abandoned number is not dialed unless an agent is guaranteed, 0 to 720 hours; 0: no
   * such rest. 72 is the United Kingdom's rule.
   */
  readonly quarantineHours: number;
  /** The flow that is played to a person for whom no agent is there; null: nothing is played. */
  readonly abandonmentFlowCode: string | null;
  /** Wrap-up ends by itself after this, 0 to 3600. */
  readonly wrapUpSecondsMax: number;
  /** An agent's application that is silent for so long counts as gone, 5 to 300. */
  readonly agentSilenceSecondsMax: number;
  /** How long a person whom a flow has transferred waits for an agent, 5 to 3600. */
  readonly queueSecondsMax: number;
  /** Beginnings of the numbers that may be dialed, 1 to 15 of 0-9 * # + each; empty: all may. Against toll fraud. */
  readonly allowedPrefixes: readonly string[];
  /** `own`: predicted campaigns are paced by Campana's own rule instead of their predictMethod. */
  readonly predictedPacing: 'contract' | 'own';
  /** Roles that see numbers masked, and of persons nothing else that was imported (core/masking.ts). */
  readonly maskedFor: readonly MaskableRole[];
}

/** Whether the tenant lets the number be dialed at all: it begins as one of `allowedPrefixes` says. */
export const isNumberAllowed = (
  called: string,
  { allowedPrefixes }: Pick<VdnSettings, 'allowedPrefixes'>,
): boolean => allowedPrefixes.length === 0 || allowedPrefixes.some((prefix) => called.startsWith(prefix));

export interface Vdn {
  readonly id: VdnId;
  readonly name: string;
  readonly settings: VdnSettings;
}

/**
 * What the operator, who runs VDN 1, lets a VDN set: the outer bound of settings that protect the house. A
 * setting always lies within its bound; it is judged when either of the two is written.
 */
export interface VdnBounds {
  /** Entries that `callbackTrustlist` may have, or lie within; null: any, for VDN 1 only. */
  readonly callbackTrustlist: readonly string[] | null;
  /** Beginnings within which `allowedPrefixes` must lie; empty: any number may be allowed. */
  readonly allowedPrefixes: readonly string[];
  /** With what the names of the VDN’s telephones begin, and of no other VDN’s; empty: nothing is said. */
  readonly telephonePrefix: string;
}

/** Before the operator has said anything: only the operator's own VDN sends results to private addresses. */
export const boundsDefault = (vdnId: VdnId): VdnBounds => ({
  callbackTrustlist: runsTheHouse(vdnId) ? null : [],
  allowedPrefixes: [],
  telephonePrefix: '',
});

/** Entries of a trustlist that open more than the bound does. */
export const entriesBeyond = (trustlist: readonly string[], bounds: VdnBounds): readonly string[] => {
  const { callbackTrustlist: bound } = bounds;
  return bound === null ? [] : trustlist.filter((entry) => !isWithinBound(entry, bound));
};

/** True when these prefixes allow no number that the bound does not allow. */
export const arePrefixesWithin = (prefixes: readonly string[], bound: readonly string[]): boolean =>
  bound.length === 0 ||
  (prefixes.length > 0 && prefixes.every((prefix) => bound.some((outer) => prefix.startsWith(outer))));

/** The settings with everything beyond the bounds taken away; null when no number would be left to dial. */
export function settingsWithin(settings: VdnSettings, bounds: VdnBounds): VdnSettings | null {
  const beyond = new Set(entriesBeyond(settings.callbackTrustlist, bounds));
  const allowedPrefixes = commonPrefixes(settings.allowedPrefixes, bounds.allowedPrefixes);
  if (allowedPrefixes === null) return null;
  const callbackTrustlist = settings.callbackTrustlist.filter((entry) => !beyond.has(entry));
  return { ...settings, callbackTrustlist, allowedPrefixes };
}

/** Beginnings of the numbers that both lists allow, where an empty list allows all; null for none. */
function commonPrefixes(one: readonly string[], other: readonly string[]): readonly string[] | null {
  if (one.length === 0 || other.length === 0) return one.length === 0 ? other : one;
  const common = one.flatMap((prefix) =>
    other.flatMap((outer) => (prefix.startsWith(outer) ? prefix : outer.startsWith(prefix) ? outer : [])),
  );
  return common.length === 0 ? null : [...new Set(common)];
}

export const vdnSettingsDefault: VdnSettings = {
  timeZone: 'UTC',
  apiTimes: 'local',
  signatureReading: 'A',
  signatureSkewMinutes: 15,
  noticePushesMax: 6,
  callbackTrustlist: [],
  unfinishedNumbersMax: 200_000,
  skillCampaignsMax: 20,
  ivrCampaignsMax: 20,
  retentionDays: 90,
  abandonRatePercentMax: 3,
  falseMachinePercent: 0,
  answerLimitSeconds: 2,
  quarantineHours: 72,
  abandonmentFlowCode: null,
  wrapUpSecondsMax: 120,
  agentSilenceSecondsMax: 30,
  queueSecondsMax: 120,
  allowedPrefixes: [],
  predictedPacing: 'contract',
  maskedFor: ['auditor'],
};
