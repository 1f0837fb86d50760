// How a simulated agent works: how long it reads an offer, wraps up and rests. Each time is a function of
// the agent and of the number of its earlier steps, so the same seed gives the same day.
import { draw, exponential, field, leadOfText, logNormal, mix32, uniform } from './chance.ts';

export interface Habit {
  readonly seed: number;
  /** Unlike that of any other agent. */
  readonly name: string;
  /** What the agent has done before, counted. */
  readonly done: number;
}

const chance = ({ seed, name, done }: Habit, fieldNumber: number): number =>
  draw(seed, mix32(leadOfText(name), done, 0), fieldNumber);

/** Nobody sits down at the same second as all the others: within five of them. */
export const arrivalSeconds = (habit: Habit): number => uniform(chance(habit, field.arrival), 0, 5);

/** LogN(15, 0.6), pacing.md 5. */
export const wrapUpSeconds = (habit: Habit): number => logNormal(chance(habit, field.wrap), 15, 0.6);

/** How long an offer is read before the agent decides. */
export const previewSeconds = (habit: Habit): number => logNormal(chance(habit, field.previewLength), 8, 0.5);

const skipReasons = ['called by a colleague', 'no longer a customer', 'better in the afternoon'];

/** Why the agent passes over an offer; null for nine in ten, who dial. */
export function skipReason(habit: Habit): string | null {
  const choice = chance(habit, field.previewChoice) / 0.1;
  return choice >= 1 ? null : (skipReasons[Math.floor(choice * skipReasons.length)] ?? null);
}

/** Work between two breaks, and a break, around these means. */
export const workSeconds = (habit: Habit, mean: number): number =>
  exponential(chance(habit, field.pauseGap), mean);
export const breakSeconds = (habit: Habit, mean: number): number =>
  exponential(chance(habit, field.pauseLength), mean);
