// The lines that the demo prints while it dials, one every five seconds.
/** One look at the campaign's pacing. */
export interface Look {
  /** Seconds of the world since the numbers were there. */
  readonly second: number;
  readonly talking: number;
  readonly idle: number;
  readonly wrapUp: number;
  readonly ringing: number;
  readonly waiting: number;
  /** Of the campaign so far: people who answered, and those for whom no agent was there in time. */
  readonly answered: number;
  readonly abandoned: number;
  readonly method: string;
  readonly reason: string;
}

/** In life, however fast the world runs. */
export const lineSecondsOfLife = 5;

/** How far the first campaign is, when it dials in real time. */
export interface Progress {
  /** Since the numbers were there. */
  readonly second: number;
  readonly calls: number;
  readonly calling: number;
  readonly invites: number;
  readonly results: number;
}

/** `00:05  calls  5  in progress  1  INVITEs at the carrier  5  results received  3` */
export const lineOfProgress = ({ second, calls, calling, invites, results }: Progress): string =>
  `  ${minutes(second)}  calls ${two(calls)}  in progress ${two(calling)}  INVITEs at the carrier ${two(invites)}  ` +
  `results received ${two(results)}`;

/**
 * Talk and wrap-up as a share of the agents' time since the campaign began, in percent. The interface
 * tells it for the last 15 minutes, in which the agents waited for the first campaign to end.
 */
export function occupancyPercentOf(looks: readonly Look[]): number {
  const busy = looks.reduce((sum, look) => sum + look.talking + look.wrapUp, 0);
  const idle = looks.reduce((sum, look) => sum + look.idle, 0);
  return busy + idle === 0 ? 0 : (100 * busy) / (busy + idle);
}

/** `03:20  talking 15  wrap-up  3  idle  2  ringing 14  occupancy 87 %  abandoned 2 of 105  off-hook rate: …` */
export function lineOf(looks: readonly Look[]): string {
  const look = looks.at(-1);
  if (look === undefined) return '';
  return (
    `  ${minutes(look.second)}  talking ${two(look.talking)}  ` +
    `wrap-up ${two(look.wrapUp)}  idle ${two(look.idle)}  ringing ${two(look.ringing)}  ` +
    `occupancy ${two(occupancyPercentOf(looks))} %  abandoned ${look.abandoned} of ${look.answered}  ` +
    `${methodTexts[look.method] ?? look.method}: ${reasonTexts[look.reason] ?? look.reason}`
  );
}

const methodTexts: Readonly<Record<string, string>> = { offHook: 'off-hook rate', usage: 'agent usage' };

/** Why the last beat placed no more calls than it did: pacing's reason, or the gate that was closed. */
const reasonTexts: Readonly<Record<string, string>> = {
  riskLimit: 'one more is too risky',
  enoughRinging: 'enough are ringing',
  usageReached: 'agents are busy enough',
  budgetSpent: 'too many abandoned calls',
  crowded: 'as many as may ring at once',
  dialsMax: 'no channels or numbers left',
  numbersLeft: 'no numbers yet',
  agents: 'no agent is ready',
};

const minutes = (second: number): string =>
  `${two(Math.floor(second / 60), '0')}:${two(Math.floor(second % 60), '0')}`;

const two = (value: number, fill = ' '): string => String(Math.round(value)).padStart(2, fill);
