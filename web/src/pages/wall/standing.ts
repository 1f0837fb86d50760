// How an agent stands, in one word of what a supervisor looks for.
import type { AgentAtWork } from '../../../../src/api/routes/agentWork.ts';

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

export function standingOf({ state, status, isReachable }: AgentAtWork): Standing {
  if (state !== 'idle') return state;
  if (status !== 'ready') return 'onBreak';
  return isReachable ? 'idle' : 'unreachable';
}

/** Told beside the color, so that nobody depends on it. */
export const marks: Readonly<Record<Standing, string>> = {
  idle: '○',
  reserved: '◔',
  previewing: '◑',
  talking: '●',
  wrapUp: '✎',
  onBreak: '❚❚',
  unreachable: '✕',
};
