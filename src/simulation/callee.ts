// The people and networks at the other end: the fate of one dialed number, as a script of timed steps. The
// last two digits of a number fix its fate (OPERATING, "Simulated agents"); any other number draws its own
// from a seeded world (pacing.md 5). Pure, so the simulated carrier, `campana simulate` and every test
// agree on each number.
import type { Flow } from '../core/agent.ts';
import type { EndReason } from '../core/call.ts';
import { draw, exponential, field, leadOfText, logNormal, mix32, uniform } from './chance.ts';

export interface World {
  /** An unsigned 32-bit word; another seed is another world. */
  readonly seed: number;
  /** The share of live answers among numbers without a fixed fate, 0 to 1; 0.25 in pacing.md 5. */
  readonly answerRate: number;
}

export const baseWorld: World = { seed: 1, answerRate: 0.25 };

/** What the simulated carrier bears unless it is told otherwise. */
export const carrierLimits = { channelsMax: 500_000, callsPerSecondMax: 20_000 };

/** What an IVR flow does with an answered call. */
export type PlayedFlow = Pick<Flow, 'playSeconds' | 'transferSkillId'>;

export interface Dialed {
  readonly called: string;
  /** 0 for the first time this number is asked for; a further attempt may meet another fate. */
  readonly attempt: number;
  readonly ringLimitSeconds: number;
  /** Null: the carrier knows no such flow. */
  readonly flow: PlayedFlow | null;
}

/** A step of a call, `afterMilliseconds` after the dial; `vanished`: the line is free, and nobody is told. */
export type Step =
  | {
      readonly kind: 'ringing' | 'answered' | 'connected' | 'vanished';
      readonly afterMilliseconds: number;
    }
  /** The flow hands the person to the agents of a skill queue. */
  | { readonly kind: 'transferred'; readonly afterMilliseconds: number; readonly skillId: number }
  | { readonly kind: 'ended'; readonly afterMilliseconds: number; readonly reason: EndReason };

/** The network stops ringing a phone that nobody answers. */
const networkGivesUpSeconds = 60;
const machineRecordsSeconds = 30;
const shortTalkSeconds = 5;
/** A person who hangs up sooner than this after answering has not waited for anybody. */
const atOnceSeconds = 0.5;

type Answer = 'person' | 'machine' | 'hangsUp' | 'shortTalk';

/** The steps of one attempt in order of time; the last is `ended` or `vanished`. */
export const fateOf = (dialed: Dialed, world: World): readonly Step[] => fate(callOf(dialed, world), world);

export interface FateForAgent {
  /** As `fateOf`, if no agent comes: a person waits until their patience ends. */
  readonly steps: readonly Step[];
  /** How long the talk lasts if an agent comes; null: this person does not stay for one. */
  readonly talkMilliseconds: number | null;
}

/** The steps of an attempt whose flow may hand the person to an agent, and the talk if one comes. */
export function fateInFlow(dialed: Dialed, world: World): FateForAgent {
  const call = callOf(dialed, world);
  return { steps: fate(call, world), talkMilliseconds: talkMillisecondsOf(call) };
}

/**
 * The steps of an attempt that is meant for an agent. A person stays on the line for a patience of 20 s
 * in the mean (pacing.md 5); a machine is recognized at once and without fail, and never told as answered.
 */
export function fateForAgent(dialed: Omit<Dialed, 'flow'>, world: World): FateForAgent {
  const call = callOf({ ...dialed, flow: 'agent' }, world);
  return { steps: fate(call, world), talkMilliseconds: talkMillisecondsOf(call) };
}

function talkMillisecondsOf(call: Call): number | null {
  const digits = call.dialed.called.slice(-2);
  if (digits === '07') return null;
  return milliseconds(digits === '10' ? shortTalkSeconds : logNormal(call.chance(field.talk), 90, 1));
}

const fate = (call: Call, world: World): readonly Step[] =>
  fixedFate(call, call.dialed.called.slice(-2)) ?? drawnFate(call, world.answerRate);

function callOf(dialed: Call['dialed'], world: World): Call {
  const lead = mix32(leadOfText(dialed.called), dialed.attempt, 0);
  const chance = (fieldNumber: number) => draw(world.seed, lead, fieldNumber);
  return { dialed, chance, ringsAfterSeconds: uniform(chance(field.signaling), 0.1, 0.6) };
}

interface Call {
  readonly dialed: Omit<Dialed, 'flow'> & { readonly flow: Dialed['flow'] | 'agent' };
  readonly chance: (fieldNumber: number) => number;
  readonly ringsAfterSeconds: number;
}

function fixedFate(call: Call, digits: string): readonly Step[] | null {
  switch (digits) {
    case '00':
      return turnedAway(call, 'busy');
    case '01':
      return ringsOn(call);
    case '02':
      return turnedAway(call, 'noSuchNumber');
    case '03':
      return turnedAway(call, 'switchedOff');
    case '04':
      return turnedAway(call, 'outOfCoverage');
    case '05':
      return rejected(call);
    case '06':
      return picksUp(call, 'machine', inTime(call, machineRing(call)));
    case '07':
      return picksUp(call, 'hangsUp', inTime(call, personRing(call)));
    case '08':
      return [ended(0, 'placeFailed')];
    case '09':
      return neverReported(call);
    case '10':
      return picksUp(call, 'shortTalk', inTime(call, personRing(call)));
    default:
      return null;
  }
}

