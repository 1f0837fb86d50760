// The demo world of a VDN: ten skill queues, of which 5 is the one that the contract's own example names,
// twenty simulated agents in it, two flows, and a predicted campaign with numbers that belong to nobody. It
// also says what prevents the demo: the world adds what is missing and never replaces what exists.
import type { Agent, Flow, SkillQueue } from './agent.ts';
import type { CampaignSettings } from './campaign.ts';
import type { NewContact } from './contact.ts';
import type { VdnId } from './units.ts';
import { isNumberAllowed, type VdnSettings } from './vdn.ts';

/** The skill queue of the contract's example. */
const exampleSkillId = 5;
const exampleSkillName = 'Voice Skill Queue';

export interface DemoWorld {
  readonly queues: readonly SkillQueue[];
  readonly agents: readonly Agent[];
  readonly flows: readonly Flow[];
}

export function demoWorldOf(vdnId: VdnId): DemoWorld {
  return {
    queues: count(10).map((id) => ({
      vdnId,
      id,
      name: id === exampleSkillId ? exampleSkillName : `Skill Queue ${id}`,
    })),
    agents: count(20).map((number) => ({
      vdnId,
      id: String(1000 + number),
      name: `Agent ${number}`,
      skills: [{ skillId: exampleSkillId, priority: 1 }],
      simulated: true,
      telephone: { endpoint: telephoneOf(vdnId, 1000 + number), line: 'open' },
    })),
    flows: [
      {
        vdnId,
        code: '1001',
        description: 'Plays an announcement and hangs up',
        playSeconds: 8,
        transferSkillId: null,
      },
      {
        vdnId,
        code: '1002',
        description: 'Plays a greeting and transfers to the Voice Skill Queue',
        playSeconds: 3,
        transferSkillId: exampleSkillId,
      },
    ],
  };
}

/** Two VDNs cannot have one telephone; those of the first are called like their agents. */
const telephoneOf = (vdnId: VdnId, number: number): string =>
  vdnId === 1 ? String(number) : `vdn${vdnId}-${number}`;

const count = (to: number): number[] => Array.from({ length: to }, (_, index) => index + 1);

/** Why the demo would not be what it is here. */
export type DemoObstacle =
  | { readonly kind: 'skillQueue' | 'agent' | 'flow'; readonly id: string }
  /** The VDN's allowedPrefixes or skillCampaignsMax leave no room. */
  | { readonly kind: 'allowedPrefixes' | 'skillCampaignsMax'; readonly id: null };

/**
 * What somebody has put where the demo's own would be. Simulated agents in a queue of another meaning would
 * take its people, a real agent would be played by the server, and a flow would say something else.
 * @param found of the VDN, at least what has the ids of the demo's own
 * @param skillCampaigns of the VDN, neither deleted nor ended
 */
export function demoObstacles(
  world: DemoWorld,
  found: DemoWorld,
  settings: Pick<VdnSettings, 'allowedPrefixes' | 'skillCampaignsMax'>,
  skillCampaigns: number,
): DemoObstacle[] {
  const queue = found.queues.find(({ id }) => id === exampleSkillId);
  const ids = new Set(world.agents.map(({ id }) => id));
  return [
    ...(queue === undefined || queue.name === exampleSkillName
      ? []
      : [{ kind: 'skillQueue' as const, id: String(queue.id) }]),
    ...found.agents
      .filter(({ id, simulated }) => ids.has(id) && !simulated)
      .map(({ id }) => ({ kind: 'agent' as const, id })),
    ...world.flows
      .filter((flow) => isOther(flow, found.flows))
      .map(({ code }) => ({ kind: 'flow' as const, id: code })),
    ...(demoNumbers.every((called) => isNumberAllowed(called, settings))
      ? []
      : [{ kind: 'allowedPrefixes' as const, id: null }]),
    ...(skillCampaigns < settings.skillCampaignsMax
      ? []
      : [{ kind: 'skillCampaignsMax' as const, id: null }]),
  ];
}

const isOther = ({ code, playSeconds, transferSkillId }: Flow, found: readonly Flow[]): boolean =>
  found.some(
    (other) =>
      other.code === code && (other.playSeconds !== playSeconds || other.transferSkillId !== transferSkillId),
  );

/** Kept free for films by the United Kingdom's regulator (Ofcom), so nobody is ever reached at one. */
const freeRanges = ['447700900', '442079460', '441614960', '441314960', '442920180'];
/** 00 to 10: numbers whose fate the simulated carrier fixes by their end (simulation/callee.ts). */
const fixedFates = 11;

/** 4,450 numbers, written as they are dialed from abroad. */
export const demoNumbers: readonly string[] = freeRanges.flatMap((range) =>
  Array.from({ length: 1000 }, (_, index) => index)
    .filter((index) => index % 100 >= fixedFates)
    .map((index) => `00${range}${String(index).padStart(3, '0')}`),
);

/** As many as the VDN lets a campaign have. */
export const demoContacts = ({ unfinishedNumbersMax }: VdnSettings): NewContact[] =>
  demoNumbers.slice(0, unfinishedNumbersMax).map((called, index) => ({
    called,
    caller: null,
    sessionId: null,
    customField: `customer ${index + 1}`,
    callData: null,
    recycleAt: null,
    priority: 3,
  }));

const allDay = [{ begin: 0, end: 1439 }, null, null] as const;

/** A name that no campaign of the VDN has: `Demo campaign`, and after that with a number. */
export function demoName(taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? demoNameBeginning : `${demoNameBeginning} ${number}`;
    if (!taken.includes(name)) return name;
  }
}
export const demoNameBeginning = 'Demo campaign';

/** Predicted, as the contract's example is, and open all day. */
export const demoSettings = (name: string): CampaignSettings => ({
  name,
  description: 'Dials made-up numbers for simulated agents. Its results go nowhere',
  beginAt: null,
  endAt: null,
  deviceType: 2,
  callerNo: '00442079460000',
  maxAlertingSeconds: 20,
  schedule: { workday: allDay, holiday: allDay },
  ivr: null,
  skill: {
    skillId: exampleSkillId,
    skillName: exampleSkillName,
    predict: { method: 'offHook', offHookRatePercent: 100 },
    preview: null,
  },
  callBackUrl: 'http://receiver.invalid/results',
});
