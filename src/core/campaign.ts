// What a campaign is: its settings, its states, and what follows from the clock alone.
// The field names are the contract's where it has one, with the unit last.
import type { CallHandling } from './handling.ts';
import type { CampaignId, Millis, VdnId } from './units.ts';

/** Kinds of dialing (seed, Table 3 row 5): 1 and 3 are IVR, 2 predicted, 5 previewed, 6 preempted. */
export const deviceTypes = [1, 2, 3, 5, 6] as const;
export type DeviceType = (typeof deviceTypes)[number];

/** Minutes after midnight of the VDN's zone; open from `begin` up to, not including, `end` (R12). */
export interface Segment {
  readonly begin: number;
  readonly end: number;
}

/** The three segments keep their places, so that an answer shows them where they were given. */
export type Segments = readonly [Segment | null, Segment | null, Segment | null];

export interface Schedule {
  readonly workday: Segments;
  readonly holiday: Segments;
}

export interface IvrSettings {
  readonly deviceSign: string;
  /** Calls per interval, 1 to 100. */
  readonly callCount: number;
  /** 1 to 9999. */
  readonly callIntervalSeconds: number;
}

export interface AverageCallTime {
  /** 50 to 200. */
  readonly minAvgCallSeconds: number;
  readonly maxAvgCallSeconds: number;
}

export type PredictSettings =
  | (AverageCallTime & { readonly method: 'empirical'; readonly outBoundRatePercent: number })
  | (AverageCallTime & {
      readonly method: 'usage';
      readonly lossRatePercent: number;
      readonly utilRatePercent: number;
      /** 1: talk / login; 2: (talk + work state) / login (seed, Table 10). */
      readonly utilRateMethod: 1 | 2;
    })
  | (AverageCallTime & {
      readonly method: 'completion';
      readonly lossRatePercent: number;
      readonly waitSeconds: number;
      readonly connRatePercent: number;
    })
  | { readonly method: 'offHook'; readonly offHookRatePercent: number };

export interface PreviewSettings {
  readonly failIntervalSeconds: number;
  readonly obCallCount: number;
  readonly autoCallSeconds: number;
}

export interface SkillSettings {
  readonly skillId: number;
  readonly skillName: string | null;
  /** Set for deviceType 2 only. */
  readonly predict: PredictSettings | null;
  /** Set for deviceType 5 only. */
  readonly preview: PreviewSettings | null;
}

export interface CampaignSettings {
  readonly name: string;
  readonly description: string | null;
  /** Both or neither. */
  readonly beginAt: Millis | null;
  readonly endAt: Millis | null;
  readonly deviceType: DeviceType;
  readonly callerNo: string;
  readonly maxAlertingSeconds: number;
  readonly schedule: Schedule;
  /** Set for deviceType 1 and 3 only. */
  readonly ivr: IvrSettings | null;
  /** Set for deviceType 2, 5 and 6 only. */
  readonly skill: SkillSettings | null;
  readonly callBackUrl: string;
}

/** What a person chose; the end is not chosen, it follows from the clock (R14). */
export type ChosenState = 'draft' | 'started' | 'paused';
export type CampaignState = ChosenState | 'ended';

export interface Campaign {
  readonly vdnId: VdnId;
  readonly id: CampaignId;
  readonly state: ChosenState;
  /** Counts from 1; each change of settings, handling or state is one more. */
  readonly revision: number;
  readonly settings: CampaignSettings;
  /** Beside the contract: its PUT never touches this. */
  readonly handling: CallHandling;
}

/** The state at an instant: a campaign ends when its end time passes, and that is final (R14). */
export function stateAt(campaign: Campaign, now: Millis): CampaignState {
  const { endAt } = campaign.settings;
  return endAt !== null && endAt <= now ? 'ended' : campaign.state;
}

/** True for deviceType 1 and 3, which need no agents. */
export const isIvr = (deviceType: DeviceType): boolean => deviceType === 1 || deviceType === 3;
