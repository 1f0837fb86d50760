// What decided a beat with agents, each in a sentence's part: as the gates say it, and as the console finds
// its own words for it.
import type { PacingReason } from './record.ts';

export const reasonWords: Readonly<Record<PacingReason | 'ready' | 'unknown', string>> = {
  ready: 'agents are signed in and ready',
  unknown: 'no agents are known here: another process may seat them',
  noAgents: 'nobody is signed in and ready',
  dialsMax: 'as many as the numbers, the channels and the calls a second leave',
  riskLimit: 'one call more would too probably find no agent',
  enoughRinging: 'enough calls are in flight for the agents who are free or soon will be',
  usageReached: 'the agents are as used as the settings ask',
  budgetSpent: 'too many calls were abandoned, so one call for each idle agent',
  crowded: 'the calls in flight are the most that any settings allow',
};
