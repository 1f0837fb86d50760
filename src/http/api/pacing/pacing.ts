// The present state of a campaign with agents, for supervisors: its agents, what pacing sees and decided
// last, occupancy, and the account of abandoned calls.
import { campaignOf, instantTextOrNull, vdnOf } from '../../../api/fields.ts';
import { getPacing, type Pacing } from '../../../api/routes/pacing.ts';
import { type AgentTime, occupancyPercent, withPresent } from '../../../core/occupancy.ts';
import { beatSentence } from '../../../core/pacing/texts.ts';
import { addSeconds, type Millis, type VdnId } from '../../../core/units.ts';
import { startOfDay } from '../../../core/zone.ts';
import { sumAgentTime } from '../../../store/agents/agentTime.ts';
import { loadAnswers } from '../../../store/calls/liveAnswers.ts';
import { findCampaign } from '../../../store/campaigns/campaigns.ts';
import { findPacingBeat } from '../../../store/pacing/pacingLog.ts';
import { findVdn } from '../../../store/tenants/vdns.ts';
import type { HttpDeps, LatestPacing } from '../../deps.ts';
import { countAgents, describeAccount, falseShareOf, hasSkill } from '../campaigns/campaignFigures.ts';
import { noCampaign, refuse } from '../door/problem.ts';
import { refusalTexts } from '../door/refusalTexts.ts';
import { type ServedRoute, serve } from '../door/route.ts';

const recentSeconds = 900;

export function pacingRoutes(): ServedRoute[] {
  const dayTime = openDayMemory();
  return [
    serve(getPacing, async ({ deps, database, params, now, okIn }) => {
      const [vdnId, campaignId] = [vdnOf(params), campaignOf(params)];
      const campaign = await findCampaign(database, vdnId, campaignId);
      const vdn = await findVdn(database, vdnId);
      if (campaign === null || vdn === null) return noCampaign();
      const { skill } = campaign.settings;
      if (skill === null) return refuse('wrongState', refusalTexts.noAgentsOfIvr);
      const { timeZone, abandonRatePercentMax, falseMachinePercent } = vdn.settings;
      const falseShare = falseShareOf(campaign.handling, falseMachinePercent);

      const beat: LatestPacing | null =
        deps.pacing(vdnId, campaignId) ?? (await findPacingBeat(database, vdnId, campaignId, now));
      const agents = deps.desk.holds(vdnId) ? deps.desk.agents(vdnId).filter(hasSkill(skill.skillId)) : null;
      const [recentFrom, dayFrom] = [addSeconds(now, -recentSeconds), startOfDay(now, timeZone)];
      const [recent, today, accounts] = await Promise.all([
        sumAgentTime(database, vdnId, skill.skillId, recentFrom, now),
        dayTime(deps, vdnId, skill.skillId, dayFrom, now),
        loadAnswers(database, vdnId, [campaignId], now),
      ]);
      const record = beat?.record ?? null;
      return okIn((language) => ({
        at: instantTextOrNull(beat?.at ?? null),
        method: record?.method ?? null,
        reason: beat === null ? null : beat.gate === 'pacing' ? beat.record.reason : beat.gate,
        sentence: beat === null ? null : beatSentence(beat, language),
        agents: agents === null ? describeSeen(beat) : countAgents(agents),
        ringing: record?.ringing ?? null,
        waiting: record?.waiting ?? null,
        answerRatePercent: record === null ? null : tenths(record.outlook.answerRate * 100),
        occupancyPercent: {
          last15Minutes: occupancyPercent(withPresent(recent, agents ?? [], recentFrom, now)),
          today: occupancyPercent(withPresent(today, agents ?? [], dayFrom, now)),
        },
        abandonPercent: { ...describeAccount(accounts[0], falseShare), limit: abandonRatePercentMax },
        riskMaxPercent: record === null ? null : tenths(record.riskMax * 100),
        callsThisBeat: beat?.placed ?? null,
        talkSecondsMean: record === null ? null : tenths(record.talkSecondsMean),
        usagePercent: record === null || record.usagePercent < 0 ? null : tenths(record.usagePercent),
      }));
    }),
  ];
}

const tenths = (value: number): number => Math.round(value * 10) / 10;

/** What the flight recorder knows of agents who are seated by another process. */
function describeSeen(beat: LatestPacing | null): Pacing['agents'] {
  const nothing = { reserved: null, previewing: null, onBreak: null };
  if (beat === null) return { staffed: null, idle: null, talking: null, wrapUp: null, ...nothing };
  const { staffed, idle, talking, wrapUp } = beat.record;
  return { staffed: tenths(staffed), idle: tenths(idle), talking, wrapUp, ...nothing };
}

type DayMemory = (
  deps: HttpDeps,
  vdnId: VdnId,
  skillId: number,
  dayFrom: Millis,
  now: Millis,
) => Promise<AgentTime>;

/** A day of thousands of agents is millions of stretches, so its sum is asked for this often only. */
const dayKeptMillis = 30_000;
const daysKeptMax = 1000;

function openDayMemory(): DayMemory {
  const kept = new Map<string, { readonly at: Millis; readonly sum: Promise<AgentTime> }>();
  return (deps, vdnId, skillId, dayFrom, now) => {
    const key = `${vdnId} ${skillId} ${dayFrom}`;
    const known = kept.get(key);
    if (known !== undefined && Math.abs(now - known.at) < dayKeptMillis) return known.sum;
    if (kept.size >= daysKeptMax) kept.clear();
    const sum = sumAgentTime(deps.database, vdnId, skillId, dayFrom, now);
    kept.set(key, { at: now, sum });
    // A failure is not remembered.
    sum.catch(() => kept.delete(key));
    return sum;
  };
}
