// Pacing of campaigns with agents, as the plan asks it: which rule paces a campaign, how many calls
// (or, previewed, offers) it gives for the agents there are, and the two gates that say so.
import type { CampaignSettings } from './campaign.ts';
import type { Gate } from './gates.ts';
import { decide, type PacingRule } from './pacing/pacer.ts';
import { reasonWords } from './pacing/reasonWords.ts';
import type { PacingRecord } from './pacing/record.ts';
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

/** Whether anyone is there for the campaign's skill queue; never anybody is rung for nobody. */
export function agentsGate(settings: Pick<CampaignSettings, 'skill'>, agents: AgentsView | null): Gate {
  const skillId = settings.skill?.skillId ?? null;
  if (agents === null)
    return {
      gate: 'agents',
      passed: false,
      value: { skillId, reason: reasonWords.unknown },
      nextAt: null,
    };
  const { staffed, idle } = agents.seen;
  const passed = staffed > 0;
  const reason = passed ? reasonWords.ready : reasonWords.noAgents;
  return { gate: 'agents', passed, value: { skillId, staffed, idle, reason }, nextAt: null };
}

/**
 * How pacing decided, in a supervisor's words.
 * @param wanted the calls it would place if the carrier bore everything: what the carrier cuts, its own gate says
 */
export function agentPacingGate(record: PacingRecord | null, wanted: number): Gate {
  if (record === null)
    return { gate: 'pacing', passed: false, value: { reason: reasonWords.noAgents }, nextAt: null };
  return {
    gate: 'pacing',
    passed: wanted > 0,
    value: {
      method: record.method,
      reason: reasonWords[record.reason],
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
