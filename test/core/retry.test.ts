// Whether a number is called again: no policy, by days, by result, and the causes that forbid it.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { causeOf, type Outcome } from '../../src/core/outcome.ts';
import {
  type Attempts,
  noRetry,
  type RetryDecision,
  type RetryPolicy,
  type RetryRule,
  retry,
} from '../../src/core/retry.ts';
import { addSeconds, type Millis, toMillis } from '../../src/core/units.ts';

const now = toMillis(Date.UTC(2026, 10, 23, 9));
const midnight = toMillis(Date.UTC(2026, 10, 24));
const first: Attempts = { attempts: 1, dayAttempts: 1, daysTried: 1, dataType: null };
const forAll = (rule: RetryRule): RetryPolicy => ({ rules: [{ dataType: null, rule }], noRetryCauses: [] });
const decide = (
  policy: RetryPolicy,
  outcome: Outcome,
  tried: Partial<Attempts> = {},
  at: Millis = now,
): RetryDecision => retry(policy, outcome, { ...first, ...tried }, at, midnight);

const outcomes = Object.keys(causeOf) as Outcome[];
const outcome = fc.constantFrom(...outcomes);

describe('without a policy', () => {
  it.each(outcomes)('%s is final', (name) => {
    expect(decide(noRetry, name)).toEqual({
      again: false,
      because: name === 'succeeded' || name === 'notAllowed' ? name : 'noPolicy',
    });
  });
});

test.each([
  forAll({ kind: 'ordinary', days: 3, attemptsPerDay: 2 }),
  forAll({ kind: 'byResult', results: [{ result: 4, retryNumber: 3, callIntervalSeconds: 60 }] }),
])('a number that may not be dialed is not tried again, whatever the policy', (policy) => {
  expect(decide(policy, 'notAllowed')).toEqual({ again: false, because: 'notAllowed' });
});

describe('an ordinary rule: two attempts a day on three days', () => {
  const policy = forAll({ kind: 'ordinary', days: 3, attemptsPerDay: 2 });

  it('tries again on the same day, ten minutes later', () => {
    expect(decide(policy, 'busy')).toEqual({ again: true, dueAt: addSeconds(now, 600) });
  });

  it('goes on the next day when those of the day are used up', () => {
    expect(decide(policy, 'busy', { attempts: 2, dayAttempts: 2 })).toEqual({ again: true, dueAt: midnight });
  });

  it('goes on the next day when the day is over before the ten minutes are', () => {
    expect(decide(policy, 'busy', {}, addSeconds(midnight, -600))).toEqual({ again: true, dueAt: midnight });
    expect(decide(policy, 'busy', {}, addSeconds(midnight, -601))).toEqual({
      again: true,
      dueAt: addSeconds(midnight, -1),
    });
  });

  it('ends after the last attempt of the last day', () => {
    expect(decide(policy, 'noAnswer', { attempts: 6, dayAttempts: 2, daysTried: 3 })).toEqual({
      again: false,
      because: 'attemptsUsedUp',
    });
  });

  it('makes at most six attempts, however the day goes', () => {
    fc.assert(
      fc.property(fc.array(outcome, { minLength: 20, maxLength: 20 }), (endings) => {
        let tried = first;
        let at = now;
        let nextMidnight = midnight;
        for (const ending of endings) {
          const decision = retry(policy, ending, tried, at, nextMidnight);
          if (!decision.again) break;
          expect(decision.dueAt).toBeGreaterThan(at);
          const newDay = decision.dueAt >= nextMidnight;
          if (newDay) nextMidnight = addSeconds(nextMidnight, 86_400);
          at = decision.dueAt;
          tried = {
            ...tried,
            attempts: tried.attempts + 1,
            dayAttempts: newDay ? 1 : tried.dayAttempts + 1,
            daysTried: tried.daysTried + (newDay ? 1 : 0),
          };
        }
        expect(tried.attempts).toBeLessThanOrEqual(6);
      }),
    );
  });
});

describe('a rule by result', () => {
  const policy = forAll({
    kind: 'byResult',
    results: [
      { result: 4, retryNumber: 1, callIntervalSeconds: 3600 },
      { result: 2, retryNumber: 3, callIntervalSeconds: 120 },
    ],
  });

  it('takes the narrowest rule: busy has its own', () => {
    expect(decide(policy, 'busy')).toEqual({ again: true, dueAt: addSeconds(now, 120) });
    expect(decide(policy, 'busy', { attempts: 3 })).toEqual({ again: true, dueAt: addSeconds(now, 120) });
    expect(decide(policy, 'busy', { attempts: 4 })).toEqual({ again: false, because: 'attemptsUsedUp' });
  });

  it('falls back on the rule for any failure', () => {
    expect(decide(policy, 'switchedOff')).toEqual({ again: true, dueAt: addSeconds(now, 3600) });
    expect(decide(policy, 'switchedOff', { attempts: 2 })).toEqual({
      again: false,
      because: 'attemptsUsedUp',
    });
  });

  it('leaves results without a rule alone', () => {
    const onlyBusy = forAll({
      kind: 'byResult',
      results: [{ result: 2, retryNumber: 3, callIntervalSeconds: 120 }],
    });
    expect(decide(onlyBusy, 'noSuchNumber')).toEqual({ again: false, because: 'noPolicy' });
  });

  it('never tries more often than its rule says', () => {
    fc.assert(
      fc.property(outcome, fc.integer({ min: 1, max: 20 }), (ending, attempts) => {
        const decision = decide(policy, ending, { attempts });
        if (decision.again) expect(attempts).toBeLessThanOrEqual(3);
      }),
    );
  });
});

describe('what goes before every rule', () => {
  const generous: RetryRule = { kind: 'ordinary', days: 30, attemptsPerDay: 10 };

  it('a success is final', () => {
    expect(decide(forAll(generous), 'succeeded')).toEqual({ again: false, because: 'succeeded' });
  });

  it('a cause on the list is never called again', () => {
    const policy: RetryPolicy = { ...forAll(generous), noRetryCauses: ['00538'] };
    expect(decide(policy, 'noSuchNumber')).toEqual({ again: false, because: 'causeExcluded' });
    expect(decide(policy, 'busy').again).toBe(true);
  });

  it("a number's own type wins over the rule for all", () => {
    const policy: RetryPolicy = {
      rules: [
        { dataType: null, rule: { kind: 'byResult', results: [] } },
        { dataType: 'mobile', rule: generous },
      ],
      noRetryCauses: [],
    };
    expect(decide(policy, 'busy', { dataType: 'mobile' }).again).toBe(true);
    expect(decide(policy, 'busy', { dataType: 'landline' })).toEqual({ again: false, because: 'noPolicy' });
  });
});
