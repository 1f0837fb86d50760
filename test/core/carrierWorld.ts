// Campaigns that share a carrier, in virtual time and without a database: each beats on its own grid and
// asks for its share, a placer dials what is due as fast as the carrier bears, and calls last a while.
import {
  afterBeat,
  allowanceOf,
  type Carrier,
  type CarrierLoad,
  type Claimant,
  newClaimant,
} from '../../src/core/carrierShare.ts';
import { TokenBucket } from '../../src/core/tokenBucket.ts';
import { type Millis, toMillis } from '../../src/core/units.ts';

export interface Player {
  readonly weight: number;
  readonly beatSeconds: number;
  /** Calls that a beat wants; more or fewer as time goes by if it is a function of seconds. */
  readonly wants: number | ((seconds: number) => number);
  readonly callSeconds: number;
  readonly needsAgent?: boolean;
}

export interface Limits {
  readonly callsPerSecondMax: number;
  readonly channelsMax: number;
  /** The part for calls that need an agent; the whole without it. */
  readonly forAgents?: { readonly callsPerSecondMax: number; readonly channelsMax: number };
}

interface Running {
  readonly player: Player;
  nextBeatAt: number;
  account: Pick<Claimant, 'wanted' | 'carried' | 'waited'>;
  dialed: number[];
  /** When each call in the air ends. */
  ends: number[];
}

export interface Outcome {
  /** Instants at which each player's calls were dialed, in seconds. */
  readonly dialed: readonly (readonly number[])[];
  /** Channels that each player held on average from `from` seconds on. */
  readonly heldMean: readonly number[];
  readonly heldMost: number;
  /** The longest that a call waited beyond its moment, in seconds. */
  readonly latest: number;
}

const stepMillis = 50;

export function share(players: readonly Player[], limits: Limits, seconds: number, from = 0): Outcome {
  const start = 1_000_000;
  const running = players.map(
    (player, index): Running => ({
      player,
      nextBeatAt: start + ((index * 370) % (player.beatSeconds * 1000)),
      account: newClaimant,
      dialed: [],
      ends: [],
    }),
  );
  const bucket = new TokenBucket(limits.callsPerSecondMax, limits.callsPerSecondMax / 4, toMillis(start));
  let queue: { at: number; by: Running }[] = [];
  const heldSum = players.map(() => 0);
  let [looks, heldMost, latest] = [0, 0, 0];
  for (let at = start; at < start + seconds * 1000; at += stepMillis) {
    const now = toMillis(at);
    for (const one of running) one.ends = one.ends.filter((end) => end > at);
    for (const one of running)
      if (one.nextBeatAt <= at) {
        queue.push(...beat(one, running, queue, limits, now, (at - start) / 1000));
        one.nextBeatAt += one.player.beatSeconds * 1000;
      }
    queue.sort((first, second) => first.at - second.at);
    while (queue[0] !== undefined && queue[0].at <= at && bucket.take(now)) {
      const { by, at: due } = queue[0];
      queue = queue.slice(1);
      latest = Math.max(latest, (at - due) / 1000);
      by.dialed.push((at - start) / 1000);
      by.ends.push(at + by.player.callSeconds * 1000);
    }
    heldMost = Math.max(
      heldMost,
      running.reduce((sum, { ends }) => sum + ends.length, 0),
    );
    if (at - start >= from * 1000) {
      looks += 1;
      running.forEach(({ ends }, index) => {
        heldSum[index] = (heldSum[index] ?? 0) + ends.length;
      });
    }
  }
  return {
    dialed: running.map(({ dialed }) => dialed),
    heldMean: heldSum.map((sum) => sum / Math.max(1, looks)),
    heldMost,
    latest,
  };
}

function beat(
  one: Running,
  running: readonly Running[],
  queue: readonly { at: number; by: Running }[],
  limits: Limits,
  now: Millis,
  seconds: number,
): { at: number; by: Running }[] {
  const claimantOf = (other: Running): Claimant => ({
    ...other.account,
    weight: other.player.weight,
    needsAgent: other.player.needsAgent ?? false,
    beatSeconds: other.player.beatSeconds,
    held: other.ends.length + queue.filter(({ by }) => by === other).length,
    late: queue.filter(({ by, at }) => by === other && at < now).length,
  });
  const forAll = loadOf(running, queue, limits, now);
  const agents = running.filter(({ player }) => player.needsAgent);
  const carrier: Carrier = {
    forAll,
    forAgents:
      limits.forAgents === undefined
        ? forAll
        : loadOf(
            agents,
            queue.filter(({ by }) => by.player.needsAgent),
            limits.forAgents,
            now,
          ),
  };
  const asking = claimantOf(one);
  const others = running.filter((other) => other !== one).map(claimantOf);
  const allowance = allowanceOf(asking, others, carrier, now);
  const { wants, beatSeconds } = one.player;
  const wanted = typeof wants === 'number' ? wants : wants(seconds);
  const placed = Math.min(wanted, allowance.callsMax);
  one.account = afterBeat(asking, allowance, wanted, placed);
  return Array.from({ length: placed }, (_, index) => ({
    at: now + (index * beatSeconds * 1000) / placed,
    by: one,
  }));
}

function loadOf(
  among: readonly Running[],
  queue: readonly { at: number }[],
  { callsPerSecondMax, channelsMax }: Omit<Limits, 'forAgents'>,
  now: Millis,
): CarrierLoad {
  const held = among.reduce((sum, { ends }) => sum + ends.length, 0);
  return {
    isUp: true,
    callsPerSecondMax,
    channelsFree: Math.max(0, channelsMax - held - queue.length),
    dueNext: queue.filter(({ at }) => at <= now + 1000).length,
    trouble: null,
    trialAt: null,
  };
}
