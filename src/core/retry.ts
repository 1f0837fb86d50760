// Whether a number is called again after an attempt, and when. The model is the family's retry policy
// (contract.md 3.9): one rule for all numbers or one for each number type, by days and attempts a
// day or by result, and causes after which a number is never called again. No policy means no retry.
import { type Cause, causeOf, type Outcome } from './outcome.ts';
import { addSeconds, type Millis, toMillis } from './units.ts';

/**
 * Kinds of result that a rule can name. The vendor prints the number only (sample: 4); the meaning is
 * ours: 1 not answered, 2 busy or rejected, 3 unreachable, 4 any failure.
 */
export type ResultKind = 1 | 2 | 3 | 4;

export type RetryRule =
  /** At most `attemptsPerDay` on each of `days` days, the first day included. */
  | { readonly kind: 'ordinary'; readonly days: number; readonly attemptsPerDay: number }
  | { readonly kind: 'byResult'; readonly results: readonly ResultRule[] };

export interface ResultRule {
  readonly result: ResultKind;
  /** Further attempts after a result of this kind. */
  readonly retryNumber: number;
  readonly callIntervalSeconds: number;
}

export interface RetryPolicy {
  /** `dataType` null: the rule for every number type (policyType 0). */
  readonly rules: readonly { readonly dataType: string | null; readonly rule: RetryRule }[];
  readonly noRetryCauses: readonly Cause[];
}

export const noRetry: RetryPolicy = { rules: [], noRetryCauses: [] };

/** What is known of a number when an attempt has ended. */
export interface Attempts {
  /** All attempts so far, this one included. */
  readonly attempts: number;
  /** Attempts on the VDN's day of this one, this one included. */
  readonly dayAttempts: number;
  /** Days with an attempt, that of this one included. */
  readonly daysTried: number;
  readonly dataType: string | null;
}

export type RetryDecision =
  | { readonly again: true; readonly dueAt: Millis }
  | {
      readonly again: false;
      readonly because: 'succeeded' | 'notAllowed' | 'noPolicy' | 'causeExcluded' | 'attemptsUsedUp';
    };

/** Between two attempts of an ordinary rule on one day, where the vendor names no interval: 10 min. */
const ordinaryIntervalSeconds = 600;

const kindsOf: Record<Outcome, readonly ResultKind[]> = {
  succeeded: [],
  hungUpAfterAnswer: [4],
  busy: [2, 4],
  noSuchNumber: [4],
  switchedOff: [3, 4],
  outOfCoverage: [3, 4],
  hungUpBeforeAnswer: [1, 4],
  noAnswer: [1, 4],
  rejected: [2, 4],
  hungUpInQueue: [4],
  queueTimeout: [4],
  machine: [1, 4],
  ringTimeout: [1, 4],
  abandoned: [4],
  taskMissing: [],
  numberEmpty: [],
  placeFailed: [4],
  notAllowed: [],
  noOutcome: [4],
  noResources: [4],
  systemFault: [4],
};

/**
 * Decides on a further attempt (contract.md 3.9).
 * @param startOfNextDay the VDN's midnight after the attempt began, when the attempts of a day count
 *   anew; a call that lasted over it ends later than that
 */
export function retry(
  policy: RetryPolicy,
  outcome: Outcome,
  tried: Attempts,
  now: Millis,
  startOfNextDay: Millis,
): RetryDecision {
  if (outcome === 'succeeded') return { again: false, because: 'succeeded' };
  // A door that is closed is closed for the next attempt as well.
  if (outcome === 'notAllowed') return { again: false, because: 'notAllowed' };
  if (policy.noRetryCauses.includes(causeOf[outcome])) return { again: false, because: 'causeExcluded' };
  const rule =
    policy.rules.find((entry) => entry.dataType === tried.dataType) ??
    policy.rules.find((entry) => entry.dataType === null);
  if (rule === undefined) return { again: false, because: 'noPolicy' };
  return rule.rule.kind === 'ordinary'
    ? retryOnDays(rule.rule, tried, now, startOfNextDay)
    : retryByResult(rule.rule.results, outcome, tried, now);
}

function retryOnDays(
  rule: { readonly days: number; readonly attemptsPerDay: number },
  tried: Attempts,
  now: Millis,
  startOfNextDay: Millis,
): RetryDecision {
  const later = addSeconds(now, ordinaryIntervalSeconds);
  if (tried.dayAttempts < rule.attemptsPerDay && later < startOfNextDay) return { again: true, dueAt: later };
  if (tried.daysTried < rule.days) return { again: true, dueAt: toMillis(Math.max(later, startOfNextDay)) };
  return { again: false, because: 'attemptsUsedUp' };
}

function retryByResult(
  rules: readonly ResultRule[],
  outcome: Outcome,
  tried: Attempts,
  now: Millis,
): RetryDecision {
  const kinds = kindsOf[outcome];
  // The narrowest kind is listed first, so a rule for "busy" wins over one for "any failure".
  const rule = kinds.flatMap((kind) => rules.filter((entry) => entry.result === kind))[0];
  if (rule === undefined) return { again: false, because: 'noPolicy' };
  if (tried.attempts > rule.retryNumber) return { again: false, because: 'attemptsUsedUp' };
  return { again: true, dueAt: addSeconds(now, rule.callIntervalSeconds) };
}
