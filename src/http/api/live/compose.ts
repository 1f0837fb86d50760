// One frame of live figures from the rows and the memory of this moment.
import { stateAt } from '../../../core/campaign.ts';
import type { Language } from '../../../core/language.ts';
import { callsPerMinute, expectedEndAt, type LiveCampaign, type LiveVdn } from '../../../core/live.ts';
import { occupancyPercent, withPresent } from '../../../core/occupancy.ts';
import { beatSentence } from '../../../core/pacing/texts.ts';
import type { Millis, VdnId } from '../../../core/units.ts';
import type { HttpDeps } from '../../deps.ts';
import { countAgents, describeAccount, falseShareOf, hasSkill } from '../campaigns/campaignFigures.ts';
import type { CampaignRows, VdnRows } from './rows.ts';

export function composeVdn(deps: HttpDeps, vdnId: VdnId, { summary, samples }: VdnRows): LiveVdn {
  const { startedCampaigns, calling, noticesWaiting, noticesUndelivered } = summary;
  return {
    startedCampaigns,
    calling,
    callsPerMinute: callsPerMinute(samples),
    agents: deps.desk.holds(vdnId) ? countAgents(deps.desk.agents(vdnId)) : null,
    notices: { waiting: noticesWaiting, undelivered: noticesUndelivered },
  };
}

export function composeCampaign(
  deps: HttpDeps,
  rows: VdnRows,
  { view, progress, explanation, account, notices, samples }: CampaignRows,
  language: Language,
  now: Millis,
): LiveCampaign {
  const { campaign } = view;
  const { vdnId, id, revision, settings } = campaign;
  const { dialing, because, nextAt } = explanation;
  const { waiting = 0, calling = 0, done = 0, calls = 0, succeeded = 0 } = progress ?? {};
  const beat = settings.skill === null ? null : deps.pacing(vdnId, id);
  return {
    id,
    state: stateAt(campaign, now),
    revision,
    dialing,
    because,
    nextAt,
    waiting,
    calling,
    done,
    calls,
    succeeded,
    callsPerMinute: callsPerMinute(samples),
    expectedEndAt: dialing ? expectedEndAt(samples, waiting + calling) : null,
    stages: deps.callsByStage(vdnId, id),
    beat:
      beat === null
        ? null
        : {
            at: beat.at,
            method: beat.record.method,
            placed: beat.placed,
            sentence: beatSentence(beat, language),
          },
    ...composeAgents(deps, rows, vdnId, settings.skill?.skillId ?? null, now),
    abandonment:
      settings.skill === null
        ? null
        : {
            ...describeAccount(account, falseShareOf(view.campaign.handling, view.vdn.falseMachinePercent)),
            limitPercent: view.vdn.abandonRatePercentMax,
          },
    notices: { waiting: notices?.waiting ?? 0, undelivered: notices?.undelivered ?? 0 },
  };
}

function composeAgents(
  deps: HttpDeps,
  rows: VdnRows,
  vdnId: VdnId,
  skillId: number | null,
  now: Millis,
): Pick<LiveCampaign, 'agents' | 'occupancyPercent'> {
  if (skillId === null) return { agents: null, occupancyPercent: null };
  const agents = deps.desk.holds(vdnId) ? deps.desk.agents(vdnId).filter(hasSkill(skillId)) : null;
  const skill = rows.skills.get(skillId);
  return {
    agents: agents === null ? null : countAgents(agents),
    occupancyPercent:
      skill === undefined ? null : occupancyPercent(withPresent(skill.time, agents ?? [], skill.from, now)),
  };
}
