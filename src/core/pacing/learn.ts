// What a pacer learns from a beat: who answered, how long agents talked, how the law's account stands. It
// also brings the models up to the present, and foresees the decision of the same beat.
import { book, clamp, riskCeiling, steer } from './account.ts';
import { ageAnswering, noteEnd, settleAnswering } from './answering.ts';
import { decideBeat } from './decision.ts';
import { callsByAge } from './expect.ts';
import { type Freeing, freeingTable } from './freeing.ts';
import { ageDurations, noteDuration, settleDurations } from './handlingTime.ts';
import { aimOf, limitsOf, lossAim } from './limits.ts';
import type { Pacer } from './pacer.ts';
import type { PacingLaw, PacingRule } from './rule.ts';
import { type Happening, horizonsSeconds, type Seen } from './seen.ts';
import { talkScale } from './talkTime.ts';
import { noteUsage, usageShare } from './usage.ts';

/** Beats further apart than this teach nothing about the time between them. */
const gapSecondsMax = 30;
/** The table of freeing is made anew after a twentieth of the time since the start, within these ends. */
const freeingMillisMin = 5_000;
const freeingMillisMax = 30_000;

/** Takes in what a beat sees and what has happened since the last; once a beat, before `decide`. */
export function learn(
  pacer: Pacer,
  seen: Seen,
  happened: readonly Happening[],
  rule: PacingRule,
  law: PacingLaw,
): void {
  const elapsed = pacer.learnedAt === null ? 1 : (seen.at - pacer.learnedAt) / 1000;
  // A clock that jumped, or a pause: what was learned stays, the time between is not counted.
  const seconds = elapsed > 0 && elapsed <= gapSecondsMax ? elapsed : 1;
  pacer.learnedAt = seen.at;
  const told = takeIn(pacer, happened, seen, law);
  ageAnswering(pacer.answering, seconds, told.ends);
  ageDurations(pacer.talk, seconds);
  ageDurations(pacer.wrapUp, seconds);
  noteUsage(pacer.usage, seen, seconds);
  steer(pacer.lawControl, told.answered, told.abandoned, seconds, aimOf(pacer, law), pacer.lawHeldBack);
  const loss = lossAim(rule);
  if (loss !== null) {
    steer(pacer.lossControl, told.answered, told.givenUp, seconds, loss, pacer.lossHeldBack);
    pacer.lossAnswered += told.answered;
    pacer.lossGivenUp += told.givenUp;
  }
  if (rule.method === 'usage') {
    const share = usageShare(pacer.usage, rule.utilRateMethod) ?? 0;
    const step = 0.02 * (rule.utilRatePercent / 100 - share) * seconds;
    pacer.logUsageRisk = clamp(pacer.logUsageRisk + step, Math.log(1e-6), Math.log(riskCeiling));
  }
  refresh(pacer, seen, rule, law);
  const record = decideBeat(pacer, seen, rule, law);
  pacer.foreseen = { seen, rule, law, record };
  const limits = limitsOf(pacer, seen, rule, law);
  const isHeldBack = record.reason === 'riskLimit' || record.reason === 'budgetSpent';
  pacer.lawHeldBack = isHeldBack && limits.law <= limits.loss;
  pacer.lossHeldBack = isHeldBack && limits.loss <= limits.law;
}

function takeIn(pacer: Pacer, happened: readonly Happening[], seen: Seen, law: PacingLaw) {
  let [ends, answered, abandoned, givenUp, machines] = [0, 0, 0, 0, 0];
  for (const one of happened) {
    switch (one.kind) {
      case 'answered':
      case 'notAnswered':
        noteEnd(pacer.answering, one.kind === 'answered', one.ringSeconds, seen.ringLimitSeconds);
        ends += 1;
        if (one.kind === 'answered') answered += 1;
        break;
      case 'machineMet':
        machines += 1;
        break;
      case 'abandoned':
        abandoned += 1;
        givenUp += 1;
        break;
      case 'connected':
        // Late for the law, and yet served.
        if (one.waitSeconds > law.answerLimitSeconds) givenUp -= 1;
        break;
      case 'talked':
        noteDuration(pacer.talk, one.seconds);
        break;
      case 'wrappedUp':
        noteDuration(pacer.wrapUp, one.seconds);
        break;
      case 'leftEarly':
        break;
    }
  }
  book(pacer.hours, seen.at, { answered, abandoned, machines });
  return { ends, answered, abandoned, givenUp };
}

/** Brings the models up to the present. */
function refresh(pacer: Pacer, seen: Seen, rule: PacingRule, law: PacingLaw): void {
  settleAnswering(pacer.answering, callsByAge(seen.dialedAt, seen.at), seen.ringLimitSeconds);
  const madeFor = JSON.stringify([rule, law.answerLimitSeconds]);
  const period = clamp((seen.at - pacer.startedAt) / 20, freeingMillisMin, freeingMillisMax);
  const isDue = Math.abs(seen.at - pacer.freeingAt) >= period;
  if (pacer.freeing !== null && !isDue && pacer.freeingFor === madeFor) return;
  settleDurations(pacer.talk, seen.talkingSince, seen.at);
  settleDurations(pacer.wrapUp, seen.wrapUpSince, seen.at);
  pacer.freeingAt = seen.at;
  pacer.freeingFor = madeFor;
  const scale = talkScale(pacer, rule);
  const table = (waitSeconds: number): Freeing =>
    freeingTable(
      pacer.talk,
      pacer.wrapUp,
      horizonsSeconds.map((seconds) => seconds + waitSeconds),
      scale,
    );
  // A person who answers may wait a moment; on average half the limit is left when an agent comes free.
  pacer.freeing = table(law.answerLimitSeconds / 2);
  pacer.lossFreeing = rule.method === 'completion' ? table(rule.waitSeconds) : null;
}
