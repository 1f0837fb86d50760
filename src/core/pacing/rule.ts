// Which rule paces a campaign with agents, and what the law and the VDN allow.
import type { PredictSettings } from '../campaign.ts';

/** What the law and the VDN allow (pacing.md 4). */
export interface PacingLaw {
  /** Abandoned calls among live answers at most, 0 to 1. */
  readonly abandonShareMax: number;
  /** An agent must be there this long after the greeting, in seconds. */
  readonly answerLimitSeconds: number;
  /** Answers and abandoned calls of earlier days in the present block of 30 days. */
  readonly block: { readonly answered: number; readonly abandoned: number };
  /**
   * The share of people who answer and are hung up on as machines, 0 to 1; nobody's by default. They
   * count against the ceiling (pacing.md 4), so pacing gets what they leave of it. The part of all who
   * answer, not of the machines: `falseMachineShare` in account.ts makes the one of the other.
   */
  readonly falseMachineShare?: number;
}

/** How a campaign is paced; `own` is Campana's rule (pacing.md 8), `progressive` one call for an agent. */
export type PacingRule = PredictSettings | { readonly method: 'own' } | { readonly method: 'progressive' };

/** How long a person who answered may wait for an agent before the call is given up, in seconds. */
export const waitLimitSeconds = (rule: PacingRule, law: PacingLaw): number =>
  rule.method === 'completion' ? rule.waitSeconds : law.answerLimitSeconds;
