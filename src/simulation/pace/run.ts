// One simulated campaign: scenario, seed and policy in, the log of everything that happened out. Time is in
// seconds inside and in milliseconds for the policy. The policy is asked once a beat; its dials go out
// evenly over the beat, because evenly spaced dials lose far fewer calls than volleys.
import { draw, field } from '../chance.ts';
import type { Policy } from '../policy.ts';
import { createCampaign } from './campaign.ts';
import type { EventLog } from './eventLog.ts';
import type { Truth } from './look.ts';
import type { Scenario } from './scenario/scenario.ts';

export type { Truth } from './look.ts';

export interface RunOptions {
  /** How often the policy is asked: 1, or 3 as the original does. */
  readonly beatSeconds: number;
  /** `random` puts the dials of a beat at random instants of it: a Poisson policy is then exactly that. */
  readonly spacing: 'even' | 'random';
  /** Is given, before the first beat, the way to ask what no dialer can know; for bounds only. */
  readonly confide: (truth: () => Truth) => void;
}

export interface Outcome {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly policy: string;
  readonly log: EventLog;
  /** When the run ended: after the scenario's hours, or when its list was finished. */
  readonly endSeconds: number;
  /** Calls that were neither over nor wrapped up when the run ended. */
  readonly callsAtEnd: { readonly inFlight: number; readonly waiting: number };
}

/** Runs a scenario to its end. The same four arguments give the same log, to the last digit. */
export function runScenario(
  scenario: Scenario,
  seed: number,
  policy: Policy,
  options: Partial<RunOptions> = {},
): Outcome {
  const beatSeconds = options.beatSeconds ?? 1;
  const spacing = options.spacing ?? 'even';
  const endSeconds = scenario.hours * 3600;
  const campaign = createCampaign(scenario, seed, policy.waitLimitSeconds);
  options.confide?.(campaign.truth);
  let beat = 0;
  for (; beat * beatSeconds < endSeconds && !campaign.isFinished(); beat += 1) {
    const at = beat * beatSeconds;
    campaign.passTo(at);
    const seen = campaign.look(at, beatSeconds);
    const wanted = policy.beat(seen, campaign.takeHappenings());
    const dials = Math.max(0, Math.min(Math.floor(wanted), seen.dialsMax));
    for (const instant of instantsOf(dials, at, beatSeconds, spacing, seed, beat)) campaign.dial(instant);
  }
  const endedAt = Math.min(endSeconds, beat * beatSeconds);
  campaign.passTo(endedAt);
  return {
    scenario,
    seed,
    policy: policy.name,
    log: campaign.log,
    endSeconds: endedAt,
    callsAtEnd: campaign.callsOpen(),
  };
}

function instantsOf(
  dials: number,
  at: number,
  beatSeconds: number,
  spacing: RunOptions['spacing'],
  seed: number,
  beat: number,
): number[] {
  const instants: number[] = [];
  for (let dial = 0; dial < dials; dial += 1) {
    const share = spacing === 'even' ? dial / dials : draw(seed, beat * 65_536 + dial, field.dialInstant);
    instants.push(at + share * beatSeconds);
  }
  return spacing === 'even' ? instants : instants.sort((one, other) => one - other);
}
