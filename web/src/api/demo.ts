// What the VDN has and what it dials over, and making the demo world in it.
import { queryOptions } from '@tanstack/react-query';
import type { DemoObstacle } from '../../../src/core/demoWorld.ts';
import { askPath, vdnPath } from './client.ts';
import { readAgain } from './kept.ts';

export interface Standing {
  readonly isCarrierSimulated: boolean;
  readonly campaigns: number;
  readonly skillQueues: number;
  readonly agents: number;
  readonly flows: number;
  /** The demo's campaign; null without one. */
  readonly campaignId: number | null;
  readonly obstacles: readonly DemoObstacle[];
}

const demoPath = (vdnId: number): string => `${vdnPath(vdnId)}/demo`;

export const standingQuery = (vdnId: number) =>
  queryOptions({
    queryKey: ['campaigns', 'demo', vdnId],
    queryFn: ({ signal }) => askPath<Standing>('GET', demoPath(vdnId), { signal }),
    // Queues, agents and flows are added on other pages.
    staleTime: 0,
  });

/** The id of the campaign that dials now. */
export async function makeDemo(vdnId: number): Promise<number> {
  const { campaignId } = await askPath<{ campaignId: number }>('POST', demoPath(vdnId));
  // Not waited for: the campaign's page asks for what it needs.
  void readAgain('campaigns', 'skillQueues', 'agents', 'flows');
  return campaignId;
}
