// Impact Dialing's idea (pacing.md 3; read there in impactdialing, `simulator/`): at intervals simulate the
// time ahead with the figures of the last ten minutes, for several settings, and dial by the setting that
// kept agents busiest within the limit. Two faults of the original are corrected: its abandonment was an
// integer division, and its count of abandoned calls was not reset between trials.
import type { Happening, Seen } from '../../../core/pacing/seen.ts';
import { draw } from '../../chance.ts';
import type { Policy } from '../../policy.ts';

// The original looks an hour ahead every 30 s in steps of a second, ten values for each of three
// settings. Reduced, so that a run stays below ten seconds: every two minutes, ahead by an hour for up to
// 20 agents and less for more (they have the same number of calls in less time), and fewer values, of
// which the search goes through one setting after the other, once.
const searchEverySeconds = 120;
const horizonSecondsOf = (agents: number): number =>
  Math.max(600, Math.min(3600, Math.floor(72_000 / agents)));
/** The playing begins with everybody idle; that is not counted. */
const settleSeconds = 300;
const memorySeconds = 600;
const attemptsMax = 1000;
const attemptsMin = 50;
const talksMin = 15;
const abandonShareMax = 0.03;
const dialsPerAgentSteps = [1, 1.3, 1.7, 2.2, 3, 4, 5.5, 7.5, 10, 14, 20, 30];
const quantileSteps = [0.3, 0.5, 0.7, 0.85, 1];

interface Settings {
  /** Calls for each agent who is, or is taken for, free. */
  readonly dialsPerAgent: number;
  /** A talk that is older than this counts as over, unless it is older than any known one. */
  readonly talkSeconds: number;
  readonly wrapSeconds: number;
}

interface Memory {
  readonly attempts: { readonly at: number; readonly isAnswered: boolean; readonly ringSeconds: number }[];
  readonly talks: number[];
  readonly wraps: number[];
}

/** Progressive until there is enough to play with. */
export function simulateAheadPolicy(): Policy {
  const memory: Memory = { attempts: [], talks: [], wraps: [] };
  let settings: Settings = { dialsPerAgent: 1, ...never };
  let searchAt = 0;
  let searches = 0;
  return {
    name: 'simulateAhead',
    waitLimitSeconds: 2,
    beat: (seen, happened) => {
      for (const happening of happened) remember(memory, happening);
      if (seen.at >= searchAt) {
        searchAt = seen.at + searchEverySeconds * 1000;
        forget(memory, seen.at);
        searches += 1;
        if (memory.attempts.length >= attemptsMin && memory.talks.length >= talksMin) {
          settings = search(memory, seen, settings, searches);
        }
      }
      const free = seen.idle - seen.waitingSince.length + soonFree(seen, settings, memory);
      return Math.max(0, Math.floor(settings.dialsPerAgent * free) - seen.dialedAt.length);
    },
  };
}

/** No talk and no wrap-up counts as over before it is. */
const never = { talkSeconds: Number.POSITIVE_INFINITY, wrapSeconds: Number.POSITIVE_INFINITY };

function remember(memory: Memory, happening: Happening): void {
  switch (happening.kind) {
    case 'answered':
    case 'notAnswered':
      memory.attempts.push({
        at: happening.at,
        isAnswered: happening.kind === 'answered',
        ringSeconds: happening.ringSeconds,
      });
      return;
    case 'talked':
      memory.talks.push(happening.seconds);
      return;
    case 'wrappedUp':
      memory.wraps.push(happening.seconds);
      return;
    case 'connected':
    case 'abandoned':
    case 'leftEarly':
      return;
  }
}

/** Keeps ten minutes of attempts, and as many durations as there are attempts to keep. */
function forget(memory: Memory, at: number): void {
  const firstKept = memory.attempts.findIndex((attempt) => attempt.at >= at - memorySeconds * 1000);
  const tooMany = memory.attempts.length - attemptsMax;
  memory.attempts.splice(0, Math.max(tooMany, firstKept === -1 ? memory.attempts.length : firstKept, 0));
  memory.talks.splice(0, Math.max(0, memory.talks.length - attemptsMax));
  memory.wraps.splice(0, Math.max(0, memory.wraps.length - attemptsMax));
}

function soonFree(seen: Seen, settings: Settings, memory: Memory): number {
  if (settings.talkSeconds === Number.POSITIVE_INFINITY && settings.wrapSeconds === Number.POSITIVE_INFINITY)
    return 0;
  const count = (since: readonly number[], from: number, to: number): number =>
    since.filter((one) => seen.at - one >= from * 1000 && seen.at - one < to * 1000).length;
  return (
    count(seen.talkingSince, settings.talkSeconds, longest(memory.talks)) +
    count(seen.wrapUpSince, settings.wrapSeconds, longest(memory.wraps))
  );
}

