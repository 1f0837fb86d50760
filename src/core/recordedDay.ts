// A day of a campaign with agents as it was recorded: the end of each call, the agents of each minute, and
// the settings of pacing. It holds no numbers and no names, so it may be kept in a file and sent to others.
// simulation/replay.ts replays the day with other settings.
import type { Outcome } from './outcome.ts';
import type { PacingRule } from './pacing/rule.ts';
import type { Millis } from './units.ts';

/** What a dial met, in the words of the simulated world. */
export type Met = 'person' | 'machine' | 'refused' | 'noAnswer';

/** Calls as columns, in order of the dial. Instants are seconds since the day began. */
export interface RecordedCalls {
  readonly dialedAt: readonly number[];
  readonly met: readonly Met[];
  /** Until a person or machine answered, or until the call was over. */
  readonly ringSeconds: readonly number[];
  /** Of a person: until an agent was there, or until the person had gone. Null for the others. */
  readonly waitSeconds: readonly (number | null)[];
  /** Null: no agent had the person. */
  readonly talkSeconds: readonly (number | null)[];
  readonly wrapUpSeconds: readonly (number | null)[];
  /** Of a person: no agent was there within the legal limit. */
  readonly abandoned: readonly boolean[];
}

/** A setting of pacing, from an instant of the day on. */
export interface RecordedRule {
  readonly fromSeconds: number;
  readonly revision: number;
  readonly rule: PacingRule;
  readonly ringLimitSeconds: number;
}

export interface RecordedDay {
  readonly version: 1;
  readonly campaignId: number;
  /** `yyyy-MM-dd` in the zone. */
  readonly day: string;
  readonly timeZone: string;
  readonly from: Millis;
  /** How long the day is: 82,800 to 90,000, for clocks are put forward and back. */
  readonly seconds: number;
  readonly predictedPacing: 'contract' | 'own';
  readonly abandonRatePercentMax: number;
  readonly answerLimitSeconds: number;
  /** The account of abandoned calls when the day began: the last 24 hours, and the block of 30 days before. */
  readonly before: {
    readonly hours: readonly {
      /** Before the day began: negative. */
      readonly atSeconds: number;
      readonly answered: number;
      readonly abandoned: number;
    }[];
    readonly block: { readonly answered: number; readonly abandoned: number };
  };
  /** In order of time; the first from 0 or earlier on. */
  readonly rules: readonly RecordedRule[];
  /** Agents there for this campaign in each minute of the day, on average over the minute. */
  readonly staffing: readonly number[];
  /** Beats that were written down, and the gate that decided each (`pacing` when all were open). */
  readonly beats: {
    readonly at: readonly number[];
    readonly placed: readonly number[];
    readonly gate: readonly string[];
  };
  readonly calls: RecordedCalls;
}

/** What a call met, by how it ended; a person is known by the account of abandoned calls. */
export function metOf(outcome: Outcome, abandoned: boolean | null): Met {
  if (abandoned !== null) return 'person';
  switch (outcome) {
    case 'machine':
      return 'machine';
    case 'noAnswer':
    case 'ringTimeout':
    case 'hungUpBeforeAnswer':
    case 'noOutcome':
      return 'noAnswer';
    case 'succeeded':
    case 'hungUpAfterAnswer':
    case 'hungUpInQueue':
    case 'queueTimeout':
    case 'abandoned':
      return 'person';
    case 'busy':
    case 'noSuchNumber':
    case 'switchedOff':
    case 'outOfCoverage':
    case 'rejected':
    case 'taskMissing':
    case 'numberEmpty':
    case 'placeFailed':
    case 'notAllowed':
    case 'noResources':
    case 'systemFault':
      return 'refused';
  }
}
