// How many calls a rule wants on a beat: Campana's own rule and the contract's four methods, each as
// pacing.md 7 defines it. They share one outlook. The caller cuts what they may cost in abandoned calls,
// the same for all.
import type { Outlook } from './outlook.ts';
import type { PacingReason } from './record.ts';
import { horizonsSeconds, type Seen } from './seen.ts';

export interface Wish {
  readonly place: number;
  readonly reason: PacingReason;
}

/**
 * The most calls that keep the risk of the last one within `riskMax`; doubling, then halving. With no
 * risk allowed none, though among a thousand idle agents a risk may be too small to be told from none.
 * @param riskAt the risk of the last of so many calls; never falls with their number
 */
export function dialsWithin(riskAt: (dials: number) => number, riskMax: number, dialsMax: number): number {
  if (dialsMax < 1 || riskMax <= 0 || riskAt(1) > riskMax) return 0;
  let low = 1;
  let high = 2;
  while (high <= dialsMax && riskAt(high) <= riskMax) {
    low = high;
    high *= 2;
  }
  high = Math.min(high, Math.floor(dialsMax) + 1);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (riskAt(middle) <= riskMax) low = middle;
    else high = middle;
  }
  return low;
}

/** One call for each agent who is idle, less those that ring: nobody is abandoned but by an agent. */
export const progressiveDials = (seen: Seen): number =>
  Math.max(
    0,
    Math.floor(seen.idle) - seen.waitingSince.length - seen.dialedAt.length - seen.foreignDialedAt.length,
  );

/** Below this team size the empirical rule has no mean to speak of, and dials one call an agent. */
const empiricalStaffMin = 15;

/**
 * Method 1, empirical: as many calls as bring the expected answers up to that share of the agents
 * expected within the mean ring time; no allowance for chance, no goal for losses of its own.
 */
export function empiricalDials(seen: Seen, outlook: Outlook, ringSeconds: number, ratePercent: number): Wish {
  if (ratePercent === 0) return { place: 0, reason: 'enoughRinging' };
  if (seen.staffed <= empiricalStaffMin) return { place: progressiveDials(seen), reason: 'enoughRinging' };
  const free = atHorizon(outlook.freeMean, ringSeconds);
  const answers = atHorizon(outlook.answersMean, ringSeconds);
  const place = Math.floor(((ratePercent / 100) * free - answers) / outlook.answerRate);
  return { place: Math.max(0, place), reason: 'enoughRinging' };
}

/** Method 5, off-hook rate: so many calls for each idle agent as the answer rate says it takes. */
export function offHookDials(seen: Seen, outlook: Outlook, ratePercent: number): Wish {
  const idle = seen.idle - seen.waitingSince.length;
  const wanted = Math.floor(((ratePercent / 100) * idle) / outlook.answerRate);
  const place = wanted - seen.dialedAt.length - seen.foreignDialedAt.length;
  return { place: Math.max(0, place), reason: 'enoughRinging' };
}

/** The value of a curve over the horizons at any second, straight between two of them. */
function atHorizon(curve: readonly number[], seconds: number): number {
  for (let index = 1; index < horizonsSeconds.length; index++) {
    const to = horizonsSeconds[index] ?? 0;
    if (seconds > to) continue;
    const from = horizonsSeconds[index - 1] ?? 0;
    const low = curve[index - 1] ?? 0;
    return low + Math.max(0, (seconds - from) / (to - from)) * ((curve[index] ?? 0) - low);
  }
  return curve.at(-1) ?? 0;
}

/**
 * Method 2, agent usage: the calls that bring as many agents into use as are wanted, those counted whom
 * the calls in flight will occupy. A large team would pass the goal at any risk, so the risk alone
 * (pacing.md 7) cannot hold it there. What was missed over 15 minutes is made up for, twofold.
 */
export function usageDials(
  seen: Seen,
  outlook: Outlook,
  wanted: number,
  used: number | null,
  countsWrapUp: boolean,
): number {
  const share = Math.max(0, Math.min(1, wanted + 2 * (wanted - (used ?? wanted))));
  const busy = seen.talkingSince.length + (countsWrapUp ? seen.wrapUpSince.length : 0);
  const coming = outlook.answersMean.at(-1) ?? 0;
  const ending = countsWrapUp ? (outlook.freeMean.at(-1) ?? 0) - seen.idle + seen.waitingSince.length : 0;
  return Math.max(0, Math.floor((share * seen.staffed - busy - coming + ending / 2) / outlook.answerRate));
}
