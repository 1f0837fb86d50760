// Dials at the rate at which Erlang's loss formula loses 3 % of the answers, and looks at nothing but the
// number of agents (pacing.md 6.3). It is told the true means, and is still only a lower limit: a rule that
// sees agents and calls and does worse is broken.
import type { Policy } from '../../policy.ts';
import { erlangLoad } from '../erlang.ts';
import { answerRateAt, type Law, meanOf, type Scenario, secondsOf } from '../scenario/scenario.ts';

/** For the day's mean answer rate and the mean handling time of the scenario. */
export function openLoopPolicy(scenario: Scenario): Policy {
  const handleSeconds = meanOf(scenario.talk) + meanOf(scenario.wrap);
  const connectable = connectableShare(scenario);
  const loads = new Map<number, number>();
  let credit = 0;
  let lastAt = 0;
  return {
    name: 'openLoop',
    waitLimitSeconds: 2,
    beat: (seen) => {
      const load = loads.get(seen.staffed) ?? erlangLoad(0.03, seen.staffed);
      loads.set(seen.staffed, load);
      const seconds = (seen.at - lastAt) / 1000;
      lastAt = seen.at;
      credit += (seconds * load) / handleSeconds / connectable;
      const dials = Math.floor(credit);
      credit -= dials;
      return dials;
    },
  };
}

/** The share of dials that an agent can be given to: over the day, in time, and not taken for a machine. */
function connectableShare(scenario: Scenario): number {
  const { answerRate, hours, ring, ringLimitSeconds, detection } = scenario;
  const steps = 1000;
  const grid = Array.from({ length: steps }, (_, step) => (step + 0.5) / steps);
  const rate =
    answerRate.kind === 'classes'
      ? answerRate.rates.reduce((sum, one) => sum + one, 0) / answerRate.rates.length
      : grid.reduce((sum, u) => sum + answerRateAt(answerRate, 0, 0, u * hours * 3600), 0) / steps;
  return rate * shareBelow(ring.person, ringLimitSeconds, grid) * (1 - (detection?.falsePositive ?? 0));
}

function shareBelow(law: Law, seconds: number, grid: readonly number[]): number {
  if (law.law === 'mixture') {
    return (
      law.share * shareBelow(law.first, seconds, grid) +
      (1 - law.share) * shareBelow(law.second, seconds, grid)
    );
  }
  return grid.filter((u) => secondsOf(law, u, 0) < seconds).length / grid.length;
}
