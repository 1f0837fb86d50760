// Pacing of campaigns with agents, as the plan asks it: which rule paces a campaign, how many calls
// (or, previewed, offers) it gives for the agents there are, and the two gates that say so.
import type { CampaignSettings } from './campaign.ts';
import type { Gate } from './gates.ts';
import { type Bilingual, inBoth } from './language.ts';
import { decide } from './pacing/decision.ts';
import type { PacingReason, PacingRecord } from './pacing/record.ts';
import type { PacingRule } from './pacing/rule.ts';
import type { Millis } from './units.ts';
import type { AgentsView } from './view.ts';

/**
 * How a campaign with agents is paced: predicted by its predictMethod, or by Campana's own rule where
 * the VDN says so; previewed and preempted have an agent for each call. Null for an IVR.
 */
export function pacingRuleOf(
  settings: Pick<CampaignSettings, 'deviceType' | 'skill'>,
  predictedPacing: 'contract' | 'own',
): PacingRule | null {
  switch (settings.deviceType) {
    case 1:
    case 3:
      return null;
    case 2:
      return predictedPacing === 'own' ? { method: 'own' } : (settings.skill?.predict ?? { method: 'own' });
    case 5:
    case 6:
      return { method: 'progressive' };
  }
}

/** What pacing wants on this beat, with everything it rests on. */
export function paceWithAgents(
  settings: Pick<CampaignSettings, 'deviceType'>,
  agents: AgentsView,
  dialsMax: number,
  now: Millis,
): PacingRecord {
  const { pacer, rule, law } = agents;
  const seen = { ...agents.seen, at: now };
  if (settings.deviceType === 2) return decide(pacer, { ...seen, dialsMax }, rule, law);
  // A call that rings has an agent of its own here, who is not idle any more; and a part of an agent
  // asks for a whole one, since who is reserved elsewhere meanwhile cannot be reserved again.
  const free = Math.ceil(seen.idle);
  const asked = { ...seen, idle: free + seen.dialedAt.length + seen.foreignDialedAt.length, dialsMax };
  return { ...decide(pacer, asked, rule, law), idle: seen.idle };
}

/** Whether an agent is ready in the campaign's skill queue. No call is placed unless an agent can take it. */
export function agentsGate(settings: Pick<CampaignSettings, 'skill'>, agents: AgentsView | null): Gate {
  const skillId = settings.skill?.skillId ?? null;
  if (agents === null)
    return {
      gate: 'agents',
      passed: false,
      value: { skillId, reason: agentsUnknown },
      nextAt: null,
    };
  const { staffed, idle } = agents.seen;
  const passed = staffed > 0;
  const reason = passed ? agentsReady : reasonTexts.noAgents;
  return { gate: 'agents', passed, value: { skillId, staffed, idle, reason }, nextAt: null };
}

/**
 * How pacing decided, in a supervisor's words.
 * @param wanted the calls it would place if the carrier bore everything: what the carrier cuts, its own gate says
 */
export function agentPacingGate(record: PacingRecord | null, wanted: number): Gate {
  if (record === null)
    return { gate: 'pacing', passed: false, value: { reason: reasonTexts.noAgents }, nextAt: null };
  return {
    gate: 'pacing',
    passed: wanted > 0,
    value: {
      method: record.method,
      reason: reasonTexts[record.reason],
      place: record.place,
      idle: record.idle,
      staffed: record.staffed,
      ringing: record.ringing,
      waiting: record.waiting,
      answerRatePercent: Math.round(record.outlook.answerRate * 1000) / 10,
    },
    nextAt: null,
  };
}

const agentsUnknown = inBoth(
  'this process knows no agents; another one may seat them',
  '此处没有座席信息：座席可能由其他进程管理',
);
const agentsReady = inBoth('agents are signed in and ready', '有已签入且就绪的座席');

/** What decided a beat, each in a sentence's part. */
const reasonTexts: Readonly<Record<PacingReason, Bilingual>> = {
  noAgents: inBoth('no agent is signed in and ready', '没有已签入且就绪的座席'),
  dialsMax: inBoth(
    'as many as the numbers, the channels and the calls a second leave',
    '已达号码、通道和每秒呼叫数所允许的数量',
  ),
  riskLimit: inBoth(
    'one more call would be too likely to find no agent',
    '再多一个呼叫，找不到座席的概率就会过高',
  ),
  enoughRinging: inBoth(
    'enough calls are in flight for the agents who are free or soon will be',
    '呼叫中的数量已满足空闲和即将空闲的座席',
  ),
  usageReached: inBoth('agent usage has reached the setting', '座席利用率已达到设定值'),
  budgetSpent: inBoth(
    'too many calls were abandoned, so one call for each idle agent',
    '放弃的呼叫过多，每个空闲座席只外呼一个',
  ),
  crowded: inBoth(
    'the calls in flight are the most that any settings allow',
    '呼叫中的数量已达任何设置允许的最大值',
  ),
};
