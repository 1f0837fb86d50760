// What a change of pacing would do, foreseen by the simulator: the same pacing that runs in the server, on
// the same seeds, once as the campaign is set and once as it would be. Pure, so the worker is a shell.
import type { PacingLaw, PacingRule } from '../../../src/core/pacing/rule.ts';
import { campanaPolicy } from '../../../src/simulation/pace/campana.ts';
import { figuresOf, type RunFigures } from '../../../src/simulation/pace/figures.ts';
import { runScenario } from '../../../src/simulation/pace/run.ts';
import { baseScenario, type Scenario } from '../../../src/simulation/pace/scenario/scenario.ts';

/** The world in which it is foreseen, and how it is paced there. */
export interface ForecastQuestion {
  /** 1 to 5000. */
  readonly agents: number;
  readonly answerRatePercent: number;
  readonly talkSeconds: number;
  readonly wrapUpSeconds: number;
  readonly law: PacingLaw;
  readonly now: Paced;
  readonly changed: Paced;
}

export interface Paced {
  readonly rule: PacingRule;
  readonly ringLimitSeconds: number;
}

export interface Foreseen {
  readonly occupancyPercent: number;
  readonly abandonedPercent: number;
  /** From being ready to the next call, on average. */
  readonly agentWaitSeconds: number;
  readonly talksPerAgentHour: number;
}

export interface Forecast {
  readonly now: Foreseen;
  readonly changed: Foreseen;
  /** Hours that were played each way. */
  readonly hours: number;
}

const runsMax = 10;

/** A large floor shows in minutes what a small one shows in hours. */
const hoursOf = ({ agents }: ForecastQuestion): number => (agents > 200 ? 0.5 : 2);

/** Plays until `isTimeUp`, at least once each way. */
export function foresee(question: ForecastQuestion, isTimeUp: () => boolean): Forecast {
  const runs: { now: RunFigures; changed: RunFigures }[] = [];
  do {
    const seed = runs.length + 1;
    runs.push({ now: play(question, question.now, seed), changed: play(question, question.changed, seed) });
  } while (runs.length < runsMax && !isTimeUp());
  return {
    now: meanOf(runs.map(({ now }) => now)),
    changed: meanOf(runs.map(({ changed }) => changed)),
    hours: runs.length * hoursOf(question),
  };
}

function play(question: ForecastQuestion, { rule, ringLimitSeconds }: Paced, seed: number): RunFigures {
  const scenario: Scenario = {
    ...baseScenario,
    id: 'forecast',
    agents: question.agents,
    hours: hoursOf(question),
    answerRate: { kind: 'constant', rate: question.answerRatePercent / 100 },
    talk: { law: 'logNormal', meanSeconds: question.talkSeconds, variation: 1 },
    wrap: { law: 'logNormal', meanSeconds: question.wrapUpSeconds, variation: 0.6 },
    ringLimitSeconds,
  };
  return figuresOf(runScenario(scenario, seed, campanaPolicy('forecast', rule, question.law)));
}

function meanOf(runs: readonly RunFigures[]): Foreseen {
  const mean = (of: (run: RunFigures) => number): number =>
    runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
  return {
    occupancyPercent: 100 * mean((run) => run.occupancy),
    abandonedPercent: 100 * mean((run) => run.abandonment),
    agentWaitSeconds: mean((run) => run.agentWaitSeconds),
    talksPerAgentHour: mean((run) => run.servedPerAgentHour),
  };
}
