// What the form of a campaign must know of its VDN: how times are written, what can be chosen, what the
// law is; and the requests that it makes.
import { queryOptions } from '@tanstack/react-query';
import type { Flow, SkillQueue } from '../../../../../src/core/agent.ts';
import type { VdnSettings } from '../../../../../src/core/vdn.ts';
import { ask, vdnPath } from '../../../api/client.ts';
import { queryClient } from '../../../api/queries.ts';
import type { CampaignDetail } from '../queries.ts';
import type { Draft } from './draft.ts';

export type VdnForForm = Pick<
  VdnSettings,
  'timeZone' | 'apiTimes' | 'abandonRatePercentMax' | 'answerLimitSeconds' | 'predictedPacing'
>;

interface Items<Item> {
  readonly items: readonly Item[];
}

export const vdnSettingsQuery = (vdnId: number) =>
  queryOptions({
    queryKey: ['vdns', vdnId],
    queryFn: ({ signal }) => ask<{ readonly settings: VdnSettings }>('GET', vdnPath(vdnId), { signal }),
    select: ({ settings }) => settings,
  });

export const skillQueuesQuery = (vdnId: number) =>
  queryOptions({
    queryKey: ['skillQueues', vdnId],
    queryFn: ({ signal }) =>
      ask<Items<Pick<SkillQueue, 'id' | 'name'>>>('GET', `${vdnPath(vdnId)}/skill-queues`, { signal }),
    select: ({ items }) => items,
  });

export const flowsQuery = (vdnId: number) =>
  queryOptions({
    queryKey: ['flows', vdnId],
    queryFn: ({ signal }) =>
      ask<Items<Pick<Flow, 'code' | 'description'>>>('GET', `${vdnPath(vdnId)}/flows`, { signal }),
    select: ({ items }) => items,
  });

export async function addCampaign(vdnId: number, body: Draft): Promise<CampaignDetail> {
  const added = await ask<CampaignDetail>('POST', `${vdnPath(vdnId)}/campaigns`, { body });
  await queryClient.invalidateQueries({ queryKey: ['campaigns'] });
  return added;
}
