// How an agent stands, in one word of what a supervisor looks for.
import type { WorkAnswer } from '../../api/work.ts';

/** In the order in which they are counted at the top. */
export const standings = [
  'idle',
  'reserved',
  'previewing',
  'talking',
  'wrapUp',
  'onBreak',
  'unreachable',
] as const;
export type Standing = (typeof standings)[number];

export function standingOf({ state, status, isReachable }: WorkAnswer): Standing {
  if (state !== 'idle') return state;
  if (status !== 'ready') return 'onBreak';
  return isReachable ? 'idle' : 'unreachable';
}

/** Told beside the colour, so that nobody depends on it. */
export const marks: Readonly<Record<Standing, string>> = {
  idle: '○',
  reserved: '◔',
  previewing: '◑',
  talking: '●',
  wrapUp: '✎',
  onBreak: '❚❚',
  unreachable: '✕',
};
