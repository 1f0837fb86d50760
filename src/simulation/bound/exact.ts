// The highest occupancy that any rule can reach in the Markov model while it abandons no more than a given
// share of the people who answer (pacing.md 6.4). No benchmark can ask for more there.
import { bestPolicy, type DialUpTo, type MarkovTeam, type PolicyRates } from './markov.ts';

export interface ExactOptimum {
  /** 0 to 1. */
  readonly occupancy: number;
  /** Abandoned by answered: the maximum, or less where no rule would use more. */
  readonly abandonShare: number;
  /** What an abandoned call costs at this optimum, in served calls. */
  readonly lambda: number;
  /** The one or two policies between which the optimum draws lots, the more careful one first. */
  readonly dialUpTo: readonly DialUpTo[];
  /** The share of the first of them in the rates, 0 to 1. */
  readonly weight: number;
}

interface Candidate {
  readonly levels: DialUpTo;
  readonly rates: PolicyRates;
}

/** The optimum under `abandonShareMax`, above 0 and below 1; exact but for rounding. */
export function exactOptimum(team: MarkovTeam & { readonly abandonShareMax: number }): ExactOptimum {
  const excess = ({ rates }: Candidate): number => rates.abandoned - team.abandonShareMax * rates.answered;
  let lambda = 4;
  let careful = bestPolicy(team, lambda);
  while (excess(careful) > 0) {
    lambda *= 4;
    careful = bestPolicy(team, lambda, careful.levels);
  }
  let bold: Candidate = careful;
  while (excess(bold) <= 0) {
    lambda /= 2;
    if (lambda < 0.01) return mixed(team, careful, careful, 1, lambda);
    careful = bold;
    bold = bestPolicy(team, lambda, bold.levels);
  }
  // The price at which both are worth the same shows whether a third is better than either.
  for (;;) {
    const price = priceBetween(careful, bold);
    const other = bestPolicy(team, price, careful.levels);
    if (worth(other, price) < worth(careful, price) + 1e-12) {
      const weight = excess(bold) / (excess(bold) - excess(careful));
      return mixed(team, careful, bold, weight, price);
    }
    if (excess(other) > 0) bold = other;
    else careful = other;
  }
}

const served = ({ rates }: Candidate): number => rates.answered - rates.abandoned;

const worth = (candidate: Candidate, price: number): number =>
  served(candidate) - price * candidate.rates.abandoned;

const priceBetween = (careful: Candidate, bold: Candidate): number =>
  (served(bold) - served(careful)) / (bold.rates.abandoned - careful.rates.abandoned);

function mixed(
  team: MarkovTeam,
  careful: Candidate,
  bold: Candidate,
  weight: number,
  lambda: number,
): ExactOptimum {
  const mean = (of: (rates: PolicyRates) => number): number =>
    weight * of(careful.rates) + (1 - weight) * of(bold.rates);
  const answered = mean((rates) => rates.answered);
  const abandoned = mean((rates) => rates.abandoned);
  return {
    occupancy: ((answered - abandoned) * team.handleSeconds) / team.agents,
    abandonShare: abandoned / answered,
    lambda,
    dialUpTo: careful === bold ? [careful.levels] : [careful.levels, bold.levels],
    weight,
  };
}
