// The account that the law asks for: calls that a person answered, and those that no agent took in time, by
// campaign and hour of the answer. The settlement counts it (settlements.ts), and it is read when a
// campaign is taken over; in between pacing keeps its own count of the last 24 hours.
import { type CampaignId, type Millis, toCampaignId, toMillis, type VdnId } from '../../core/units.ts';
import type { Connection } from '../database/connection.ts';

export interface Answers {
  readonly answered: number;
  readonly abandoned: number;
  /** Calls that ended because a machine had answered. */
  readonly machines: number;
}

export interface AnswerAccount {
  readonly campaignId: CampaignId;
  /** The 24 hours that end with the present one; hours without an answer are left out. */
  readonly hours: readonly (Answers & { readonly hour: Millis })[];
  /** What came before them in the present block of 30 days, counted from the campaign's first answer. */
  readonly block: Answers;
}

export const noAnswers: Answers = { answered: 0, abandoned: 0, machines: 0 };

const hourMillis = 3_600_000;
const blockMillis = 30 * 24 * hourMillis;

/** The accounts of those campaigns of a VDN that ever had a live answer (16 CFR 310.4(b)(4)(i)). */
export async function loadAnswers(
  connection: Connection,
  vdnId: VdnId,
  campaignIds: readonly CampaignId[],
  now: Millis,
): Promise<AnswerAccount[]> {
  const dayBegan = toMillis((Math.floor(now / hourMillis) - 23) * hourMillis);
  const rows = await connection<
    {
      campaign_id: number;
      answered: number;
      abandoned: number;
      machines: number;
      hours: (Answers & { hour: number })[];
    }[]
  >`
    select b.campaign_id, d.hours,
      coalesce(sum(h.answered) filter (where h.hour < ${dayBegan}::timestamptz), 0)::integer as answered,
      coalesce(sum(h.abandoned) filter (where h.hour < ${dayBegan}::timestamptz), 0)::integer as abandoned,
      coalesce(sum(h.machines) filter (where h.hour < ${dayBegan}::timestamptz), 0)::integer as machines
    from (
      -- The block that now lies in: whole blocks since the first answer.
      select f.campaign_id, f.first_hour + (floor(
          extract(epoch from ${now}::timestamptz - f.first_hour) * 1000 / ${blockMillis}) * ${blockMillis / 1000}
        ) * interval '1 second' as began
      from (
        select campaign_id, min(hour) as first_hour from live_answers
        where vdn_id = ${vdnId} and campaign_id = any(${[...campaignIds]}::integer[]) and answered > 0
        group by campaign_id
      ) as f
    ) as b
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('hour', extract(epoch from a.hour) * 1000,
        'answered', a.answered, 'abandoned', a.abandoned, 'machines', a.machines) order by a.hour), '[]'::jsonb) as hours
      from live_answers a
      where a.vdn_id = ${vdnId} and a.campaign_id = b.campaign_id and a.hour >= ${dayBegan}::timestamptz
    ) as d
    left join live_answers h on h.vdn_id = ${vdnId} and h.campaign_id = b.campaign_id and h.hour >= b.began
    group by b.campaign_id, d.hours`;
  return rows.map((row) => ({
    campaignId: toCampaignId(row.campaign_id),
    hours: row.hours.map(({ hour, ...answers }) => ({ ...answers, hour: toMillis(hour) })),
    block: { answered: row.answered, abandoned: row.abandoned, machines: row.machines },
  }));
}
