// The second opinion for small teams. With few agents means and variances say little, so the exact
// optimum of a memoryless model is looked up as well (dialUpTo.ts, pacing.md 8.5), and the smaller
// number counts. Measured: at ten agents it gives half a point of occupancy at the same abandonment.
import { dialUpToLevel } from './dialUpTo.ts';
import type { Outlook } from './outlook.ts';
import type { Pacer } from './pacer.ts';
import { horizonsSeconds, type Seen } from './seen.ts';

/** Beyond this team size the first opinion alone is as good or better. */
export const smallTeamMax = 12;

/** Where supply is looked at: about when a call dialed now is answered. */
const lookSeconds = 8;
const look = horizonsSeconds.indexOf(lookSeconds);

/**
 * A fraction of a call is placed from three quarters on: a call too many costs a small team more than a
 * call too few.
 */
const roundingUp = 0.25;

/** The calls to dial so that as many are in flight as the model wants at that price of an abandoned one. */
export function smallTeamDials(pacer: Pacer, seen: Seen, outlook: Outlook, price: number): number {
  const handleSeconds = pacer.talk.meanSeconds + pacer.wrapUp.meanSeconds;
  const busy = seen.talkingSince.length + seen.wrapUpSince.length;
  // Agents whose talk is old are nearer to the end than the model believes: they count as idle in part.
  const byModel = busy * (1 - Math.exp(-(lookSeconds + 1) / handleSeconds));
  const idle = Math.max(0, (outlook.freeMean[look] ?? 0) - byModel);
  // Calls that have rung for long are worth less than a call dialed now.
  const last = horizonsSeconds.length - 1;
  const inFlight = (outlook.answersMean[last] ?? 0) / Math.max(1e-9, outlook.reach[last] ?? 0);
  const level = dialUpToLevel({
    agents: seen.staffed,
    idle,
    answerRate: outlook.answerRate,
    handleToRingRatio: handleSeconds / pacer.answering.ringSecondsMean,
    lambda: price,
  });
  return Math.max(0, Math.floor(level - inFlight + roundingUp));
}