const longest = (seconds: readonly number[]): number => seconds.reduce((most, one) => Math.max(most, one), 0);

interface Played {
  readonly utilization: number;
  readonly abandonShare: number;
}

/** One setting after the other, the others held: the busiest within the limit, else the least abandoned. */
function search(memory: Memory, seen: Seen, start: Settings, seed: number): Settings {
  const talks = memory.talks.toSorted((one, other) => one - other);
  const wraps = memory.wraps.toSorted((one, other) => one - other);
  const agents = Math.round(seen.staffed);
  if (agents === 0) return start;
  let best = start;
  let bestPlayed = play(memory, agents, best, seed);
  const attempt = (settings: Settings): void => {
    const played = play(memory, agents, settings, seed);
    if (isBetter(played, bestPlayed)) {
      best = settings;
      bestPlayed = played;
    }
  };
  for (const dialsPerAgent of dialsPerAgentSteps) attempt({ ...best, dialsPerAgent });
  for (const step of quantileSteps) attempt({ ...best, talkSeconds: quantileOf(talks, step) });
  for (const step of quantileSteps) attempt({ ...best, wrapSeconds: quantileOf(wraps, step) });
  return best;
}

/** The value below which the share lies; with 1 nothing counts as over early. */
const quantileOf = (sorted: readonly number[], share: number): number =>
  share >= 1
    ? Number.POSITIVE_INFINITY
    : (sorted[Math.floor(share * sorted.length)] ?? Number.POSITIVE_INFINITY);

function isBetter(one: Played, other: Played): boolean {
  const isAllowed = one.abandonShare <= abandonShareMax;
  if (isAllowed !== other.abandonShare <= abandonShareMax) return isAllowed;
  return isAllowed ? one.utilization > other.utilization : one.abandonShare < other.abandonShare;
}

/** Plays the horizon in steps of a second; a call that finds nobody idle is abandoned at once. */
function play(memory: Memory, agents: number, settings: Settings, seed: number): Played {
  const horizonSeconds = horizonSecondsOf(agents);
  const { attempts, talks, wraps } = memory;
  // What will change in which second; what lies beyond the horizon falls off the end.
  const idleChanges = new Int32Array(horizonSeconds);
  const soonChanges = new Int32Array(horizonSeconds);
  const ringsOver = new Int32Array(horizonSeconds);
  const answers = new Int32Array(horizonSeconds);
  const longestTalk = longest(talks);
  const longestWrap = longest(wraps);
  const sums = { busySeconds: 0, answered: 0, abandoned: 0 };
  let idle = agents;
  let ringing = 0;
  let soon = 0;
  let draws = 0;
  const pick = (count: number): number => {
    draws += 1;
    return Math.floor(draw(seed, draws, 90) * count);
  };
  for (let second = 0; second < horizonSeconds; second += 1) {
    idle += idleChanges[second] ?? 0;
    soon += soonChanges[second] ?? 0;
    ringing -= ringsOver[second] ?? 0;
    const isCounted = second >= settleSeconds;
    for (let left = answers[second] ?? 0; left > 0; left -= 1) {
      if (isCounted) sums.answered += 1;
      if (idle === 0) {
        if (isCounted) sums.abandoned += 1;
        continue;
      }
      idle -= 1;
      const talk = Math.ceil(talks[pick(talks.length)] ?? 1);
      const wrap = Math.ceil(wraps[pick(wraps.length)] ?? 0);
      put(idleChanges, second + talk + wrap, 1);
      markSoon(soonChanges, second, settings.talkSeconds, talk, longestTalk);
      markSoon(soonChanges, second + talk, settings.wrapSeconds, wrap, longestWrap);
    }
    if (isCounted) sums.busySeconds += agents - idle;
    const dials = Math.floor(settings.dialsPerAgent * (idle + soon)) - ringing;
    for (let dial = 0; dial < dials; dial += 1) {
      const attempt = attempts[pick(attempts.length)];
      if (attempt === undefined) break;
      const endsAt = second + Math.max(1, Math.round(attempt.ringSeconds));
      ringing += 1;
      put(ringsOver, endsAt, 1);
      if (attempt.isAnswered) put(answers, endsAt, 1);
    }
  }
  return {
    utilization: sums.busySeconds / agents / (horizonSeconds - settleSeconds),
    abandonShare: sums.answered > 0 ? sums.abandoned / sums.answered : 0,
  };
}

/** From when to when a talk or wrap-up counts as one that will be over soon. */
function markSoon(changes: Int32Array, from: number, after: number, lasts: number, most: number): void {
  const until = Math.min(lasts, Math.ceil(most));
  const since = Math.ceil(after);
  if (since >= until) return;
  put(changes, from + since, 1);
  put(changes, from + until, -1);
}

function put(changes: Int32Array, second: number, change: number): void {
  if (second < changes.length) changes[second] = (changes[second] ?? 0) + change;
}
