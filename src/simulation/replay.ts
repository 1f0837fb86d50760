// Replays a day with other settings: it builds a world from the record and runs Campana's own pacing in it,
// once with the settings of that day and once with the other ones. The first run shows how far the second
// can be believed.

import { decide } from '../core/pacing/decision.ts';
import { learn } from '../core/pacing/learn.ts';
import type { Pacer } from '../core/pacing/pacer.ts';
import { countAnswers, createPacer } from '../core/pacing/pacer.ts';
import type { PacingLaw, PacingRule } from '../core/pacing/rule.ts';
import { waitLimitSeconds } from '../core/pacing/rule.ts';
import type { RecordedDay } from '../core/recordedDay.ts';
import { toMillis } from '../core/units.ts';
import { runScenario } from './pace/run.ts';
import type { Policy } from './policy.ts';
import { type DayFigures, meanOfFigures, recordedFigures, replayedFigures } from './replay/figures.ts';
import { worldOfDay } from './replay/world.ts';

/** How a campaign would be paced instead. */
export interface OtherSettings {
  readonly rule: PacingRule;
  readonly ringLimitSeconds: number;
}

export interface Replay {
  /** Seconds of the day between which it was replayed: where agents were there. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly recorded: DayFigures;
  readonly asItWas: DayFigures;
  readonly withOther: DayFigures;
}

/** Plays the day with `seeds` seeds each way and takes the mean; null when nobody was there or dialed. */
export function replayDay(day: RecordedDay, other: OtherSettings, seeds: number): Replay | null {
  const [first] = day.rules;
  if (first === undefined) return null;
  const was = worldOfDay(day, first.ringLimitSeconds);
  const would = worldOfDay(day, other.ringLimitSeconds);
  if (was === null || would === null) return null;
  const { fromSeconds } = was;
  const toSeconds = fromSeconds + was.scenario.hours * 3600;
  const isClosed = closedTimes(day, fromSeconds);
  const ruleAt = (seconds: number): PacingRule =>
    day.rules.findLast((one) => one.fromSeconds <= seconds + fromSeconds)?.rule ?? first.rule;
  const play = ({ scenario }: typeof was, rule: (seconds: number) => PacingRule): DayFigures =>
    meanOfFigures(
      Array.from({ length: seeds }, (_, seed) =>
        replayedFigures(runScenario(scenario, seed + 1, policyOf(day, fromSeconds, rule, isClosed))),
      ),
    );
  return {
    fromSeconds,
    toSeconds,
    recorded: recordedFigures(day, fromSeconds, toSeconds),
    asItWas: play(was, ruleAt),
    withOther: play(would, () => other.rule),
  };
}

/** Campana's pacing with the account of the morning, silent where the campaign was closed that day. */
function policyOf(
  day: RecordedDay,
  fromSeconds: number,
  ruleAt: (seconds: number) => PacingRule,
  isClosed: (seconds: number) => boolean,
): Policy {
  const law: PacingLaw = {
    abandonShareMax: day.abandonRatePercentMax / 100,
    answerLimitSeconds: day.answerLimitSeconds,
    block: day.before.block,
  };
  let pacer: Pacer | null = null;
  return {
    name: 'replay',
    waitLimitSeconds: waitLimitSeconds(ruleAt(0), law),
    beat: (seen, happened) => {
      pacer ??= openPacer(day, fromSeconds, seen.at);
      const seconds = seen.at / 1000;
      const rule = ruleAt(seconds);
      learn(pacer, seen, happened, rule, law);
      return isClosed(seconds) ? 0 : decide(pacer, seen, rule, law).place;
    },
  };
}

function openPacer(day: RecordedDay, fromSeconds: number, at: Pacer['startedAt']): Pacer {
  const pacer = createPacer(at);
  const hours = day.before.hours.map(({ atSeconds, answered, abandoned }) => ({
    hour: toMillis((atSeconds - fromSeconds) * 1000),
    answered,
    abandoned,
    // A recorded day tells of no detection.
    machines: 0,
  }));
  countAnswers(pacer, hours);
  return pacer;
}

/** Gates that have nothing to do with pacing: closed, the campaign would not have dialed however it is set. */
const outerGates: ReadonlySet<string> = new Set([
  'state',
  'dates',
  'segment',
  'holiday',
  'numbersLeft',
  'retryTimer',
  'inFlight',
]);

/** Without a beat for so long nobody drove the campaign: a run of equal beats has one a minute. */
const beatSecondsMax = 120;

/**
 * Whether the campaign was closed at a second of the replay, as the last beat before it says; without any
 * beat of the day it counts as open. Is asked in order of time, and begins anew when time does.
 */
function closedTimes(day: RecordedDay, fromSeconds: number): (seconds: number) => boolean {
  const { at, gate } = day.beats;
  let next = 0;
  let askedLast = Number.NEGATIVE_INFINITY;
  return (seconds) => {
    if (at.length === 0) return false;
    if (seconds < askedLast) next = 0;
    askedLast = seconds;
    const now = seconds + fromSeconds;
    while (next < at.length && (at[next] ?? 0) <= now) next += 1;
    const beatAt = at[next - 1];
    return beatAt === undefined || now - beatAt > beatSecondsMax || outerGates.has(gate[next - 1] ?? '');
  };
}
