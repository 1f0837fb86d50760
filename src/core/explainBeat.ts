// "Why 7 and not 9 at 10:31:04": answered from the flight recorder's record of the beat, at once or a month
// later, without the pacer that decided. The answer is data; the reader's side makes sentences of it.
import { riskOf } from './pacing/outlook.ts';
import type { PacingMethod, PacingReason, PacingRecord } from './pacing/record.ts';

export interface BeatExplanation {
  readonly method: PacingMethod;
  /** The calls that somebody expected. */
  readonly asked: number;
  /** The calls that pacing wanted. */
  readonly placed: number;
  /** What decided the number that pacing wanted. */
  readonly reason: PacingReason;
  /** What stood against the number asked about; null: nothing, it is no more than what was placed. */
  readonly binding: PacingReason | null;
  /** The probability that a call may have to find no agent, 0 to 1. */
  readonly riskMax: number;
  /** That probability for the last of so many calls, from the smaller number to one beyond the larger. */
  readonly riskAt: readonly { readonly dials: number; readonly risk: number }[];
}

/** Numbers of calls whose risk is told at most; between far ends they are thinned out. */
const risksMax = 21;

/** @param asked the number that somebody expected; without it, one call more than was wanted */
export function explainBeat(record: PacingRecord, asked: number = record.place + 1): BeatExplanation {
  const first = Math.min(asked, record.place);
  const last = Math.max(asked, record.place) + 1;
  const step = Math.max(1, (last - first) / (risksMax - 3));
  const counts = new Set([record.place, record.place + 1, asked]);
  for (let dials = first; dials <= last; dials += step) counts.add(Math.round(dials));
  return {
    method: record.method,
    asked,
    placed: record.place,
    reason: record.reason,
    binding: asked <= record.place ? null : bindingAt(record, asked),
    riskMax: record.riskMax,
    riskAt: [...counts]
      .sort((one, other) => one - other)
      .map((dials) => ({ dials, risk: riskOf(record.outlook, dials) })),
  };
}

/**
 * What stands against so many calls: first that nobody is there, then what can be dialed at all, then
 * what decided the beat. Where the method itself wanted no more, the risk may have been the nearer limit
 * for a number far beyond.
 */
function bindingAt(record: PacingRecord, asked: number): PacingReason {
  if (record.staffed <= 0) return 'noAgents';
  if (asked > record.dialsMax) return 'dialsMax';
  return record.reason === 'dialsMax' ? riskOrMethod(record, asked) : record.reason;
}

const riskOrMethod = (record: PacingRecord, asked: number): PacingReason =>
  riskOf(record.outlook, asked) > record.riskMax ? 'riskLimit' : 'enoughRinging';
