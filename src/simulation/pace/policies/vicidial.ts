// VICIdial's adaptive dial level, in its three modes (pacing.md 3; read there in AST_VDadapt.pl and
// AST_VDauto_dial.pl, SVN 3884), with its defaults: level 1 to 3, intensity 0, 3 % a day. Rewritten from
// the description; two settings are kinder than its defaults and named below.
import type { Seen } from '../../../core/pacing/seen.ts';
import type { Policy } from '../../policy.ts';

export type VicidialMode = 'hardLimit' | 'average' | 'tapered';

const levelMax = 3;
const adaptEverySeconds = 15;
const dialEverySeconds = 2.5;
const dropShareMax = 0.03;
/**
 * Keeps `level` calls for each agent who is ready or talks, calls in conversation counted, and moves
 * the level by the mean of idle agents less waiting calls. Over the day's limit the mode decides.
 * Gives up a waiting call after 2 s; its own default is 5 s, with which all of these would be abandoned.
 * @param hours when `tapered` must be down at level 1: the end of the campaign's day
 */
export function vicidialPolicy(mode: VicidialMode, hours: number): Policy {
  let level = 1;
  let dialAt = 0;
  let adaptAt = adaptEverySeconds * 1000;
  const samples: { spare: number; agents: number }[] = [];
  const drops = createDropCount();
  return {
    name: `vicidial ${mode}`,
    waitLimitSeconds: 2,
    beat: (seen, happened) => {
      for (const { kind } of happened) drops.read(kind);
      samples.push({ spare: seen.idle - seen.waitingSince.length, agents: agentsOf(seen) });
      if (samples.length > adaptEverySeconds) samples.shift();
      if (seen.at >= adaptAt) {
        adaptAt += adaptEverySeconds * 1000;
        level = adapted(level, samples, drops.at(seen.at), mode, hours - seen.at / 3_600_000);
      }
      if (seen.at < dialAt) return 0;
      dialAt += dialEverySeconds * 1000;
      const open = seen.dialedAt.length + seen.waitingSince.length + seen.talkingSince.length;
      return Math.max(0, Math.round(level * agentsOf(seen)) - open);
    },
  };
}

/** Agents in wrap-up are not counted: to VICIdial they are paused. */
const agentsOf = (seen: Seen): number => seen.idle + seen.talkingSince.length;

interface Drops {
  readonly today: { readonly answers: number; readonly drops: number };
  readonly lastMinute: { readonly answers: number; readonly drops: number };
}

function adapted(
  level: number,
  samples: readonly { spare: number; agents: number }[],
  { today, lastMinute }: Drops,
  mode: VicidialMode,
  hoursLeft: number,
): number {
  const spare = samples.reduce((sum, sample) => sum + sample.spare, 0);
  const agents = samples.reduce((sum, sample) => sum + sample.agents, 0);
  let next = agents > 0 ? level * (1 + spare / agents) : level;
  if (lastMinute.answers > 20 && lastMinute.drops > 0.5 * lastMinute.answers) next /= 2;
  const isOver = today.answers > 50 && today.drops > dropShareMax * today.answers;
  if (isOver && mode === 'hardLimit') next = 1;
  if (isOver && mode === 'average') next /= 2;
  if (isOver && mode === 'tapered') next *= Math.max(0, Math.min(1, hoursLeft / 10));
  return Math.min(levelMax, Math.max(1, next));
}

/** Counts of answers and drops that are looked at once a minute, as VICIdial's are. */
function createDropCount() {
  const now = { answers: 0, drops: 0 };
  const minute = { answers: 0, drops: 0 };
  let told: Drops = { today: { ...now }, lastMinute: { ...minute } };
  let tellAt = 60_000;
  return {
    read: (kind: string): void => {
      if (kind === 'answered') {
        now.answers += 1;
        minute.answers += 1;
      } else if (kind === 'abandoned') {
        now.drops += 1;
        minute.drops += 1;
      }
    },
    at: (at: number): Drops => {
      if (at >= tellAt) {
        tellAt += 60_000;
        told = { today: { ...now }, lastMinute: { ...minute } };
        minute.answers = 0;
        minute.drops = 0;
      }
      return told;
    },
  };
}
