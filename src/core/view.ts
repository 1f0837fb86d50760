// What the plan of one campaign depends on, as it stood at one instant. The store fills it from the rows,
// the carrier adds its capacity, and for campaigns with agents the desk adds the agents.
import type { Campaign } from './campaign.ts';
import type { CarrierShare } from './carrier.ts';
import type { Pacing } from './ivrPacing.ts';
import type { Pacer } from './pacing/pacer.ts';
import type { PacingLaw, PacingRule } from './pacing/rule.ts';
import type { Seen } from './pacing/seen.ts';
import type { SpecialDate } from './specialDate.ts';
import type { Millis } from './units.ts';

/** The agents of a campaign with agents, as the desk sees them, and how it is paced. */
export interface AgentsView {
  /** What the other limits leave is the plan's to say. */
  readonly seen: Omit<Seen, 'dialsMax'>;
  readonly pacer: Pacer;
  readonly rule: PacingRule;
  readonly law: PacingLaw;
}

/** Everything the plan of one campaign depends on, as it stood at one instant. */
export interface CampaignView {
  readonly campaign: Campaign;
  readonly timeZone: string;
  readonly specialDates: readonly SpecialDate[];
  /** Numbers waiting to be called, now or later. */
  readonly waiting: number;
  /** When the first of them is due; null without any. */
  readonly firstDueAt: Millis | null;
  /** Calls in flight, claimed ones included. */
  readonly calling: number;
  readonly pacing: Pacing;
  /** This campaign's share of what the carrier bears. */
  readonly share: CarrierShare;
  /** Null for a campaign with an IVR, and where the agents are not known: seated by another process. */
  readonly agents: AgentsView | null;
}
