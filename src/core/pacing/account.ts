// The account of abandoned calls, and the control that steers by it. The law counts a ratio over a day
// and over 30 days; early in a shift that ratio says nothing, so the control follows the balance of
// the account instead: how many abandoned calls are still allowed, measured in standard deviations.
//
// The control is dual ascent on the logarithm of the allowed risk (pacing.md 8.4): each live answer
// raises it by g·α, each abandoned call lowers it by g; it stands still where abandoned = α·answered.
import type { Millis } from '../units.ts';

export interface Control {
  /** Logarithm of the risk a call may have. */
  logRisk: number;
  /** Logarithm of the price of an abandoned call in served calls, for small teams (pacing.md 8.5). */
  logPrice: number;
  answersPerSecond: number;
}

export interface HourAccount {
  readonly hour: Millis;
  answered: number;
  abandoned: number;
  /** Calls that ended because a machine had answered. */
  machines: number;
}

const hourMillis = 3_600_000;
const dayHours = 24;

/** The largest risk that any control may reach; beyond it nothing is gained. */
export const riskCeiling = 0.3;
const riskFloor = 0.0005;
const priceFloor = 0.15;
export const priceCeiling = 30;

/** An abandoned call moves the control by at most this; more makes it restless, less makes it late. */
const gainMax = 0.08;
/** Where answers come faster than they can be felt, the gain falls (fault c): answers in 15 s of delay. */
const delaySeconds = 15;
const answersInDelayAtFullGain = 8;

export const createControl = (): Control => ({
  logRisk: Math.log(0.03),
  logPrice: Math.log(3),
  answersPerSecond: 0,
});

/**
 * @param mayRise whether the risk was what held dialing back; where something else did, answers prove
 *   nothing, and a control that rose on them would be wound up when the something goes away
 */
export function steer(
  control: Control,
  answered: number,
  abandoned: number,
  seconds: number,
  target: number,
  mayRise: boolean,
): void {
  const smoothing = 1 - Math.exp(-seconds / 120);
  control.answersPerSecond += smoothing * (answered / seconds - control.answersPerSecond);
  const inDelay = Math.max(control.answersPerSecond, 1e-9) * delaySeconds;
  const gain = gainMax * Math.min(1, answersInDelayAtFullGain / inDelay);
  const rise = mayRise ? gain * target * answered : 0;
  const step = rise - gain * abandoned;
  control.logRisk = clamp(control.logRisk + step, Math.log(riskFloor), Math.log(riskCeiling));
  control.logPrice = clamp(control.logPrice - step, Math.log(priceFloor), Math.log(priceCeiling));
}

/** How far the account is in credit (positive) or debt, in standard deviations, -4 to 1. */
export function creditOf(answered: number, abandoned: number, target: number): number {
  const allowed = target * answered;
  return clamp((allowed - abandoned) / Math.sqrt(Math.max(4, allowed)), -4, 1);
}

export const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

/** Adds to the hour of `at`, and lets go of hours older than a day. */
export function book(
  hours: HourAccount[],
  at: Millis,
  { answered, abandoned, machines }: Omit<HourAccount, 'hour'>,
): void {
  const hour = (Math.floor(at / hourMillis) * hourMillis) as Millis;
  let last = hours.at(-1);
  if (last === undefined || last.hour < hour) {
    last = { hour, answered: 0, abandoned: 0, machines: 0 };
    hours.push(last);
    while (hours.length > 1 && (hours[0]?.hour ?? hour) <= hour - dayHours * hourMillis) hours.shift();
  }
  // After a clock set back the latest hour takes it: an hour's error, and nothing lost.
  last.answered += answered;
  last.abandoned += abandoned;
  last.machines += machines;
}

export function total(hours: readonly HourAccount[]): Omit<HourAccount, 'hour'> {
  const sum = { answered: 0, abandoned: 0, machines: 0 };
  for (const hour of hours) {
    sum.answered += hour.answered;
    sum.abandoned += hour.abandoned;
    sum.machines += hour.machines;
  }
  return sum;
}

/**
 * How many calls are counted of each kind before any are: one machine for each person, until the day shows
 * otherwise. Without it, the first machine of a shift would use up the whole ceiling.
 */
const callsSupposed = 20;

/**
 * The share of people who answer and are taken for machines, 0 to 1.
 * @param falseMachines the share of calls taken for machines that persons had answered, 0 to 1: what an
 *   audit of them finds (pacing.md 4: the reasoned estimate of false positives)
 */
export function falseMachineShare(hours: readonly HourAccount[], falseMachines: number): number {
  const { answered, machines } = total(hours);
  const taken = falseMachines * (machines + callsSupposed);
  return taken / (answered + callsSupposed + taken);
}
