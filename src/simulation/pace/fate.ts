// The fate of one dial: a pure function of scenario, seed, lead and the instant of the dial, so the k-th
// lead meets the same fate under every policy. Only the chance that a person answers may depend on the
// instant.
import { draw, exponential, field } from '../chance.ts';
import { answerRateAt, type Law, type Scenario, secondsOf } from './scenario/scenario.ts';

export interface Fate {
  /** `machineUnnoticed` reaches an agent like a person; `personRefused` was taken for a machine. */
  readonly outcome: 'person' | 'machine' | 'machineUnnoticed' | 'personRefused' | 'refused' | 'noAnswer';
  /** From the dial until the call can be given to an agent, or is over; machine detection included. */
  readonly ringSeconds: number;
  /** Of what reaches an agent; 0 otherwise. */
  readonly talkSeconds: number;
  readonly wrapSeconds: number;
  /** After which a person without an agent hangs up. */
  readonly patienceSeconds: number;
  /** After which a person without an agent counts as abandoned. */
  readonly limitSeconds: number;
}

/** Within how many seconds of the greeting an agent must be there (16 CFR 310.4(b)(4)(iii)). */
export const legalLimitSeconds = 2;
/** How long an agent takes to notice a machine (pacing.md 5). */
const machineSeconds = 8;

/** A number of the list, and how often it was dialed before. */
export interface Lead {
  readonly lead: number;
  readonly attempt: number;
}

/** The fate of a dial, which goes out `atSeconds` into the campaign. */
export function fateOfLead(scenario: Scenario, seed: number, dialed: Lead, atSeconds: number): Fate {
  const { lead, attempt } = dialed;
  const rate = answerRateAt(scenario.answerRate, seed, lead, atSeconds);
  // Each attempt at a number of a finite list draws as if it were a further number.
  const word = lead + attempt * (scenario.list?.leads ?? 0);
  const u = draw(seed, word, field.outcome);
  if (u < rate) return picksUp(scenario, seed, word, true);
  const rest = (u - rate) / (1 - rate);
  if (rest < scenario.machineShare) return picksUp(scenario, seed, word, false);
  if (rest < scenario.machineShare + scenario.refusedShare) {
    return unanswered('refused', drawnSeconds(scenario.ring.refused, seed, word, field.failureDuration));
  }
  return ringsOut(scenario, seed, word);
}

/** A machine and a person differ in when they pick up; detection may mistake one for the other. */
function picksUp(scenario: Scenario, seed: number, lead: number, isPerson: boolean): Fate {
  const { ring, ringLimitSeconds, detection } = scenario;
  const ringSeconds = drawnSeconds(isPerson ? ring.person : ring.machine, seed, lead, field.ring);
  if (ringSeconds >= ringLimitSeconds) return ringsOut(scenario, seed, lead);
  const knownAfter = ringSeconds + (detection?.delaySeconds ?? 0);
  const errorRate = (isPerson ? detection?.falsePositive : detection?.falseNegative) ?? 0;
  const errs = errorRate > 0 && draw(seed, lead, field.machineDetection) < errorRate;
  if (isPerson === errs) return unanswered(isPerson ? 'personRefused' : 'machine', knownAfter);
  const { patience, markov } = scenario;
  return {
    outcome: isPerson ? 'person' : 'machineUnnoticed',
    ringSeconds: knownAfter,
    talkSeconds: isPerson ? drawnSeconds(scenario.talk, seed, lead, field.talk) : machineSeconds,
    wrapSeconds: drawnSeconds(scenario.wrap, seed, lead, field.wrap),
    patienceSeconds:
      patience === null || !isPerson
        ? Number.POSITIVE_INFINITY
        : drawnSeconds(patience, seed, lead, field.patience),
    limitSeconds: markov
      ? exponential(draw(seed, lead, field.abandonmentLimit), legalLimitSeconds)
      : legalLimitSeconds,
  };
}

function ringsOut(scenario: Scenario, seed: number, lead: number): Fate {
  const { ring, ringLimitSeconds } = scenario;
  if (ring.noAnswer === null) return unanswered('noAnswer', ringLimitSeconds);
  const seconds = drawnSeconds(ring.noAnswer, seed, lead, field.failureDuration);
  return unanswered('noAnswer', Math.min(seconds, ringLimitSeconds));
}

const unanswered = (outcome: Fate['outcome'], ringSeconds: number): Fate => ({
  outcome,
  ringSeconds,
  talkSeconds: 0,
  wrapSeconds: 0,
  patienceSeconds: 0,
  limitSeconds: 0,
});

const drawnSeconds = (law: Law, seed: number, lead: number, fieldNumber: number): number =>
  secondsOf(
    law,
    draw(seed, lead, fieldNumber),
    law.law === 'mixture' ? draw(seed, lead, field.talkBranch) : 0,
  );