/** Live with the answer rate; of the rest 25 % machines, 15 % busy or invalid, 60 % no answer. */
function drawnFate(call: Call, answerRate: number): readonly Step[] {
  const outcome = call.chance(field.outcome);
  if (outcome < answerRate) return picksUp(call, 'person', personRing(call));
  const rest = (outcome - answerRate) / (1 - answerRate);
  if (rest < 0.25) return picksUp(call, 'machine', machineRing(call));
  if (rest < 0.35) return turnedAway(call, 'busy');
  if (rest < 0.38) return turnedAway(call, 'noSuchNumber');
  if (rest < 0.39) return turnedAway(call, 'switchedOff');
  if (rest < 0.4) return turnedAway(call, 'outOfCoverage');
  return ringsOn(call);
}

const personRing = (call: Call): number => logNormal(call.chance(field.ring), 10, 0.5);
const machineRing = (call: Call): number => logNormal(call.chance(field.ring), 16, 0.3);
/** A fixed fate is certain: who must pick up does so before we give up ringing. */
const inTime = (call: Call, ringSeconds: number): number =>
  Math.min(ringSeconds, call.dialed.ringLimitSeconds - 1);

const milliseconds = (seconds: number): number => Math.round(seconds * 1000);
const ended = (seconds: number, reason: EndReason): Step => ({
  kind: 'ended',
  afterMilliseconds: milliseconds(seconds),
  reason,
});
const happens = (kind: Exclude<Step['kind'], 'ended' | 'transferred'>, seconds: number): Step => ({
  kind,
  afterMilliseconds: milliseconds(seconds),
});

/** The network answers instead of the phone; it never rings. */
const turnedAway = (call: Call, reason: EndReason): readonly Step[] => [
  ended(uniform(call.chance(field.failureDuration), 1, 4), reason),
];

const rejected = (call: Call): readonly Step[] => [
  happens('ringing', call.ringsAfterSeconds),
  ended(call.ringsAfterSeconds + uniform(call.chance(field.failureDuration), 1, 4), 'rejected'),
];

/** Rings until the network or we give up, whichever is first. */
function ringsOn(call: Call): readonly Step[] {
  const { ringLimitSeconds } = call.dialed;
  const networkIsFirst = ringLimitSeconds > networkGivesUpSeconds;
  const ringSeconds = networkIsFirst ? networkGivesUpSeconds : ringLimitSeconds;
  return [
    happens('ringing', call.ringsAfterSeconds),
    ended(call.ringsAfterSeconds + ringSeconds, networkIsFirst ? 'noAnswer' : 'ringTimeout'),
  ];
}

/** The line is held while it would ring, and then the carrier forgets the call. */
const neverReported = (call: Call): readonly Step[] => [
  happens('ringing', call.ringsAfterSeconds),
  happens('vanished', call.ringsAfterSeconds + call.dialed.ringLimitSeconds),
];

function picksUp(call: Call, answer: Answer, ringSeconds: number): readonly Step[] {
  const { ringLimitSeconds, flow } = call.dialed;
  if (ringSeconds >= Math.min(ringLimitSeconds, networkGivesUpSeconds)) return ringsOn(call);
  const answeredAfter = call.ringsAfterSeconds + ringSeconds;
  if (flow === 'agent' && answer === 'machine')
    return [happens('ringing', call.ringsAfterSeconds), ended(answeredAfter, 'machine')];
  return [
    happens('ringing', call.ringsAfterSeconds),
    happens('answered', answeredAfter),
    ...(answer === 'hangsUp'
      ? [ended(answeredAfter + 0.2, 'hungUpAfterAnswer')]
      : flow === 'agent'
        ? [waitsForAgent(call, answeredAfter)]
        : flow === null
          ? [ended(answeredAfter, 'systemFault')]
          : [happens('connected', answeredAfter), ...inFlow(call, answer, answeredAfter, flow)]),
  ];
}

function waitsForAgent(call: Call, from: number): Step {
  const patienceSeconds = exponential(call.chance(field.patience), 20);
  return ended(
    from + patienceSeconds,
    patienceSeconds < atOnceSeconds ? 'hungUpAfterAnswer' : 'hungUpInQueue',
  );
}

/** The flow has the customer at once; the customer may leave before it has finished. */
function inFlow(
  call: Call,
  answer: Exclude<Answer, 'hangsUp'>,
  from: number,
  flow: PlayedFlow,
): readonly Step[] {
  if (answer === 'shortTalk') return [ended(from + shortTalkSeconds, 'released')];
  if (answer === 'machine')
    return [ended(from + Math.min(machineRecordsSeconds, flow.playSeconds), 'released')];
  const staysSeconds = logNormal(call.chance(field.talk), 90, 1);
  if (staysSeconds < flow.playSeconds) return [ended(from + staysSeconds, 'released')];
  const playedAt = from + flow.playSeconds;
  if (flow.transferSkillId === null) return [ended(playedAt, 'released')];
  const patienceSeconds = exponential(call.chance(field.patience), 20);
  return [
    {
      kind: 'transferred',
      afterMilliseconds: milliseconds(playedAt),
      skillId: flow.transferSkillId,
    },
    ended(playedAt + patienceSeconds, 'hungUpInQueue'),
  ];
}
