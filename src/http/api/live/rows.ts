// The shared read of a watched VDN: the rows of the VDN and of the campaigns on show, in a handful of
// statements whatever the number of listeners.
import type { CampaignExplanation } from '../../../core/explain.ts';
import { type Sample, withSample } from '../../../core/live.ts';
import type { AgentTime } from '../../../core/occupancy.ts';
import { addSeconds, type CampaignId, type Millis, type VdnId } from '../../../core/units.ts';
import { sumAgentTime } from '../../../store/agents/agentTime.ts';
import { type AnswerAccount, loadAnswers } from '../../../store/calls/liveAnswers.ts';
import { listProgress, type Progress } from '../../../store/campaigns/progress.ts';
import { loadViews, type StoredView } from '../../../store/campaigns/views.ts';
import {
  countNotices,
  type NoticeCounts,
  summarizeVdn,
  type VdnSummary,
} from '../../../store/system/liveRows.ts';
import type { HttpDeps } from '../../deps.ts';
import { explainNow } from '../campaigns/fullView.ts';

export interface CampaignRows {
  readonly view: StoredView;
  readonly progress: Progress | undefined;
  readonly explanation: Pick<CampaignExplanation, 'dialing' | 'because' | 'nextAt'>;
  readonly account: AnswerAccount | undefined;
  readonly notices: NoticeCounts | undefined;
  readonly samples: readonly Sample[];
}

/** Time that agents of a queue have spent, in stretches that are over, from `from` on. */
export interface SkillTime {
  readonly from: Millis;
  readonly readAt: Millis;
  readonly time: AgentTime;
}

export interface VdnRows {
  readonly at: Millis;
  readonly summary: VdnSummary;
  readonly samples: readonly Sample[];
  readonly campaigns: ReadonlyMap<CampaignId, CampaignRows>;
  readonly skills: ReadonlyMap<number, SkillTime>;
}

const occupancySeconds = 900;
/** The sum over a quarter of an hour changes slowly, and is the dearest of the statements. */
const skillTimeMillis = 10_000;

/** @param before what the last read found: samples and sums go on from there */
export async function readVdnRows(
  deps: HttpDeps,
  vdnId: VdnId,
  ids: readonly CampaignId[],
  before: VdnRows | null,
): Promise<VdnRows> {
  const { database } = deps;
  const now = deps.clock.now();
  const [summary, views, progress, accounts, notices] = await Promise.all([
    summarizeVdn(database, vdnId, now),
    loadViews(
      database,
      ids.map((campaignId) => ({ vdnId, campaignId })),
    ),
    listProgress(database, vdnId, ids),
    loadAnswers(database, vdnId, ids, now),
    countNotices(database, vdnId, ids),
  ]);
  const campaigns = views.map((view): [CampaignId, CampaignRows] => {
    const { id } = view.campaign;
    const own = progress.find(({ campaignId }) => campaignId === id);
    const samples = before?.campaigns.get(id)?.samples ?? [];
    return [
      id,
      {
        view,
        progress: own,
        explanation: explainNow(deps, view, now),
        account: accounts.find(({ campaignId }) => campaignId === id),
        notices: notices.find(({ campaignId }) => campaignId === id),
        samples: own === undefined ? samples : withSample(samples, { at: now, ...own }),
      },
    ];
  });
  return {
    at: now,
    summary,
    samples: withSample(before?.samples ?? [], { at: now, ...summary }),
    campaigns: new Map(campaigns),
    skills: await readSkills(deps, vdnId, views, before?.skills ?? new Map()),
  };
}

async function readSkills(
  deps: HttpDeps,
  vdnId: VdnId,
  views: readonly StoredView[],
  before: ReadonlyMap<number, SkillTime>,
): Promise<ReadonlyMap<number, SkillTime>> {
  const now = deps.clock.now();
  const ids = new Set(views.flatMap(({ campaign }) => campaign.settings.skill?.skillId ?? []));
  const entries = [...ids].map(async (skillId): Promise<[number, SkillTime]> => {
    const known = before.get(skillId);
    if (known !== undefined && Math.abs(now - known.readAt) < skillTimeMillis) return [skillId, known];
    const from = addSeconds(now, -occupancySeconds);
    return [
      skillId,
      { from, readAt: now, time: await sumAgentTime(deps.database, vdnId, skillId, from, now) },
    ];
  });
  return new Map(await Promise.all(entries));
}
