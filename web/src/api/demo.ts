// What the VDN has and what it dials over, and making the demo world in it.
import { queryOptions } from '@tanstack/react-query';
import { getDemo, postDemo } from '../../../src/api/routes/system.ts';
import { ask } from './client.ts';
import { readAgain } from './kept.ts';

export const standingQuery = (vdnId: number) =>
  queryOptions({
    queryKey: ['campaigns', 'demo', vdnId],
    queryFn: ({ signal }) => ask(getDemo, { params: { vdnId }, signal }),
    // Queues, agents and flows are added on other pages.
    staleTime: 0,
  });

/** The id of the campaign that dials now. */
export async function makeDemo(vdnId: number): Promise<number> {
  const { campaignId } = await ask(postDemo, { params: { vdnId } });
  // Not waited for: the campaign's page asks for what it needs.
  void readAgain('campaigns', 'skillQueues', 'agents', 'flows');
  return campaignId;
}
