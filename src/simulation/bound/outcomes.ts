// The laws of a scenario's calls, for the informed rule: it knows every law, but of a call without a known
// fate it knows only the age.
import type { Seen } from '../../core/pacing/seen.ts';
import { type Law, type Scenario, secondsOf } from '../pace/scenario/scenario.ts';

/** What becomes of dials in the course of time, for one answer rate. */
export interface Outcomes {
  /** The chance that a dial reaches an agent within 1, 2, ... seconds. */
  readonly reach: readonly number[];
  /** The chance that it is still in flight after 0, 1, ... seconds. */
  readonly inFlight: readonly number[];
}

/** The laws of a scenario's calls, as a function of the answer rate. */
export function outcomesOf(scenario: Scenario): (rate: number) => Outcomes {
  const { ring, ringLimitSeconds, detection, machineShare, refusedShare } = scenario;
  const delay = detection?.delaySeconds ?? 0;
  const seconds = Math.ceil(ringLimitSeconds + delay);
  const within = (law: Law, after: number): number[] => withinSeconds(law, ringLimitSeconds, after, seconds);
  const [person, machine, refused] = [
    within(ring.person, delay),
    within(ring.machine, delay),
    within(ring.refused, 0),
  ];
  return (rate) => {
    const persons = rate * (1 - (detection?.falsePositive ?? 0));
    const machines = (1 - rate) * machineShare;
    const reach = person.map(
      (share, second) =>
        persons * share + machines * (detection?.falseNegative ?? 0) * (machine[second] ?? 0),
    );
    const over = person.map(
      (share, second) =>
        rate * share + machines * (machine[second] ?? 0) + (1 - rate) * refusedShare * (refused[second] ?? 0),
    );
    return { reach, inFlight: [1, ...over.map((share) => 1 - share)] };
  };
}

/** For the middle of each second to come: sums of the calls' chances to be answered, and of their squares. */
export interface Doubtful {
  readonly mean: readonly number[];
  readonly squares: readonly number[];
}

/** How many answers to expect of calls in flight of which only the age is known. */
export function doubtfulOf({ reach, inFlight }: Outcomes, { at, dialedAt }: Seen): Doubtful {
  const seconds = reach.length;
  const byAge = new Array<number>(seconds).fill(0);
  for (const dialed of dialedAt) {
    const age = Math.min(seconds - 1, Math.floor((at - dialed) / 1000));
    byAge[age] = (byAge[age] ?? 0) + 1;
  }
  const mean = new Array<number>(seconds).fill(0);
  const squares = new Array<number>(seconds).fill(0);
  const reachBy = (age: number): number => (age <= 0 ? 0 : (reach[Math.min(seconds, age) - 1] ?? 0));
  byAge.forEach((calls, age) => {
    if (calls === 0) return;
    const left = Math.max(1e-9, inFlight[age] ?? 0);
    for (let second = 0; second < seconds; second += 1) {
      const middle = (reachBy(age + second) + reachBy(age + second + 1)) / 2;
      const chance = Math.min(1, (middle - reachBy(age)) / left);
      mean[second] = (mean[second] ?? 0) + calls * chance;
      squares[second] = (squares[second] ?? 0) + calls * chance * chance;
    }
  });
  return { mean, squares };
}

function withinSeconds(law: Law, limitSeconds: number, delay: number, seconds: number): number[] {
  const points = 1000;
  const within = new Array<number>(seconds).fill(0);
  for (let point = 0; point < points; point += 1) {
    const ring = secondsOf(law, (point + 0.5) / points, 0);
    if (ring >= limitSeconds) continue;
    for (let second = Math.floor(ring + delay); second < seconds; second += 1)
      within[second] = (within[second] ?? 0) + 1 / points;
  }
  return within;
}
